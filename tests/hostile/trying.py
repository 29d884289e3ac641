"""One try at a form: what the house answers, which field it finds fault with, and what it kept; all of it taken back."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from html import unescape

from django.db import connections, transaction

from tests.conftest import DATABASES
from tests.hostile.addresses import NOT_WORK

WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
MARK = re.compile(r'\s*(SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT)\s+"?(\w+)"?', re.IGNORECASE)
WITHOUT_STATE = NOT_WORK | {"cases_thread_read", "cache", "vault_datakey", "vault_data_key"}
"""How far somebody has read, who tried to sign in, the log, the cache; and a key that is made before anything is sealed."""


@dataclass
class Written:
    """The tables that a connection wrote into and did not take back, be it a new row or a changed one."""

    frames: list[tuple[str, list[str]]] = field(default_factory=lambda: [("", [])])

    def __call__(self, execute, sql, params, many, context):
        done = execute(sql, params, many, context)
        if mark := MARK.match(sql):
            self._mark(mark[1].upper(), mark[2])
        elif wrote := WRITES.match(sql):
            self.frames[-1][1].append(wrote[1])
        return done

    def _mark(self, verb, name):
        if verb == "SAVEPOINT":
            self.frames.append((name, []))
            return
        while len(self.frames) > 1:
            mark, tables = self.frames.pop()
            if verb.startswith("RELEASE"):
                self.frames[-1][1].extend(tables)
            if mark == name:
                break
        if verb.startswith("ROLLBACK"):
            self.frames.append((name, []))

    @property
    def tables(self) -> set[str]:
        return {table for _name, tables in self.frames for table in tables} - WITHOUT_STATE


@contextmanager
def watched() -> Iterator[list[Written]]:
    """What is written meanwhile, for each database."""
    with ExitStack() as stack:
        kept = [Written() for _name in DATABASES]
        for name, one in zip(DATABASES, kept, strict=True):
            stack.enter_context(connections[name].execute_wrapper(one))
        yield kept


class Undone(Exception):
    """Takes back what a try did."""


@dataclass(frozen=True)
class Answer:
    """What came back, and what the house kept of it."""

    status: int
    named: frozenset[str]
    kept: frozenset[str]

    @property
    def is_refused(self) -> bool:
        return 400 <= self.status < 500 or (self.status == 200 and bool(self.named))


@contextmanager
def undone() -> Iterator[None]:
    """What is done meanwhile is taken back."""
    frame = transaction.atomic()
    frame._from_testcase = (
        True  # else opening a sealed value, which commits its entry first, would be refused
    )
    with suppress(Undone), frame:
        yield
        raise Undone


def tried(client, path, fields, *, method="post") -> Answer:
    """The answer to what was sent; what it did is taken back."""
    cookies = dict(client.cookies)
    with undone(), watched() as written:
        answer = getattr(client, method)(path, fields, headers={"Accept": "application/json"})
        kept = {table for one in written for table in one.tables}
    client.cookies.clear()
    client.cookies.update(cookies)
    return Answer(answer.status_code, frozenset(named_fields(answer)), frozenset(kept))


def named_fields(answer):
    """The fields that the answer finds fault with."""
    text = answer.content.decode(errors="replace")
    if "json" in answer.get("Content-Type", ""):
        return {one["field"] for one in json.loads(text).get("errors", ())}
    marked = re.findall(r"<(?:input|select|textarea)[^>]*aria-invalid=\"true\"[^>]*>", text)
    marked += re.findall(r"<(?:input|select|textarea)[^>]*class=\"[^\"]*wrong[^\"]*\"[^>]*>", text)
    typed = re.search(r'<script id="typed" type="application/json">(.*?)</script>', text, flags=re.S)
    told = json.loads(typed[1])["wrong"] if typed else []  # put under its field by the page's script
    return {name for one in marked for name in re.findall(r'\bname="([^"]+)"', unescape(one))} | set(told)
