"""Words on PostgreSQL: a column of type tsvector with a GIN index, built from our own tokens without a parser."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from innkeeper.search.adapters.port import Doc, Question
from innkeeper.search.models import SearchDoc
from innkeeper.search.rules import FILLER

MAKE = (
    "ALTER TABLE search_searchdoc ADD COLUMN words tsvector",
    "CREATE INDEX search_doc_words ON search_searchdoc USING gin (words) WITH (fastupdate = off)",
    "ALTER TABLE search_searchdoc ALTER COLUMN words SET STATISTICS 10",
)
DROP = ("ALTER TABLE search_searchdoc DROP COLUMN words",)
RECENT = 1500
NEWEST_ROWS = """
SELECT id FROM (
  SELECT id, kind, is_restricted, words FROM search_searchdoc
  WHERE property_id = %(property)s AND id >= %(first)s ORDER BY id DESC LIMIT %(recent)s
) recent
WHERE words @@ %(query)s::tsquery
  AND (%(all_kinds)s OR kind = ANY(%(kinds)s)) AND (%(restricted)s OR NOT is_restricted)
ORDER BY id DESC LIMIT %(limit)s
"""
WHOLE_INDEX = """
WITH hits AS MATERIALIZED (
  SELECT id FROM search_searchdoc
  WHERE words @@ %(scoped)s::tsquery AND property_id = %(property)s AND id >= %(first)s
    AND (%(all_kinds)s OR kind = ANY(%(kinds)s)) AND (%(restricted)s OR NOT is_restricted)
)
SELECT id FROM hits ORDER BY id DESC LIMIT %(limit)s
"""
WRITE = """
INSERT INTO search_searchdoc (id, kind, object_id, property_id, at, is_restricted, words)
VALUES (%s, %s, %s, %s, %s, %s, %s::tsvector)
ON CONFLICT (kind, object_id) DO UPDATE SET id = excluded.id, property_id = excluded.property_id,
  at = excluded.at, is_restricted = excluded.is_restricted, words = excluded.words
"""


class TsvectorWords:
    """The index of a group on PostgreSQL."""

    def write(self, docs: Sequence[Doc]) -> None:
        """Insert or replace each thing in one statement; in a fixed order, against deadlocks."""
        rows = sorted(docs, key=lambda doc: (doc.kind, doc.object_id))
        with connection.cursor() as cursor:
            cursor.executemany(
                WRITE,
                [
                    (
                        doc.id,
                        doc.kind,
                        doc.object_id,
                        doc.property_id,
                        doc.at,
                        doc.is_restricted,
                        _vector(doc),
                    )
                    for doc in rows
                ],
            )

    def remove(self, *, kind: str, object_ids: Sequence[UUID]) -> int:
        """Delete the things; their words go with the row."""
        return SearchDoc.objects.filter(kind=kind, object_id__in=object_ids).delete()[0]

    def find(self, question: Question) -> list[int]:
        """Common words are found among the newest rows at once; only rarer ones ask the whole index.

        So neither a common word sorts a million rows nor a rare one walks over them. Queries: 1 or 2.
        """
        query = " & ".join(_phrase(phrase) for phrase in question.phrases)
        params: dict[str, Any] = {
            "query": query,
            "scoped": f"({query}) & {_scope(question.property_id)}",
            "property": question.property_id,
            "first": question.first_id,
            "all_kinds": not question.kinds,
            "kinds": list(question.kinds),
            "restricted": question.may_see_restricted,
            "limit": question.limit,
            "recent": RECENT,
        }
        with connection.cursor() as cursor:
            cursor.execute(NEWEST_ROWS, params)
            found = [int(row[0]) for row in cursor.fetchall()]
            if len(found) < question.limit:
                cursor.execute(WHOLE_INDEX, params)
                found = [int(row[0]) for row in cursor.fetchall()]
        return found

    def scrub(self) -> None:
        """Give the space of removed rows back, and build the index anew: GIN keeps a word that no row has.

        Searches go on meanwhile. Freed bytes of the table itself go as its pages are used again.
        """
        with connection.cursor() as cursor:
            cursor.execute("VACUUM search_searchdoc")
            cursor.execute("REINDEX INDEX CONCURRENTLY search_doc_words")


def _vector(doc: Doc) -> str:
    """The tsvector in its own notation: 'word':1,5 ... with the house's mark, which has no place."""
    places: dict[str, list[int]] = {}
    for place, token in enumerate(doc.stream, start=1):
        if token != FILLER:
            places.setdefault(token, []).append(place)
    words = (f"'{token}':{','.join(map(str, at))}" for token, at in places.items())
    return " ".join((_scope(doc.property_id), *words))


def _phrase(phrase: Sequence[str]) -> str:
    return "(" + " <-> ".join(f"'{token}'" for token in phrase) + ")"


def _scope(property_id: UUID) -> str:
    """The mark of a house: no token has a colon, so none can be mistaken for it."""
    return f"'p:{property_id.hex}'"
