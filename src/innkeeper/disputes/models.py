"""What a dispute (纠纷) has beyond any case: claims, grounds, law, liability, ladder, talks, settlement, packs, holds."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from innkeeper.cases.models import Channel
from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Grade, Personal, Privacy
from innkeeper.vault.fields import SealedField

WORK = Personal(Grade.LOW, purpose="work", retention="case", is_exported=False)
WORDS = Personal(Grade.LOW, purpose="case", retention="case", is_exported=False)
SAID = Personal(Grade.HIGH, purpose="case", retention="case")


class Party(models.TextChoices):
    """Whose claim, liability or duty it is."""

    GUEST = "guest", _("Guest")
    HOUSE = "house", pgettext_lazy("party of a dispute", "House")
    THIRD = "third", _("Somebody else")


class Rung(models.TextChoices):
    """The ladder of a dispute (DISP-03)."""

    TALK = "talk", _("Talk")
    MEDIATION = "mediation", _("Mediation and settlement")
    PROCEEDINGS = "proceedings", _("Litigation or arbitration")


class PointKind(models.TextChoices):
    """What the parties say alike, and where they differ (DISP-01)."""

    COMMON_GROUND = "common_ground", _("Common ground")
    AGREED = "agreed", _("Point of agreement")
    OPEN = "open", _("Still disputed")


class OfferAnswer(models.TextChoices):
    """What came of an offer."""

    OPEN = "open", pgettext_lazy("offer", "Open")
    ACCEPTED = "accepted", pgettext_lazy("offer", "Accepted")
    REFUSED = "refused", pgettext_lazy("offer", "Refused")


class TalkOutcome(models.TextChoices):
    """What came of one talk or sitting."""

    GOES_ON = "goes_on", _("Goes on")
    AGREED = "agreed", _("Agreed")
    FAILED = "failed", _("Failed")


class EndKind(models.TextChoices):
    """What ends a dispute."""

    SETTLEMENT = "settlement", _("Settlement")
    MEDIATED = "mediated", _("Mediated settlement")
    AWARD = "award", _("Award of an arbitrator")
    JUDGEMENT = "judgement", _("Judgement of a court")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Answer(models.TextChoices):
    """What the other side says when all is carried out."""

    ACCEPTS = "accepts", _("Accepts how it ended")
    STILL_DISPUTES = "still_disputes", _("Still disputes it")


class Dispute(models.Model):
    """A matter that talks alone did not settle; it is a case of its own, opened from another one (DISP-01)."""

    PRIVACY = Privacy(
        plain="id case_id property_id origin_case_id opened_at hold_until_on", personal={"opened_by_id": WORK}
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case_id = models.UUIDField(unique=True)
    property_id = models.UUIDField()
    origin_case_id = models.UUIDField()
    hold_until_on = models.DateField()
    opened_by_id = models.UUIDField()
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "disputes_dispute"
        indexes = [models.Index(fields=["origin_case_id"], name="disputes_dispute_of_case")]


class HeldSubject(models.Model):
    """Whose keys the dispute holds back from destruction while it is open: its cases and their guests."""

    PRIVACY = Privacy(
        plain="id dispute", personal={"subject_id": Personal(Grade.LOW, purpose="case", retention="case")}
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="held")
    subject_id = models.UUIDField()

    class Meta:
        db_table = "disputes_held_subject"
        constraints = [
            models.UniqueConstraint(fields=["dispute", "subject_id"], name="disputes_subject_once")
        ]
        indexes = [models.Index(fields=["subject_id"], name="disputes_held_by_subject")]


class Claim(models.Model):
    """What a party demands. The first one is the case's own words, which are sealed there."""

    PRIVACY = Privacy(
        plain="id dispute party currency amount_minor at",
        personal={"text": SAID, "text_redacted": WORDS, "by_id": WORK},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="claims")
    party = models.CharField(max_length=10, choices=Party.choices)
    text = SealedField(null=True)
    text_redacted = models.TextField()
    currency = models.CharField(max_length=3, blank=True)
    amount_minor = models.BigIntegerField(null=True)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "disputes_claim"


class Point(models.Model):
    """Common ground, a point of agreement, or what is still disputed (DISP-01)."""

    PRIVACY = Privacy(plain="id dispute kind at", personal={"text_redacted": WORDS, "by_id": WORK})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(max_length=20, choices=PointKind.choices)
    text_redacted = models.CharField(max_length=400)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "disputes_point"


class Offer(models.Model):
    """An offer of a party; those refused in the case before are linked by their own id (DISP-01)."""

    PRIVACY = Privacy(
        plain="id dispute party source_id currency amount_minor answer at",
        personal={"text_redacted": WORDS, "by_id": WORK},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="offers")
    party = models.CharField(max_length=10, choices=Party.choices, default=Party.HOUSE)
    source_id = models.UUIDField(null=True)
    text_redacted = models.CharField(max_length=400)
    currency = models.CharField(max_length=3, blank=True)
    amount_minor = models.BigIntegerField(null=True)
    answer = models.CharField(max_length=10, choices=OfferAnswer.choices, default=OfferAnswer.OPEN)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "disputes_offer"
        constraints = [models.UniqueConstraint(fields=["dispute", "source_id"], name="disputes_offer_once")]


class LegalBasis(models.Model):
    """A provision relied on: law and article, and what it says on the matter (DISP-02)."""

    PRIVACY = Privacy(plain="id dispute law article at", personal={"note_redacted": WORDS, "by_id": WORK})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="bases")
    law = models.CharField(max_length=120)
    article = models.CharField(max_length=60)
    note_redacted = models.CharField(max_length=400, blank=True)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "disputes_legal_basis"


