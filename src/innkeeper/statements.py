"""Queries that are made once: what every page asks is built and turned into SQL a single time, then filled and run."""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import chain, islice
from typing import Any, Generic, Protocol, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Count, Expression, Field, Model, QuerySet, UUIDField
from django.db.models.constants import LOOKUP_SEP
from django.db.models.sql.compiler import SQLCompiler

from innkeeper.kernel.actors import Actor

Row = TypeVar("Row", bound=Model)
Answer = TypeVar("Answer")
Told = TypeVar("Told")
Rows = list[tuple[Any, ...]]
KEPT = 256  # texts of one statement; past it all are made again


class Hole(Expression):
    """A value of a statement that is known only when it runs."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list["Hole"]]:
        """A parameter, the hole itself in its place."""
        return "%s", [self]

    def filled(self, values: Mapping[str, Any], connection: BaseDatabaseWrapper) -> Any:
        """The value as the database takes it. Raises KeyError for a hole that was not filled."""
        return self.output_field.get_db_prep_value(values[self.name], connection)


class Constant(Expression):
    """A word of the house (a state, a kind) that stands in the text itself.

    Only where the text says so does SQLite see that an index over these rows alone answers it. Raises ValueError for
    what is not a plain word.
    """

    def __init__(self, word: str) -> None:
        super().__init__(output_field=CharField())
        if not word.isidentifier() or not word.isascii():
            raise ValueError("A constant is a plain word.")
        self.word = str(word)

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        """The word between quotes; nothing to fill in."""
        return f"'{self.word}'", []


class Holes(frozenset[Any]):
    """Several holes where a query looks among them (`in`); what they will hold is not known yet."""

    def __contains__(self, one: object) -> bool:
        """Raises TypeError, always: the text of a statement must not depend on a value."""
        raise TypeError("A statement is made before its values are known.")


class Gap(Protocol):
    """What a statement is given by one name: the shape that its text depends on, its holes, and what fills them."""

    def shape(self, given: Any) -> Hashable:
        """What of the value changes the text."""

    def holes(self, name: str, given: Any) -> Any:
        """What the query is made with."""

    def values(self, name: str, given: Any) -> Iterator[tuple[str, Any]]:
        """Each hole's name and value."""


@dataclass(frozen=True, slots=True)
class One:
    """A single value."""

    field: "Field[Any, Any]"

    def shape(self, given: Any) -> None:
        """The text is always the same."""

    def holes(self, name: str, given: Any) -> Hole:
        """The hole."""
        return Hole(name, self.field)

    def values(self, name: str, given: Any) -> Iterator[tuple[str, Any]]:
        """The value."""
        yield name, given


@dataclass(frozen=True, slots=True)
class Several:
    """Values to look among. Room is made for 1, 2, 4, 8 ... of them, so that few texts serve all; the last fills the rest."""

    field: "Field[Any, Any]"

    def shape(self, given: Collection[Any]) -> int:
        """For how many there is room."""
        return 1 << (len(given) - 1).bit_length() if given else 0

    def holes(self, name: str, given: Collection[Any]) -> Holes:
        """As many holes as there is room for."""
        return Holes(Hole(f"{name}.{place}", self.field) for place in range(self.shape(given)))

    def values(self, name: str, given: Collection[Any]) -> Iterator[tuple[str, Any]]:
        """The values, and the last again for the room that is left."""
        some = list(given)
        for place in range(self.shape(given)):
            yield f"{name}.{place}", some[min(place, len(some) - 1)]


@dataclass(frozen=True, slots=True)
class Known:
    """A value that the query is made with: the text is kept once for each."""

    def shape(self, given: Hashable) -> Hashable:
        """The value itself."""
        return given

    def holes(self, name: str, given: Any) -> Any:
        """The value itself."""
        return given

    def values(self, name: str, given: Any) -> Iterator[tuple[str, Any]]:
        """None: it stands in the text."""
        return iter(())


