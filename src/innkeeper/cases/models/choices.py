"""The closed lists of the spine. Codes are stored, words are shown."""

from typing import Any

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Category(TextChoices):
    """The four categories of 001 §3.1 (CASE-06)."""

    BASIC = "basic", _("Basic service")
    COMPLAINT = "complaint", _("Complaint")
    SPECIAL_NEED = "special_need", _("Special need")
    SYSTEMIC = "systemic", _("Systemic")


class Priority(IntegerChoices):
    """The four priorities (CASE-08); 1 burns."""

    EMERGENCY = 1, pgettext_lazy("priority", "Emergency")
    IMPORTANT = 2, _("Important")
    GENERAL = 3, _("General")
    NON_URGENT = 4, _("Non-urgent")


class Nature(TextChoices):
    """What the matter is by nature (CASE-07)."""

    SAFETY = "safety", _("Safety")
    HEALTH = "health", _("Health")
    FACILITY = "facility", _("Facility")
    SERVICE = "service", _("Service")
    HYGIENE = "hygiene", _("Hygiene")
    NOISE = "noise", _("Noise")
    MONEY = "money", _("Money")
    PRIVACY = "privacy", _("Privacy")
    INFORMATION = "information", _("Information")


class Subject(TextChoices):
    """What a complaint is about (CASE-07)."""

    ATTITUDE = "attitude", _("Attitude")
    EFFICIENCY = "efficiency", _("Efficiency")
    FACILITY = "facility", _("Facility quality")
    PERSONAL_SERVICE = "personal_service", _("Missing personal service")
    CULTURE = "culture", _("Culture conflict")
    OTHER = "other", _("Other")


class Scope(TextChoices):
    """How far it reaches (CASE-07)."""

    ONE_GUEST = "one_guest", _("One guest")
    SEVERAL_GUESTS = "several_guests", _("Several guests")
    FLOOR = "floor", _("A floor")
    HOUSE = "house", _("The whole house")


class Urgency(TextChoices):
    """How soon it must be dealt with (CASE-07)."""

    NOW = "now", _("Now")
    TODAY = "today", _("Today")
    STAY = "stay", _("During the stay")
    LATER = "later", _("Later")


class Satisfaction(TextChoices):
    """How the guest feels about it (CASE-07)."""

    ANGRY = "angry", _("Angry")
    DISSATISFIED = "dissatisfied", _("Dissatisfied")
    NEUTRAL = "neutral", _("Neutral")
    SATISFIED = "satisfied", _("Satisfied")


class Channel(TextChoices):
    """How a word reached the house, or the guest (CASE-01)."""

    PHONE = "phone", _("Phone")
    ROOM_PHONE = "room_phone", _("Room phone")
    EMAIL = "email", _("E-mail")
    ONLINE = "online", _("Online platform")
    ON_SITE = "on_site", _("On site")
    WECHAT = "wechat", _("WeChat")
    PORTAL = "portal", _("Guest page")
    RADIO = "radio", _("Radio")
    IMPORT = "import", _("Import")


class Alert(TextChoices):
    """Who goes to a room that complains of it (REQ-08)."""

    NOBODY = "", _("Nobody at once")
    ATTENDANT = "attendant", _("An attendant in five minutes, if the guest agrees")
    MANAGER = "manager", _("The assistant manager, never an attendant")
    SECURITY = "security", _("The assistant manager with security, never an attendant")


class NeedClass(TextChoices):
    """What kind of need a request is (REQ-03); on a tour, whether all who go share it (REQ-04)."""

    BASIC = "basic", _("Basic need")
    PERSONAL = "personal", _("Personal need")
    COMMON = "common", _("Common need of a tour")
    INDIVIDUAL = "individual", _("Individual need on a tour")


class TaskState(TextChoices):
    """Where a task stands."""

    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    ARRIVED = "arrived", _("On site")
    DONE = "done", _("Done")
    CANNOT = "cannot", _("Cannot be done")
    CANCELLED = "cancelled", _("Cancelled")


class Audience(TextChoices):
    """Who a thread entry is for: the guest, or colleagues only."""

    GUEST = "guest", _("Guest")
    INTERNAL = "internal", _("Internal note")


class EntryKind(TextChoices):
    """What kind of entry stands in a thread."""

    FROM_GUEST = "from_guest", _("From the guest")
    FROM_STAFF = "from_staff", _("From the house")
    NOTE = "note", _("Note")
    PROGRESS = "progress", _("Progress")


class ApprovalState(TextChoices):
    """Where an approval stands."""

    ASKED = "asked", _("Asked")
    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused")


class HearingOutcome(TextChoices):
    """What came of hearing a colleague whom a case names."""

    HEARD = "heard", _("Heard")
    SILENT = "silent", _("Did not want to say anything")
    AWAY = "away", _("Could not be reached")


class Cause(TextChoices):
    """How it came that a guest was disturbed in the room."""

    DND_IGNORED = "dnd_ignored", _("The do-not-disturb sign was not heeded")
    LATE_CHECK_OUT = "late_check_out", _("A late check-out was not known")
    EARLY_ARRIVAL = "early_arrival", _("An early arrival was not known")
    NO_KNOCK = "no_knock", _("Nobody knocked or waited")
    WRONG_ROOM = "wrong_room", _("It was the wrong room")


def categories() -> list[Any]:
    """Category, as a field takes it."""
    return Category.choices


def priorities() -> list[Any]:
    """Priority, as a field takes it."""
    return Priority.choices


def natures() -> list[Any]:
    """Nature, as a field takes it."""
    return Nature.choices


def subjects() -> list[Any]:
    """Subject, as a field takes it."""
    return Subject.choices


def scopes() -> list[Any]:
    """Scope, as a field takes it."""
    return Scope.choices


def urgencies() -> list[Any]:
    """Urgency, as a field takes it."""
    return Urgency.choices


def satisfactions() -> list[Any]:
    """Satisfaction, as a field takes it."""
    return Satisfaction.choices


def channels() -> list[Any]:
    """Channel, as a field takes it."""
    return Channel.choices


def alerts() -> list[Any]:
    """Alert, as a field takes it."""
    return Alert.choices


def need_classes() -> list[Any]:
    """NeedClass, as a field takes it."""
    return NeedClass.choices


def task_states() -> list[Any]:
    """TaskState, as a field takes it."""
    return TaskState.choices


def audiences() -> list[Any]:
    """Audience, as a field takes it."""
    return Audience.choices


def entry_kinds() -> list[Any]:
    """EntryKind, as a field takes it."""
    return EntryKind.choices


def approval_states() -> list[Any]:
    """ApprovalState, as a field takes it."""
    return ApprovalState.choices


def hearing_outcomes() -> list[Any]:
    """The choices of a hearing's outcome."""
    return HearingOutcome.choices


def causes() -> list[Any]:
    """The choices of a disturbance's cause."""
    return Cause.choices
