"""Tables of the shift: lines of the books, who tried, handovers and who took them, alarms told."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innkeeper.handovers.rules import LineKind, LineState, LogKind, Verdict
from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Grade, Personal, Privacy
from innkeeper.vault.fields import SealedField

WORK = Personal(Grade.LOW, purpose="work", retention="handover", is_exported=False)
WORDS = Personal(Grade.LOW, purpose="service", retention="handover", is_exported=False)
SAID = Personal(Grade.HIGH, purpose="service", retention="handover", is_exported=False)

KIND_WORDS = {
    LineKind.WAKE_UP: _("Wake-up call"),
    LineKind.TAXI: _("Taxi"),
    LineKind.KEY: _("Key"),
    LineKind.NOTE: _("Note for the next shift"),
    LineKind.DOOR_CHECK: _("Knock at the door"),
    LineKind.CALLER: _("A caller's message waits at the phone card"),
}
STATE_WORDS = {
    LineState.OPEN: _("Open"),
    LineState.DONE: _("Done"),
    LineState.UNANSWERED: _("No answer"),
    LineState.CANCELLED: _("Taken back"),
}

LOG_WORDS = {
    LogKind.ROUND: _("Round"),
    LogKind.EVENT: _("Event"),
    LogKind.GUEST: _("Guest met"),
    LogKind.DEFECT: _("Defect seen"),
}
VERDICT_WORDS = {
    Verdict.ACCURATE: _("Recorded rightly"),
    Verdict.CORRECTED: _("Was wrong, is corrected"),
    Verdict.NO_FILE: _("Recorded rightly; the person has no guest file"),
}


def line_kinds() -> list[tuple[str, Any]]:
    """The kinds of lines as a field takes them."""
    return [(kind.value, words) for kind, words in KIND_WORDS.items()]


def line_states() -> list[tuple[str, Any]]:
    """The states of lines as a field takes them."""
    return [(state.value, words) for state, words in STATE_WORDS.items()]


def log_kinds() -> list[tuple[str, Any]]:
    """The kinds of log entries as a field takes them."""
    return [(kind.value, words) for kind, words in LOG_WORDS.items()]


def verdicts() -> list[tuple[str, Any]]:
    """What a second look can find."""
    return [(verdict.value, words) for verdict, words in VERDICT_WORDS.items()]


class BookLine(models.Model):
    """One line of a post's book (交班本): a wake-up call, a taxi, a key, a note; carried until it is done."""

    PRIVACY = Privacy(
        plain="id property_id post kind room_number due_at state tries follows created_at ended_at",
        personal={"text": SAID, "text_redacted": WORDS, "created_by_id": WORK, "ended_by_id": WORK},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    post = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=line_kinds)
    room_number = models.CharField(max_length=10, blank=True)
    due_at = models.DateTimeField(null=True)
    text = SealedField(null=True)
    text_redacted = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=12, choices=line_states, default=LineState.OPEN.value)
    tries = models.PositiveSmallIntegerField(default=0)
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    created_by_id = models.UUIDField()
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "handovers_line"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="handovers_line_open_or_ended",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["property_id", "state", "post", "due_at"], name="handovers_line_due"),
            models.Index(fields=["property_id", "-ended_at"], name="handovers_line_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.room_number}"

    @property
    def is_open(self) -> bool:
        """Whether the next shift must still know of it."""
        return self.state == LineState.OPEN


class LineTry(models.Model):
    """Somebody rang the room: answered, or not."""

    PRIVACY = Privacy(plain="id line number is_answered at", personal={"by_id": WORK})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    line = models.ForeignKey(BookLine, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    is_answered = models.BooleanField()
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "handovers_line_try"
        constraints = [models.UniqueConstraint(fields=["line", "number"], name="handovers_try_once")]

    def __str__(self) -> str:
        return str(self.number)


class Handover(models.Model):
    """A shift of a post has ended: what was open then, frozen with its digest (ORG-06)."""

    PRIVACY = Privacy(
        plain="id property_id post on shift ended_at filled_at digest open_count",
        personal={"given_by_ids": WORK, "snapshot": WORDS},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    post = models.CharField(max_length=40)
    on = models.DateField()
    shift = models.CharField(max_length=8)
    ended_at = models.DateTimeField()
    filled_at = models.DateTimeField()
    given_by_ids = models.JSONField(default=list)
    snapshot = models.JSONField(default=list)
    open_count = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "handovers_handover"
        constraints = [
            models.UniqueConstraint(fields=["property_id", "post", "on", "shift"], name="handovers_once")
        ]
        indexes = [models.Index(fields=["property_id", "-ended_at"], name="handovers_newest")]

    def __str__(self) -> str:
        return f"{self.post} {self.on} {self.shift}"


class Acknowledgement(models.Model):
    """The next shift took the book: who, when, and what stood in it at that moment."""

    PRIVACY = Privacy(plain="id handover at digest open_count", personal={"by_id": WORK, "snapshot": WORDS})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    handover = models.OneToOneField(Handover, on_delete=models.CASCADE, related_name="acknowledgement")
    by_id = models.UUIDField()
    at = models.DateTimeField()
    snapshot = models.JSONField(default=list)
    open_count = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "handovers_acknowledgement"

    def __str__(self) -> str:
        return self.digest[:12]


class AlarmTold(models.Model):
    """A clock of a line or a handover reached a threshold and posts were told; each level once per run."""

    PRIVACY = Privacy(plain="id property_id clock_id level object_kind object_id told_count at")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    clock_id = models.UUIDField()
    level = models.PositiveSmallIntegerField()
    object_kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    told_count = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        db_table = "handovers_alarm"
        constraints = [models.UniqueConstraint(fields=["clock_id", "level"], name="handovers_alarm_once")]

    def __str__(self) -> str:
        return f"{self.object_kind} {self.level}"


class LogEntry(models.Model):
    """One entry of the manager-on-duty log (值班经理日志): when, where, what; what it asks for becomes a task."""

    PRIVACY = Privacy(
        plain="id property_id kind place happened_at entered_at follow_up_department follow_up_case_id",
        personal={"text": SAID, "text_redacted": WORDS, "by_id": WORK},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=log_kinds)
    place = models.CharField(max_length=40)
    happened_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    text = SealedField()
    text_redacted = models.CharField(max_length=400)
    by_id = models.UUIDField()
    follow_up_department = models.CharField(max_length=40, blank=True)
    follow_up_case_id = models.UUIDField(null=True)

    class Meta:
        db_table = "handovers_log_entry"
        indexes = [models.Index(fields=["property_id", "-happened_at", "-id"], name="handovers_log_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.place}"


class SecondLook(models.Model):
    """Somebody else looked whether a complaint was recorded rightly (ERR-05)."""

    PRIVACY = Privacy(
        plain="id property_id case_id verdict at", personal={"by_id": WORK, "note_redacted": WORDS}
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    case_id = models.UUIDField(unique=True)
    verdict = models.CharField(max_length=12, choices=verdicts)
    note_redacted = models.CharField(max_length=200, blank=True)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "handovers_second_look"
        indexes = [models.Index(fields=["property_id", "-at"], name="handovers_look_newest")]

    def __str__(self) -> str:
        return self.verdict


class DowntimePack(models.Model):
    """One downtime pack (应急打印包): a sealed PDF outside the data folder, kept for a while, then destroyed."""

    PRIVACY = Privacy(
        plain="id property_id made_at file_name digest byte_count room_count case_count destroyed_at"
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    made_at = models.DateTimeField()
    file_name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    byte_count = models.PositiveIntegerField()
    room_count = models.PositiveIntegerField()
    case_count = models.PositiveIntegerField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "handovers_downtime_pack"
        indexes = [models.Index(fields=["property_id", "-made_at"], name="handovers_pack_newest")]

    def __str__(self) -> str:
        return self.file_name