class Asker:
    """Who asks: policies get an actor whose ids, posts and departments are holes; rights are part of the text."""

    sets = {
        "property_ids": Several(UUIDField()),
        "works_in": Several(UUIDField()),
        "posts": Several(CharField()),
        "departments": Several(CharField()),
    }
    ids = {"id": One(UUIDField()), "property_id": One(UUIDField())}

    def shape(self, given: Actor) -> Hashable:
        """The kind, the rights, whether there is a hotel, and for how much of each set there is room."""
        sizes = tuple(several.shape(getattr(given, part)) for part, several in self.sets.items())
        return given.kind, given.permissions, given.property_id is None, sizes

    def holes(self, name: str, given: Actor) -> Actor:
        """The same actor with nothing told but what they may do."""
        parts: dict[str, Any] = {
            part: gap.holes(f"{name}.{part}", getattr(given, part))
            for part, gap in (self.ids | self.sets).items()
            if getattr(given, part) is not None
        }
        return replace(given, label="", session="", **parts)

    def values(self, name: str, given: Actor) -> Iterator[tuple[str, Any]]:
        """The ids, and what each set holds."""
        for part, gap in (self.ids | self.sets).items():
            if getattr(given, part) is not None:
                yield from gap.values(f"{name}.{part}", getattr(given, part))


@dataclass(frozen=True, slots=True)
class _Made:
    query: Any
    sql: str
    params: tuple[Any, ...]
    converters: dict[int, Any]

    def read(self, found: Rows, connection: BaseDatabaseWrapper) -> Rows:
        """The rows as the fields would have them."""
        if not self.converters:
            return found
        compiler = self.query.get_compiler(connection=connection)
        return [tuple(row) for row in compiler.apply_converters(found, self.converters)]


@dataclass(frozen=True, slots=True)
class Question(Generic[Answer]):
    """Statements with their holes filled, not asked yet, and what is made of the rows of all of them."""

    asked: tuple[tuple[_Made, list[Any]] | None, ...]
    told: Callable[..., Answer]

    def then(self, made: Callable[[Answer], Told]) -> "Question[Told]":
        """The same question, with more made of its answer."""
        return Question(self.asked, lambda *rows: made(self.told(*rows)))

    def answer(self) -> Answer:
        """Ask, and make of it what it means. Queries: 1 a statement, 0 where nothing can be found."""
        return self.found().told()

    def found(self) -> "Found[Answer]":
        """Ask. Where the database can (PostgreSQL), all is sent in one go. Queries: 1 a statement, 0 where nothing can be found."""
        connection = connections[DEFAULT_DB_ALIAS]
        texts = [(made.sql, params) for made, params in filter(None, self.asked)]
        answers = iter(getattr(connection, "rows_of", partial(_one_by_one, connection))(texts))
        return Found(self, tuple([] if one is None else next(answers) for one in self.asked))


@dataclass(frozen=True, slots=True)
class Found(Generic[Answer]):
    """What a question brought, nothing made of it yet: `rows` of each statement as the database told them.

    To ask whether something changed, the rows are enough: a moment or an id need not be read for it.
    """

    question: Question[Answer]
    rows: tuple[Rows, ...]

    def told(self) -> Answer:
        """What it means. Queries: 0."""
        connection = connections[DEFAULT_DB_ALIAS]
        asked = zip(self.question.asked, self.rows, strict=True)
        return self.question.told(
            *([] if one is None else one[0].read(rows, connection) for one, rows in asked)
        )


def together(*questions: Question[Any]) -> Question[tuple[Any, ...]]:
    """Several questions as one: none waits for the answer of another."""

    def told(*rows: Rows) -> tuple[Any, ...]:
        left = iter(rows)
        return tuple(one.told(*islice(left, len(one.asked))) for one in questions)

    return Question(tuple(chain.from_iterable(one.asked for one in questions)), told)


def _as_found(rows: Rows) -> Rows:
    return rows


NOTHING: Question[Rows] = Question((None,), _as_found)
"""What need not be asked; it answers with no rows."""


def _one_by_one(connection: BaseDatabaseWrapper, texts: Sequence[tuple[str, list[Any]]]) -> Iterator[Rows]:
    for sql, params in texts:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            yield cursor.fetchall()


