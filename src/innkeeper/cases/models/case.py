"""The case (工单): one row per case, its people, and who may know of it."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Grade, Personal, Privacy
from innkeeper.vault.fields import SealedField

from .choices import (
    Priority,
    categories,
    causes,
    channels,
    hearing_outcomes,
    natures,
    priorities,
    satisfactions,
    scopes,
    subjects,
    urgencies,
)
from .playbook import PlaybookVersion


def title_shown(title: str, title_en: str) -> str:
    """The title of a case or task as it is read: the house's own words in the reader's language, others as they were typed."""
    return title_en if title_en and not (get_language() or "zh").startswith("zh") else title


class Case(models.Model):
    """One problem of one guest (or of none), following one version of a playbook.

    `names_to_hide` is no column: the names of its guests while one action redacts text, None as long as nobody looked.
    `title_en` is the title in English where the house itself said it; then `title_redacted` is Chinese.
    """

    names_to_hide: tuple[str, ...] | None = None

    PRIVACY = Privacy(
        plain="id ref guest_code property_id kind playbook stage priority category urgency scope nature subject "
        "satisfaction cause taxonomy_code responsible_department handling_department channel room_number room_id "
        "owner_post is_anonymous happened_at received_at is_open is_restricted next_due_at edit_version "
        "merged_into closed_at resolved_at responded_at progress_told_at last_told_at is_transferred round "
        "idempotency_key is_held created_at departs_at",
        personal={
            "stay_id": Personal(Grade.LOW, purpose="case", retention="case"),
            "owner_id": Personal(Grade.LOW, purpose="work", retention="case", is_exported=False),
            "first_contact_id": Personal(Grade.LOW, purpose="work", retention="case", is_exported=False),
            "recorded_by_id": Personal(Grade.LOW, purpose="work", retention="case", is_exported=False),
            "contact": Personal(Grade.HIGH, purpose="case", retention="case"),
            "text": Personal(Grade.HIGH, purpose="case", retention="case"),
            "text_redacted": Personal(Grade.LOW, purpose="case", retention="case"),
            "title_redacted": Personal(Grade.LOW, purpose="case", retention="case"),
            "title_en": Personal(Grade.LOW, purpose="case", retention="case"),
            "demand": Personal(Grade.HIGH, purpose="case", retention="case"),
            "demand_redacted": Personal(Grade.LOW, purpose="case", retention="case"),
        },
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(max_length=24, unique=True)
    guest_code = models.CharField(max_length=12, unique=True)
    property_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    playbook = models.ForeignKey(PlaybookVersion, on_delete=models.PROTECT, related_name="cases")
    stage = models.CharField(max_length=40)
    round = models.PositiveSmallIntegerField(default=1)
    priority = models.PositiveSmallIntegerField(choices=priorities, default=Priority.GENERAL)
    category = models.CharField(max_length=20, choices=categories, blank=True)
    urgency = models.CharField(max_length=20, choices=urgencies, blank=True)
    scope = models.CharField(max_length=20, choices=scopes, blank=True)
    nature = models.CharField(max_length=20, choices=natures, blank=True)
    subject = models.CharField(max_length=20, choices=subjects, blank=True)
    satisfaction = models.CharField(max_length=20, choices=satisfactions, blank=True)
    cause = models.CharField(max_length=20, choices=causes, blank=True)
    taxonomy_code = models.CharField(max_length=40, blank=True)
    responsible_department = models.CharField(max_length=40, blank=True)
    handling_department = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=20, choices=channels)
    room_number = models.CharField(max_length=12, blank=True)
    room_id = models.UUIDField(null=True)
    stay_id = models.UUIDField(null=True)
    owner_id = models.UUIDField(null=True)
    owner_post = models.CharField(max_length=40, blank=True)
    first_contact_id = models.UUIDField(null=True)
    recorded_by_id = models.UUIDField()
    is_anonymous = models.BooleanField(default=False)
    contact = SealedField(null=True)
    text = SealedField()
    text_redacted = models.TextField()
    title_redacted = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    demand = SealedField(null=True)
    demand_redacted = models.TextField(blank=True)
    happened_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    created_at = models.DateTimeField()
    departs_at = models.DateTimeField(null=True)
    responded_at = models.DateTimeField(null=True)
    progress_told_at = models.DateTimeField(null=True)
    last_told_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    is_open = models.BooleanField(default=True)
    is_held = models.BooleanField(default=False)
    is_restricted = models.BooleanField(default=False)
    is_transferred = models.BooleanField(default=False)
    next_due_at = models.DateTimeField(null=True)
    edit_version = models.PositiveIntegerField(default=1)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged", db_index=False
    )
    idempotency_key = models.CharField(max_length=80, null=True)

    class Meta:
        db_table = "cases_case"
        constraints = [
            models.UniqueConstraint(fields=["property_id", "idempotency_key"], name="cases_case_once"),
            models.CheckConstraint(condition=Q(priority__gte=1, priority__lte=4), name="cases_case_priority"),
            models.CheckConstraint(
                condition=Q(is_open=False) | Q(closed_at__isnull=True), name="cases_case_open_not_closed"
            ),
        ]
        indexes = [
            models.Index(fields=["property_id", "-received_at", "-id"], name="cases_case_all"),
            models.Index(
                fields=["owner_id", "next_due_at", "id"], name="cases_case_mine", condition=Q(is_open=True)
            ),
            models.Index(
                fields=["property_id", "-received_at", "-id"],
                name="cases_case_newest_open",
                condition=Q(is_open=True),
            ),
            # The two counts of the board read these alone, group by group: `is_open` too stands in them, or the row is fetched.
            models.Index(
                fields=[
                    "property_id",
                    "handling_department",
                    "room_number",
                    "is_restricted",
                    "next_due_at",
                    "is_held",
                    "kind",
                    "is_open",
                ],
                name="cases_case_by_place",
                condition=Q(is_open=True),
            ),
            models.Index(
                fields=[
                    "property_id",
                    "handling_department",
                    "priority",
                    "next_due_at",
                    "owner_id",
                    "kind",
                    "is_open",
                ],
                name="cases_case_by_priority",
                condition=Q(is_open=True),
            ),
            models.Index(
                fields=["property_id", "owner_post", "next_due_at"],
                name="cases_case_post",
                condition=Q(is_open=True),
            ),
            models.Index(
                fields=["property_id", "next_due_at"],
                name="cases_case_open",
                condition=Q(is_open=True),
            ),
            models.Index(fields=["property_id", "room_number", "-received_at"], name="cases_case_room"),
            models.Index(fields=["stay_id", "-received_at"], name="cases_case_stay"),
            models.Index(fields=["last_told_at"], name="cases_case_told", condition=Q(is_open=True)),
            models.Index(
                fields=["merged_into"], name="cases_case_merged", condition=Q(merged_into__isnull=False)
            ),
            models.Index(fields=["property_id", "taxonomy_code", "-received_at"], name="cases_case_code"),
            # What repeats in a room is counted from this one alone.
            models.Index(
                fields=[
                    "property_id",
                    "received_at",
                    "nature",
                    "room_number",
                    "taxonomy_code",
                    "kind",
                    "is_restricted",
                    "merged_into",
                    "id",
                ],
                name="cases_case_repeats",
                condition=Q(merged_into__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def title(self) -> str:
        """What it is about, in the reader's language where the house itself said it."""
        return title_shown(self.title_redacted, self.title_en)

    def is_overdue(self, at: datetime) -> bool:
        """Whether a running clock of the case has passed its time."""
        return self.is_open and self.next_due_at is not None and self.next_due_at < at


