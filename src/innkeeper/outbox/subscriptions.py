"""Which event starts which jobs: one table, installed by config at the start. No signals, no callbacks."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

Table = Mapping[str, Sequence[str]]
_table: dict[str, tuple[str, ...]] = {}


def install(table: Table) -> None:
    """Put the whole table in place of the former."""
    fresh = {topic: tuple(jobs) for topic, jobs in table.items()}
    _table.clear()
    _table.update(fresh)


def jobs_for(topic: str) -> tuple[str, ...]:
    """The names of the jobs that an event of this topic starts."""
    return _table.get(topic, ())


@contextmanager
def installed(table: Table) -> Iterator[None]:
    """The table for the length of a block (tests, imports that want silence)."""
    before = dict(_table)
    install(table)
    try:
        yield
    finally:
        install(before)
