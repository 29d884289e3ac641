"""Tables of the playbooks: published versions, and what a hotel has changed of them."""

from django.db import models

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Privacy


class PlaybookVersion(models.Model):
    """One published version of a playbook; never changed, because running cases stand on it (JRN-03).

    With `property_id` it is that hotel's own, made of the shipped one and the hotel's overrides.
    """

    PRIVACY = Privacy(plain="id property_id kind version body digest published_at")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        db_table = "cases_playbook_version"
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="cases_playbook_kind_version"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class PlaybookOverride(models.Model):
    """One change that a hotel made to a playbook (times, posts, texts, added steps); rows are only added."""

    PRIVACY = Privacy(plain="id property_id kind change reason made_at made_by_id")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    change = models.JSONField()
    reason = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField()

    class Meta:
        db_table = "cases_playbook_override"
        indexes = [models.Index(fields=["property_id", "kind", "made_at"], name="cases_override_of_property")]