class Statement:
    """Rows of one `values_list()` whose text never changes, only the values in its holes.

    To build and compile a query of a dozen subqueries costs ten times what the database needs to answer it, so the
    few that stand on every page or under every gate are kept as SQL; PostgreSQL keeps their plans too. `made` gets one Hole per name of `holes` (Holes
    for `Several`, an actor full of holes for `Asker`) and returns the query; it must not look at anything else that
    changes.
    """

    def __init__(self, made: Callable[..., QuerySet[Any, Any]], **holes: "Field[Any, Any] | Gap") -> None:
        self._made = made
        self._gaps: dict[str, Gap] = {
            name: One(gap) if isinstance(gap, Field) else gap for name, gap in holes.items()
        }
        self._kept: dict[Hashable, _Made | None] = {}

    def rows(self, **given: Any) -> Rows:
        """Fill the holes and ask. Queries: 1, 0 where nothing can be found. Raises KeyError for a hole without a value."""
        return self.filled(**given).answer()

    def filled(self, **given: Any) -> Question[Rows]:
        """Fill the holes, to be asked `together` with others. Raises KeyError for a hole without a value."""
        connection = connections[DEFAULT_DB_ALIAS]
        made = self._text(connection, given)
        if made is None:
            return NOTHING
        values = {
            hole: value for name, gap in self._gaps.items() for hole, value in gap.values(name, given[name])
        }
        params = [one.filled(values, connection) if isinstance(one, Hole) else one for one in made.params]
        return Question(((made, params),), _as_found)

    def row(self, **given: Any) -> tuple[Any, ...] | None:
        """The first row, None for none. Queries: 1."""
        return next(iter(self.rows(**given)), None)

    def _text(self, connection: BaseDatabaseWrapper, given: Mapping[str, Any]) -> _Made | None:
        shape = (connection.vendor, *(gap.shape(given[name]) for name, gap in self._gaps.items()))
        if shape not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[shape] = self._make(connection, given)
        return self._kept[shape]

    def _make(self, connection: BaseDatabaseWrapper, given: Mapping[str, Any]) -> _Made | None:
        query = self._made(**{name: gap.holes(name, given[name]) for name, gap in self._gaps.items()}).query
        compiler = query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        columns = [column for column, _sql, _alias in compiler.select]
        converters = compiler.get_converters(columns)
        changed = {place: pair for place, pair in converters.items() if not isinstance(pair[1], Count)}
        return _Made(query, sql, tuple(params), changed)


@dataclass(frozen=True, slots=True)
class _Part:
    """A model of a row: the way to it from the first one, and which columns are its own."""

    way: tuple[str, ...]
    model: type[Model]
    names: tuple[str, ...]
    columns: slice

    def made(self, row: tuple[Any, ...]) -> Model | None:
        """The model, None where the row has none."""
        values = row[self.columns]
        is_there = any(one is not None for one in values)
        return self.model.from_db(DEFAULT_DB_ALIAS, self.names, values) if is_there else None


class Loaded(Generic[Row]):
    """A statement that answers with models: each row's own, with those that are reached `along` the named ways.

    What the query annotates and `beside` names becomes an attribute; a field of `without` is read when it is asked
    for. A way comes after the way that it goes on from.
    """

    def __init__(
        self,
        made: Callable[..., "QuerySet[Row]"],
        model: type[Row],
        *along: str,
        beside: Sequence[str] = (),
        without: Collection[str] = (),
        **holes: "Field[Any, Any] | Gap",
    ) -> None:
        self._beside, self._without = tuple(beside), frozenset(without)
        self._along, self._model = along, model
        self._statement = Statement(lambda **given: made(**given).values_list(*self._columns()), **holes)

    def all(self, **given: Any) -> list[Row]:
        """Every row. Queries: 1, 0 where nothing can be found."""
        return self.filled(**given).answer()

    def filled(self, **given: Any) -> Question[list[Row]]:
        """Fill the holes, to be asked `together` with others. Raises KeyError for a hole without a value."""
        return self._statement.filled(**given).then(lambda rows: [self._row(one) for one in rows])

    def first(self, **given: Any) -> Row | None:
        """The first row, None for none. Queries: 1."""
        found = self._statement.row(**given)
        return None if found is None else self._row(found)

    def _columns(self) -> Iterator[str]:
        for part in self._parts:
            yield from (LOOKUP_SEP.join((*part.way, name)) for name in part.names)
        yield from self._beside

    @cached_property
    def _parts(self) -> tuple[_Part, ...]:
        parts, start = [], 0
        for way in ("", *self._along):
            steps = tuple(way.split(LOOKUP_SEP)) if way else ()
            model: Any = self._model
            for step in steps:
                model = model._meta.get_field(step).related_model
            read = (field for field in model._meta.concrete_fields if way or field.name not in self._without)
            names = tuple(field.attname for field in read)
            parts.append(_Part(steps, model, names, slice(start, start + len(names))))
            start += len(names)
        return tuple(parts)

    def _row(self, row: tuple[Any, ...]) -> Row:
        found: dict[tuple[str, ...], Any] = {}
        for part in self._parts:
            found[part.way] = made = part.made(row)
            owner = found.get(part.way[:-1]) if part.way else None
            if owner is not None:
                setattr(owner, part.way[-1], made)
        first: Row = found[()]
        for name, value in zip(self._beside, row[len(row) - len(self._beside) :], strict=True):
            setattr(first, name, value)
        return first
