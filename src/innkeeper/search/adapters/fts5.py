"""Words on SQLite: an FTS5 table with the numbers of the docs, tokens blank separated."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from innkeeper.search.adapters.port import Doc, Question
from innkeeper.search.models import SearchDoc

MAKE = (
    "CREATE VIRTUAL TABLE search_words USING fts5(words, tokenize='ascii', columnsize=0)",
    "INSERT INTO search_words(search_words, rank) VALUES('automerge', 4)",
)
DROP = ("DROP TABLE search_words",)
MERGE_PAGES = 200
MERGE_ROUNDS = 10_000


class Fts5Words:
    """The index of one hotel on SQLite."""

    def write(self, docs: Sequence[Doc]) -> None:
        """Insert or replace; sorted by number, for FTS5 starts a new segment at each step back."""
        for kind in {doc.kind for doc in docs}:
            self.remove(kind=kind, object_ids=[doc.object_id for doc in docs if doc.kind == kind])
        rows = sorted(docs, key=lambda doc: doc.id)
        SearchDoc.objects.bulk_create(
            [
                SearchDoc(
                    id=doc.id,
                    kind=doc.kind,
                    object_id=doc.object_id,
                    property_id=doc.property_id,
                    at=doc.at,
                    is_restricted=doc.is_restricted,
                )
                for doc in rows
            ],
            batch_size=100,
        )
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT OR REPLACE INTO search_words(rowid, words) VALUES (%s, %s)",
                [(doc.id, " ".join(doc.stream)) for doc in rows],
            )

    def remove(self, *, kind: str, object_ids: Sequence[UUID]) -> int:
        """Delete words first, then the things."""
        held = SearchDoc.objects.filter(kind=kind, object_id__in=object_ids)
        numbers = list(held.values_list("id", flat=True))
        if not numbers:
            return 0
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM search_words WHERE rowid = %s", [(number,) for number in numbers])
        SearchDoc.objects.filter(id__in=numbers).delete()
        return len(numbers)

    def find(self, question: Question) -> list[int]:
        """Walk the posting lists from the newest number down and stop at the limit: no sort, whatever the word."""
        match = " AND ".join('"' + " ".join(phrase) + '"' for phrase in question.phrases)
        sql = (
            "SELECT search_words.rowid FROM search_words CROSS JOIN search_searchdoc d "
            "ON d.id = search_words.rowid "
            "WHERE search_words MATCH %s AND search_words.rowid >= %s AND d.property_id = %s"
        )
        params: list[Any] = [match, question.first_id, question.property_id.hex]
        if question.kinds:
            sql += f" AND d.kind IN ({', '.join(['%s'] * len(question.kinds))})"
            params += question.kinds
        if not question.may_see_restricted:
            sql += " AND NOT d.is_restricted"
        sql += " ORDER BY search_words.rowid DESC LIMIT %s"
        with connection.cursor() as cursor:
            cursor.execute(sql, [*params, question.limit])
            return [int(row[0]) for row in cursor.fetchall()]

    def scrub(self) -> None:
        """Merge the index to one segment in short steps, zero the freed pages, empty the write-ahead log."""
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")
            pages = -MERGE_PAGES
            for _round in range(MERGE_ROUNDS):
                before = connection.connection.total_changes
                cursor.execute("INSERT INTO search_words(search_words, rank) VALUES('merge', %s)", [pages])
                if connection.connection.total_changes - before < 2:
                    break
                pages = MERGE_PAGES
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
