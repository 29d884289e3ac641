"""Tables of the keys' own database: scope keys, data keys, and the tombstones of destroyed ones."""

from django.db import models

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Privacy
from innkeeper.vault.classes import DataClass


def data_classes() -> list[tuple[str, str]]:
    """The choices of a data class."""
    return [(kind.value, kind.value) for kind in DataClass]


class ScopeKey(models.Model):
    """The key of one property or group, wrapped by the KEK; the highest version wraps new data keys."""

    PRIVACY = Privacy(plain="id scope_id version kek_id wrapped")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    scope_id = models.UUIDField()
    version = models.PositiveIntegerField()
    kek_id = models.CharField(max_length=64)
    wrapped = models.BinaryField(max_length=512)

    class Meta:
        db_table = "vault_scope_key"
        constraints = [
            models.UniqueConstraint(fields=["scope_id", "version"], name="vault_scope_key_version_once")
        ]


class DataKey(models.Model):
    """The key of one subject (or case) and data class, wrapped by its scope key. Deleting the row erases the data.

    `settled_at`: the sweep saw a stored value that uses it. `doubted_at`: the sweep saw none; sealing takes the
    doubt away, and only a key that stayed doubted for a whole grace is destroyed.
    """

    PRIVACY = Privacy(plain="id scope_key scope_id subject_id data_class wrapped settled_at doubted_at")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    scope_key = models.ForeignKey(ScopeKey, on_delete=models.PROTECT, related_name="data_keys")
    scope_id = models.UUIDField()
    subject_id = models.UUIDField()
    data_class = models.CharField(max_length=16, choices=data_classes)
    wrapped = models.BinaryField(max_length=64)
    settled_at = models.DateTimeField(null=True)
    doubted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "vault_data_key"
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(settled_at__isnull=True), name="vault_data_key_unsettled"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "scope_id", "data_class"], name="vault_data_key_once"
            )
        ]


class Tombstone(models.Model):
    """The mark that a subject's keys of one class were destroyed: written before they are, kept for good."""

    PRIVACY = Privacy(plain="id subject_id data_class at actor_id actor_label reason")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject_id = models.UUIDField()
    data_class = models.CharField(max_length=16, choices=data_classes)
    at = models.DateTimeField()
    actor_id = models.UUIDField()
    actor_label = models.CharField(max_length=80)
    reason = models.CharField(max_length=40)

    class Meta:
        db_table = "vault_tombstone"
        constraints = [
            models.UniqueConstraint(fields=["subject_id", "data_class"], name="vault_tombstone_once")
        ]
