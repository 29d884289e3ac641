"""Tables of the staff: who they are, which posts they hold, who is on duty, where they are signed in."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from innkeeper.accounts import rules
from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Grade, Personal, Privacy
from innkeeper.properties.models import Department, Group, Named, Property


class StaffManager(BaseUserManager["Staff"]):
    """Finds people by staff number."""


class Staff(AbstractBaseUser):
    """A person who works in the house. The work name is what colleagues see; nothing else personal stands here."""

    PRIVACY = Privacy(
        plain="id staff_number is_active language theme last_login password created_at deactivated_at",
        personal={
            "work_name": Personal(Grade.LOW, purpose="work", retention="staff"),
            "work_name_en": Personal(Grade.LOW, purpose="work", retention="staff"),
        },
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    staff_number = models.CharField(max_length=20, unique=True)
    work_name = models.CharField(max_length=40)
    work_name_en = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    theme = models.CharField(max_length=8, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(null=True, blank=True)
    deactivated_at = models.DateTimeField(null=True, blank=True)

    objects = StaffManager()

    USERNAME_FIELD = "staff_number"
    REQUIRED_FIELDS = ["work_name"]

    class Meta:
        db_table = "accounts_staff"

    def __str__(self) -> str:
        return self.staff_number

    @property
    def shown_name(self) -> str:
        """The work name in the reader's language."""
        if (get_language() or "zh").startswith("zh"):
            return self.work_name
        return self.work_name_en or self.work_name


class Role(Named):
    """A bundle of permissions that a group gives to posts; hotels edit it, the codes are fixed in policy."""

    PRIVACY = Privacy(plain="id group code name_zh name_en permissions")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    permissions = models.JSONField(default=list)

    class Meta:
        db_table = "accounts_role"
        constraints = [models.UniqueConstraint(fields=["group", "code"], name="accounts_role_code_once")]

    def __str__(self) -> str:
        return self.code


class Post(Named):
    """A place in the chart that people hold: its department, its line, its duties, the role it brings (ORG-02)."""

    PRIVACY = Privacy(
        plain="id property code name_zh name_en department reports_to role duties_zh duties_en is_on_call position"
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    reports_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="below"
    )
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="posts")
    duties_zh = models.JSONField(default=list)
    duties_en = models.JSONField(default=list)
    is_on_call = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "accounts_post"
        constraints = [models.UniqueConstraint(fields=["property", "code"], name="accounts_post_code_once")]

    def __str__(self) -> str:
        return self.code

    def duties(self) -> list[str]:
        """The duties in the reader's language; a method, for `property` is the hotel here."""
        return list(self.duties_zh if (get_language() or "zh").startswith("zh") else self.duties_en)


class DeputyStep(models.Model):
    """One step of a post's ladder: when nobody holds the post on duty, who is asked next."""

    PRIVACY = Privacy(plain="id post deputy position")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "accounts_deputy_step"
        constraints = [
            models.UniqueConstraint(fields=["post", "position"], name="accounts_deputy_step_place_once"),
            models.CheckConstraint(
                condition=~models.Q(post=models.F("deputy")), name="accounts_deputy_step_another_post"
            ),
        ]

    def __str__(self) -> str:
        return f"step {self.position}"