class Liability(models.Model):
    """What a party answers for, on which legal basis (DISP-02). The newest of a party counts."""

    PRIVACY = Privacy(
        plain="id dispute party basis share_percent at", personal={"text_redacted": WORDS, "by_id": WORK}
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="liabilities")
    basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, related_name="liabilities")
    party = models.CharField(max_length=10, choices=Party.choices)
    share_percent = models.PositiveSmallIntegerField(null=True)
    text_redacted = models.CharField(max_length=400)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "disputes_liability"
        constraints = [
            models.CheckConstraint(
                condition=Q(share_percent__isnull=True) | Q(share_percent__lte=100),
                name="disputes_liability_share",
            )
        ]


class Climb(models.Model):
    """From one rung of the ladder to another. A skipped rung has its reason and waits for a manager (DISP-03)."""

    PRIVACY = Privacy(
        plain="id dispute round from_rung to_rung approval_id at", personal={"reason": WORDS, "by_id": WORK}
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="climbs")
    round = models.PositiveSmallIntegerField(default=1)
    from_rung = models.CharField(max_length=20, choices=Rung.choices)
    to_rung = models.CharField(max_length=20, choices=Rung.choices)
    reason = models.CharField(max_length=200, blank=True)
    approval_id = models.UUIDField(null=True)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "disputes_climb"


class Talk(models.Model):
    """One talk, sitting or hearing on a rung: with which third party, and what came of it (DISP-03, DISP-04)."""

    PRIVACY = Privacy(
        plain="id dispute round rung held_at outcome at",
        personal={"mediator": WORDS, "summary_redacted": WORDS, "by_id": WORK},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="talks")
    round = models.PositiveSmallIntegerField(default=1)
    rung = models.CharField(max_length=20, choices=Rung.choices)
    mediator = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=10, choices=TalkOutcome.choices)
    summary_redacted = models.CharField(max_length=2000)
    held_at = models.DateTimeField()
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "disputes_talk"


class Settlement(models.Model):
    """How it ended: agreed, mediated, awarded, judged or withdrawn; set aside when still disputed (DISP-04)."""

    PRIVACY = Privacy(
        plain="id dispute round rung kind agreed_at at set_aside_at",
        personal={"mediator": WORDS, "text": SAID, "text_redacted": WORDS, "by_id": WORK},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="settlements")
    round = models.PositiveSmallIntegerField(default=1)
    rung = models.CharField(max_length=20, choices=Rung.choices)
    kind = models.CharField(max_length=12, choices=EndKind.choices)
    mediator = models.CharField(max_length=120, blank=True)
    text = SealedField()
    text_redacted = models.TextField()
    agreed_at = models.DateTimeField()
    by_id = models.UUIDField()
    at = models.DateTimeField()
    set_aside_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "disputes_settlement"
        constraints = [
            models.UniqueConstraint(
                fields=["dispute", "round"],
                condition=Q(set_aside_at__isnull=True),
                name="disputes_one_settlement",
            )
        ]


class Term(models.Model):
    """One thing settled: who does it by when. Its task of the case carries clock, alarm and result (DISP-04)."""

    PRIVACY = Privacy(
        plain="id settlement party currency amount_minor due_at task_id reminded_on",
        personal={"text_redacted": WORDS},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="terms")
    party = models.CharField(max_length=10, choices=Party.choices)
    text_redacted = models.CharField(max_length=400)
    currency = models.CharField(max_length=3, blank=True)
    amount_minor = models.BigIntegerField(null=True)
    due_at = models.DateTimeField()
    task_id = models.UUIDField()
    reminded_on = models.DateField(null=True)

    class Meta:
        db_table = "disputes_term"


class Aftermath(models.Model):
    """One try to hear the other side after all was carried out; unanswered it is an attempt."""

    PRIVACY = Privacy(
        plain="id dispute round means is_reached answer at", personal={"words_redacted": WORDS, "by_id": WORK}
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="aftermaths")
    round = models.PositiveSmallIntegerField(default=1)
    means = models.CharField(max_length=20, choices=Channel.choices)
    is_reached = models.BooleanField()
    answer = models.CharField(max_length=20, choices=Answer.choices, blank=True)
    words_redacted = models.CharField(max_length=400, blank=True)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "disputes_aftermath"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_reached=True, answer__gt="") | Q(is_reached=False, answer=""),
                name="disputes_aftermath_answer",
            )
        ]


class Lesson(models.Model):
    """What the house learns from the dispute: cause, measure, use in the next service."""

    PRIVACY = Privacy(
        plain="id dispute round at",
        personal={"cause_redacted": WORDS, "measure_redacted": WORDS, "use_redacted": WORDS, "by_id": WORK},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="lessons")
    round = models.PositiveSmallIntegerField(default=1)
    cause_redacted = models.TextField()
    measure_redacted = models.TextField()
    use_redacted = models.TextField()
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "disputes_lesson"
        constraints = [models.UniqueConstraint(fields=["dispute", "round"], name="disputes_one_lesson")]


class EvidencePack(models.Model):
    """An evidence pack was made: for what, how large, with which check value. The pack itself is not kept (DISP-05)."""

    PRIVACY = Privacy(
        plain="id dispute purpose digest file_count entry_count byte_count made_at",
        personal={"made_by_id": WORK},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="packs")
    purpose = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    file_count = models.PositiveIntegerField()
    entry_count = models.PositiveIntegerField()
    byte_count = models.PositiveIntegerField()
    made_by_id = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "disputes_evidence_pack"
