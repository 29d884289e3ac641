"""What a review left behind: its cause, the measure, and whether it worked."""

from django.db import models

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Grade, Personal, Privacy

WORDS = Personal(Grade.LOW, purpose="case", retention="case", is_exported=False)


class Improvement(models.Model):
    """One improvement: follows a case of its own through its playbook; born of one review."""

    PRIVACY = Privacy(
        plain="id property_id case_id source_case_id review_id department is_effective effect_at created_at",
        personal={
            "cause_redacted": WORDS,
            "measure_redacted": WORDS,
            "use_redacted": WORDS,
            "effect_redacted": WORDS,
            "effect_by_id": Personal(Grade.LOW, purpose="work", retention="case", is_exported=False),
        },
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    case_id = models.UUIDField(unique=True)
    source_case_id = models.UUIDField()
    review_id = models.UUIDField(unique=True)
    department = models.CharField(max_length=40, blank=True)
    cause_redacted = models.TextField()
    measure_redacted = models.TextField()
    use_redacted = models.TextField()
    effect_redacted = models.TextField(blank=True)
    is_effective = models.BooleanField(null=True)
    effect_at = models.DateTimeField(null=True)
    effect_by_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "improvements_improvement"
        indexes = [
            models.Index(fields=["property_id", "-created_at"], name="improvements_newest"),
            models.Index(fields=["source_case_id"], name="improvements_of_case"),
        ]