class Assignment(models.Model):
    """A person holds a post in a hotel from a local date until another; the role is what it lets them do."""

    PRIVACY = Privacy(plain="id staff property post department role from_on until_on")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="assignments")
    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="assignments")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="assignments")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "accounts_assignment"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
                name="accounts_assignment_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["property", "post"], name="accounts_assignment_post")]

    def __str__(self) -> str:
        return str(self.pk)

    def holds_on(self, on: date) -> bool:
        """Whether the post is held on this local date; the last day counts."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


class Shift(models.TextChoices):
    """The three shifts of the house."""

    EARLY = "early", _("Early shift")
    LATE = "late", _("Late shift")
    NIGHT = "night", _("Night shift")


def shifts() -> list[tuple[str, Any]]:
    """The shifts as a field takes them."""
    return Shift.choices


class DutyTurn(models.Model):
    """A person is on duty for a post from one moment to another; `is_deputy` stands in and is asked after the others."""

    PRIVACY = Privacy(plain="id property post staff on shift starts_at ends_at is_deputy")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    shift = models.CharField(max_length=8, choices=shifts)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_deputy = models.BooleanField(default=False)

    class Meta:
        db_table = "accounts_duty_turn"
        constraints = [
            models.UniqueConstraint(fields=["post", "staff", "on", "shift"], name="accounts_duty_turn_once"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="accounts_duty_turn_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["property", "ends_at"], name="accounts_duty_turn_now")]

    def __str__(self) -> str:
        return f"{self.on} {self.shift}"


class SessionRecord(models.Model):
    """One sign-in on one device. Ended once, it never serves again, whatever the browser still holds."""

    PRIVACY = Privacy(
        plain="id staff key_digest started_at seen_at ended_at ended_by_id has_second_factor shared_device_id until_at "
        "active_at",
        personal={"device": Personal(Grade.LOW, purpose="security", retention="accountability")},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="session_records")
    key_digest = models.CharField(max_length=64, unique=True)
    device = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_id = models.UUIDField(null=True, blank=True)
    has_second_factor = models.BooleanField(default=False)
    shared_device_id = models.UUIDField(null=True, blank=True)
    until_at = models.DateTimeField(null=True, blank=True)
    active_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "accounts_session_record"
        indexes = [models.Index(fields=["staff", "ended_at"], name="accounts_session_open")]

    def __str__(self) -> str:
        return str(self.pk)

    def is_open(self) -> bool:
        """Whether the session may still be used."""
        return self.ended_at is None

    @property
    def device_words(self) -> str:
        """Browser and system in two words."""
        return rules.device_words(self.device)


class SharedDevice(models.Model):
    """A phone of the house that colleagues share: bound by a code from an administrator's screen, until it is revoked."""

    PRIVACY = Privacy(
        plain="id property name code_digest code_until key_digest made_by_id made_at enrolled_at seen_at revoked_at "
        "revoked_by_id"
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    code_digest = models.CharField(max_length=64)
    code_until = models.DateTimeField()
    key_digest = models.CharField(max_length=64, blank=True)
    made_by_id = models.UUIDField()
    made_at = models.DateTimeField()
    enrolled_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by_id = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "accounts_shared_device"
        indexes = [models.Index(fields=["key_digest"], name="accounts_device_key")]

    def __str__(self) -> str:
        return self.name


class ShiftPin(models.Model):
    """A colleague's PIN for one shift, on the shared devices of one hotel; it dies with the shift."""

    PRIVACY = Privacy(plain="id staff property digest made_at ends_at ended_at")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "accounts_shift_pin"
        indexes = [models.Index(fields=["staff", "-ends_at"], name="accounts_pin_live")]

    def __str__(self) -> str:
        return str(self.pk)


class Outcome(models.TextChoices):
    """How a try to sign in ended. LOCKED tries do not prolong the lock."""

    WRONG = "wrong", _("wrong")
    RIGHT = "right", _("right")
    LOCKED = "locked", _("locked out")


def outcomes() -> list[tuple[str, Any]]:
    """The outcomes as a field takes them."""
    return Outcome.choices


class SignInAttempt(models.Model):
    """One try to sign in. What was typed and where from stand only as keyed digests: people type passwords there."""

    PRIVACY = Privacy(
        plain="id at outcome",
        personal={
            "name_key": Personal(Grade.LOW, purpose="security", retention="sign_in", is_exported=False),
            "address_key": Personal(Grade.LOW, purpose="security", retention="sign_in", is_exported=False),
        },
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name_key = models.CharField(max_length=64)
    address_key = models.CharField(max_length=64)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=outcomes)

    class Meta:
        db_table = "accounts_sign_in_attempt"
        indexes = [
            models.Index(fields=["name_key", "-at"], name="accounts_attempt_name"),
            models.Index(fields=["address_key", "-at"], name="accounts_attempt_address"),
        ]

    def __str__(self) -> str:
        return self.outcome


class RightsReview(models.Model):
    """Someone went through the hotel's rights on this day and stands for them (OPS-04)."""

    PRIVACY = Privacy(plain="id property reviewed_by_id reviewed_at staff_count digest")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="+")
    reviewed_by_id = models.UUIDField()
    reviewed_at = models.DateTimeField()
    staff_count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "accounts_rights_review"
        indexes = [models.Index(fields=["property", "-reviewed_at"], name="accounts_review_newest")]

    def __str__(self) -> str:
        return self.reviewed_at.isoformat()


def is_stale(review: RightsReview | None, *, at: datetime, after_days: int = 90) -> bool:
    """Whether the rights wait for their review: never reviewed, or longer ago than a quarter."""
    return review is None or (at - review.reviewed_at).days >= after_days
