"""The table of searchable things. The words themselves stand beside it, in what each database does best.

SQLite: an FTS5 table `search_words` with the same row number. PostgreSQL: a column `words` of type tsvector
with a GIN index. Both are made by the migration and written by `actions`; redacted text is still personal
data, so erasure purges them.
"""

from django.db import models

from innkeeper.kernel.privacy import Privacy


class SearchDoc(models.Model):
    """One thing that can be found; its number grows with its time."""

    PRIVACY = Privacy(plain="id kind object_id property_id at is_restricted")

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    property_id = models.UUIDField()
    at = models.DateTimeField()
    is_restricted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_doc_once")]
        indexes = [models.Index(fields=["property_id", "-id"], name="search_doc_newest")]

    def __str__(self) -> str:
        return self.kind
