"""Tables of the log: entries with their subjects, the tree over them, and how far it has come."""

from typing import Any, Never

from django.db import models

from innkeeper.audit.rules.entries import Body
from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Grade, Personal, Privacy

ACCOUNTABILITY = Personal(Grade.LOW, purpose="accountability", retention="accountability", is_exported=False)


class LogIsInsertOnly(TypeError):
    """Someone tried to change or remove what the log holds."""

    def __init__(self) -> None:
        super().__init__("The audit log is insert-only: an entry is never changed or removed.")


class InsertOnlyRows(models.QuerySet[Any]):
    """Rows that are added and read, nothing else."""

    def update(self, **kwargs: Any) -> Never:
        """Refused."""
        raise LogIsInsertOnly()

    def delete(self) -> Never:
        """Refused."""
        raise LogIsInsertOnly()

    def bulk_update(self, *args: Any, **kwargs: Any) -> Never:
        """Refused."""
        raise LogIsInsertOnly()


class InsertOnly(models.Model):
    """A row that is written once. The database's own triggers hold the same rule."""

    objects = InsertOnlyRows.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert it. Raises LogIsInsertOnly the second time."""
        if not self._state.adding:
            raise LogIsInsertOnly()
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        """Refused."""
        raise LogIsInsertOnly()


class AuditEntry(InsertOnly):
    """Who did what to which thing, when, for which purpose. Holds ids, codes, numbers and masked values only."""

    PRIVACY = Privacy(
        plain="id at actor_kind session verb kind object_id property_id purpose once facts salt",
        personal={"actor_id": ACCOUNTABILITY, "actor_label": ACCOUNTABILITY},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField()
    actor_label = models.CharField(max_length=80)
    session = models.CharField(max_length=64, blank=True)
    verb = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    property_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=80, blank=True)
    once = models.CharField(max_length=64, null=True)
    facts = models.JSONField(default=dict)
    salt = models.BinaryField(max_length=16)

    class Meta:
        db_table = "audit_entry"
        constraints = [models.UniqueConstraint(fields=["once"], name="audit_entry_once")]
        indexes = [
            models.Index(fields=["at", "id"], name="audit_entry_by_time"),
            models.Index(fields=["property_id", "at", "id"], name="audit_entry_by_property"),
            models.Index(fields=["actor_id", "at", "id"], name="audit_entry_by_actor"),
            models.Index(fields=["object_id", "at", "id"], name="audit_entry_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.id}"

    def body(self, subject_ids: list[Any]) -> Body:
        """What its leaf commits to."""
        return Body(
            id=self.id,
            at=self.at,
            actor_kind=self.actor_kind,
            actor_id=self.actor_id,
            actor_label=self.actor_label,
            session=self.session,
            verb=self.verb,
            kind=self.kind,
            object_id=self.object_id,
            property_id=self.property_id,
            purpose=self.purpose,
            once=self.once,
            facts=self.facts,
            subject_ids=subject_ids,
        )


class AuditSubject(InsertOnly):
    """Whom an entry is about: the way to "who opened this guest's file"."""

    PRIVACY = Privacy(plain="id entry at", personal={"subject_id": ACCOUNTABILITY})

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(
        AuditEntry, on_delete=models.DO_NOTHING, related_name="subjects", db_constraint=False
    )
    subject_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "audit_subject"
        indexes = [models.Index(fields=["subject_id", "at", "entry"], name="audit_subject_by_subject")]


class AuditPending(models.Model):
    """An entry that waits for its number in the tree. A trigger of the database puts it here."""

    PRIVACY = Privacy(plain="entry_id")

    entry_id = models.UUIDField(primary_key=True)

    class Meta:
        db_table = "audit_pending"


class AuditLeaf(InsertOnly):
    """The number of an entry in the tree and the hash that commits to it. Numbers have no gaps."""

    PRIVACY = Privacy(plain="index entry_id leaf_hash sealed_at")

    index = models.BigIntegerField(primary_key=True)
    entry_id = models.UUIDField(unique=True)
    leaf_hash = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "audit_leaf"


class AuditNode(models.Model):
    """The hash of a complete subtree of 256, 65,536, ... leaves; the levels between are computed when asked for."""

    PRIVACY = Privacy(plain="id level position node_hash")

    id = models.BigAutoField(primary_key=True)
    level = models.PositiveSmallIntegerField()
    position = models.BigIntegerField()
    node_hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "audit_node"
        constraints = [models.UniqueConstraint(fields=["level", "position"], name="audit_node_once")]


class AuditHead(models.Model):
    """How far the tree has come: one row, which the sealer locks."""

    PRIVACY = Privacy(plain="id log_id size root epoch sealed_at")

    id = models.PositiveSmallIntegerField(primary_key=True)
    log_id = models.UUIDField(default=uuid7)
    size = models.BigIntegerField(default=0)
    root = models.BinaryField(max_length=32)
    epoch = models.PositiveIntegerField(default=0)
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "audit_head"


class AuditEpoch(models.Model):
    """A signed break in the log's life (a restore): from which size it went on, and why."""

    PRIVACY = Privacy(plain="number base_size reason at note")

    number = models.PositiveIntegerField(primary_key=True)
    base_size = models.BigIntegerField()
    reason = models.CharField(max_length=80)
    at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        db_table = "audit_epoch"
