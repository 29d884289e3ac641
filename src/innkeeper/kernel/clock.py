"""The only reader of the wall clock. Everything else is handed the time as a value."""

from datetime import UTC, datetime, timedelta
from pathlib import Path


class Clock:
    """The time of the house: the wall clock, moved by the demo's offset where one is set."""

    def __init__(self) -> None:
        self._offset_file: Path | None = None
        self._read_at: float = -1.0
        self._offset = timedelta()

    def follow(self, offset_file: Path | None) -> None:
        """Follow the offset in seconds kept in `offset_file` (the demo's time warp); None follows the wall clock."""
        self._offset_file = offset_file
        self._read_at, self._offset = -1.0, timedelta()

    def warp(self, by: timedelta) -> None:
        """Move the time of the house on by `by`. Raises RuntimeError outside the demo."""
        if self._offset_file is None:
            raise RuntimeError("The clock can be moved in the demo only.")
        moved = self.offset() + by
        fresh = self._offset_file.with_suffix(".new")
        fresh.write_text(str(moved.total_seconds()), encoding="ascii")
        fresh.replace(self._offset_file)

    @property
    def is_movable(self) -> bool:
        """Whether this is the demo's clock."""
        return self._offset_file is not None

    def offset(self) -> timedelta:
        """How far the house's time stands off the wall clock."""
        if self._offset_file is None:
            return timedelta()
        try:
            changed = self._offset_file.stat().st_mtime_ns
        except FileNotFoundError:
            return timedelta()
        if changed != self._read_at:
            self._offset = timedelta(seconds=float(self._offset_file.read_text(encoding="ascii") or 0))
            self._read_at = changed
        return self._offset

    def now(self) -> datetime:
        """The aware UTC time."""
        return datetime.now(UTC) + self.offset()


clock = Clock()


def now() -> datetime:
    """The time of the house, aware, in UTC."""
    return clock.now()