class CaseGuest(models.Model):
    """A guest whom the case concerns (none, one, several); `JOINED` where their own case went up in this one."""

    JOINED = "joined"

    PRIVACY = Privacy(
        plain="id case role", personal={"guest_id": Personal(Grade.LOW, purpose="case", retention="case")}
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="guests")
    guest_id = models.UUIDField()
    role = models.CharField(max_length=20, default="complainant")

    class Meta:
        db_table = "cases_case_guest"
        constraints = [models.UniqueConstraint(fields=["case", "guest_id"], name="cases_guest_once")]
        indexes = [models.Index(fields=["guest_id", "case"], name="cases_of_guest")]


class NamedStaff(models.Model):
    """A colleague whom the case names; they may not handle or look into it (CASE-16)."""

    PRIVACY = Privacy(
        plain="id case named_at",
        personal={
            "staff_id": Personal(Grade.LOW, purpose="case", retention="case", is_exported=False),
            "named_by_id": Personal(Grade.LOW, purpose="work", retention="case", is_exported=False),
        },
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="named_staff")
    staff_id = models.UUIDField()
    named_by_id = models.UUIDField()
    named_at = models.DateTimeField()

    class Meta:
        db_table = "cases_named_staff"
        constraints = [models.UniqueConstraint(fields=["case", "staff_id"], name="cases_named_once")]


class Hearing(models.Model):
    """What a named colleague said to it before anybody decides who is to blame (先听本人陈述), or why they said nothing."""

    PRIVACY = Privacy(
        plain="id named outcome heard_at entered_at",
        personal={
            "words": Personal(Grade.HIGH, purpose="case", retention="case", is_exported=False),
            "words_redacted": Personal(Grade.LOW, purpose="case", retention="case", is_exported=False),
            "heard_by_id": Personal(Grade.LOW, purpose="work", retention="case", is_exported=False),
        },
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    named = models.ForeignKey(NamedStaff, on_delete=models.CASCADE, related_name="hearings")
    outcome = models.CharField(max_length=12, choices=hearing_outcomes)
    words = SealedField()
    words_redacted = models.TextField()
    heard_by_id = models.UUIDField()
    heard_at = models.DateTimeField()
    entered_at = models.DateTimeField()

    class Meta:
        db_table = "cases_hearing"


class RoomConsent(models.Model):
    """Whether the guest agrees that somebody comes to the room now: each word of theirs a row, the newest holds (REQ-08)."""

    PRIVACY = Privacy(
        plain="id case is_given at",
        personal={"by_id": Personal(Grade.LOW, purpose="work", retention="case", is_exported=False)},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consents")
    is_given = models.BooleanField()
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_room_consent"


class NeedToKnow(models.Model):
    """A person who may know of a restricted case (保密个案); all others see a neutral line."""

    PRIVACY = Privacy(
        plain="id case given_at",
        personal={
            "staff_id": Personal(Grade.LOW, purpose="work", retention="case", is_exported=False),
            "given_by_id": Personal(Grade.LOW, purpose="work", retention="case", is_exported=False),
        },
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="need_to_know")
    staff_id = models.UUIDField()
    given_by_id = models.UUIDField()
    given_at = models.DateTimeField()

    class Meta:
        db_table = "cases_need_to_know"
        constraints = [models.UniqueConstraint(fields=["case", "staff_id"], name="cases_know_once")]
        indexes = [models.Index(fields=["staff_id"], name="cases_known_by")]
