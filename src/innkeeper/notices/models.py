"""Messages to staff: what, about which thing, read or not. Texts are keys and facts, never names."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Privacy
from innkeeper.notices.catalogue import OwnTexts, post_name, rendered
from innkeeper.properties.models import Property


class Level(models.TextChoices):
    """How loud a notice is."""

    INFO = "info", _("for information")
    WARN = "warn", _("soon due")
    BURN = "burn", _("burning")


def levels() -> list[tuple[str, Any]]:
    """The levels as a field takes them."""
    return Level.choices


class About(models.Model):
    """What a notice is about, and how it reads. `own` is no column: the hotel's own texts, put there by the reads."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=60)
    level = models.CharField(max_length=8, choices=levels)
    text_key = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    object_kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    ref = models.CharField(max_length=30, blank=True)
    room = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField()
    own: OwnTexts | None = None

    class Meta:
        abstract = True

    @property
    def text(self) -> str:
        """The sentence in the reader's language, from its key and facts."""
        return rendered(self.text_key, {"ref": self.ref, "room": self.room, **self.facts}, self.own)


class StaffNotice(About):
    """One message to one colleague."""

    PRIVACY = Privacy(
        plain="id property recipient_id kind level text_key facts object_kind object_id ref room created_at read_at "
        "passed_from_id"
    )

    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="+")
    recipient_id = models.UUIDField()
    read_at = models.DateTimeField(null=True, blank=True)
    passed_from_id = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "notices_staff_notice"
        indexes = [
            models.Index(fields=["recipient_id", "-created_at"], name="notices_newest"),
            models.Index(
                fields=["recipient_id"], condition=models.Q(read_at__isnull=True), name="notices_unread"
            ),
        ]

    def __str__(self) -> str:
        return self.text_key


class Unreached(About):
    """An alarm that nobody on duty could take; everybody sees it until one who assigns takes it."""

    PRIVACY = Privacy(
        plain="id property post_code kind level text_key facts object_kind object_id ref room created_at "
        "taken_by_id taken_at"
    )

    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="+")
    post_code = models.CharField(max_length=40)
    taken_by_id = models.UUIDField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "notices_unreached"
        indexes = [
            models.Index(
                fields=["property", "-created_at"],
                condition=models.Q(taken_at__isnull=True),
                name="notices_unreached_open",
            ),
        ]

    def __str__(self) -> str:
        return self.text_key

    def post_name(self) -> str:
        """The post that nobody answered for, in the reader's language; a method, for `property` is the hotel here."""
        return post_name(self.post_code)


class NoticeText(models.Model):
    """One edition of a message in the hotel's own words; rows are only added, the newest is in force."""

    PRIVACY = Privacy(plain="id property text_key zh en reason made_at made_by_id")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="+")
    text_key = models.CharField(max_length=80)
    zh = models.CharField(max_length=300)
    en = models.CharField(max_length=300)
    reason = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField()

    class Meta:
        db_table = "notices_text"
        indexes = [models.Index(fields=["property", "text_key", "-made_at"], name="notices_text_newest")]

    def __str__(self) -> str:
        return self.text_key


class Outward(models.Model):
    """A way out of the house and how it fares: when it last worked, since when it does not, and why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True


class PushDevice(Outward):
    """A browser on one device of one colleague that lets itself be rung; its address opens only to be called."""

    PRIVACY = Privacy(
        plain="id property staff_id session host language address_locked added_at ended_at last_ok_at failing_since "
        "last_error digest"
    )

    staff_id = models.UUIDField()
    session = models.CharField(max_length=40, blank=True)
    host = models.CharField(max_length=120)
    language = models.CharField(max_length=10)
    address_locked = models.TextField()
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "notices_push_device"
        indexes = [
            models.Index(
                fields=["staff_id"], condition=models.Q(ended_at__isnull=True), name="notices_push_live"
            ),
        ]

    def __str__(self) -> str:
        return self.host


class BotKind(models.TextChoices):
    """The group bots that the house can speak through."""

    WECOM = "wecom", _("WeCom")
    DINGTALK = "dingtalk", _("DingTalk")
    FEISHU = "feishu", _("Feishu")


def bot_kinds() -> list[tuple[str, Any]]:
    """The kinds as a field takes them."""
    return BotKind.choices


class GroupBot(Outward):
    """A bot in a chat group of a department, or of the whole house where none is named."""

    PRIVACY = Privacy(
        plain="id property kind name department host address_locked secret_locked added_by_id added_at ended_at "
        "last_ok_at failing_since last_error"
    )

    kind = models.CharField(max_length=10, choices=bot_kinds)
    name = models.CharField(max_length=40)
    department = models.CharField(max_length=40, blank=True)
    host = models.CharField(max_length=120)
    address_locked = models.TextField()
    secret_locked = models.TextField(blank=True)
    added_by_id = models.UUIDField()

    class Meta:
        db_table = "notices_group_bot"

    def __str__(self) -> str:
        return self.name


class Carriage(models.Model):
    """One notice on its way to one device or group; without a notice it is a test."""

    PRIVACY = Privacy(
        plain="id property_id notice_id unreached_id route target_id delivery_id outcome at ended_at"
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    notice_id = models.UUIDField(null=True)
    unreached_id = models.UUIDField(null=True)
    route = models.CharField(max_length=8)
    target_id = models.UUIDField()
    delivery_id = models.UUIDField()
    outcome = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notices_carriage"
        indexes = [models.Index(fields=["notice_id"], name="notices_carriage_notice")]

    def __str__(self) -> str:
        return self.route


class Trouble(models.Model):
    """Something outside that does not work, said on the screens of the house from when it began until it works again."""

    PRIVACY = Privacy(plain="id property route text_key facts since_at last_at ended_at times")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="+")
    route = models.CharField(max_length=160)
    text_key = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    since_at = models.DateTimeField()
    last_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "notices_trouble"
        constraints = [
            models.UniqueConstraint(
                fields=["property", "route"],
                condition=models.Q(ended_at__isnull=True),
                name="notices_trouble_open_once",
            ),
        ]

    def __str__(self) -> str:
        return self.route
