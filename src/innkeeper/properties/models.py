"""Tables of the house itself: groups, hotels, departments, rooms, calendars, ref counters. No people."""

from typing import Any

from django.db import models
from django.utils.translation import get_language

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Privacy


class Named(models.Model):
    """A thing that the hotel names in both languages."""

    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_zh if (get_language() or "zh").startswith("zh") else self.name_en


class Group(Named):
    """A hotel group; guest files belong to it."""

    PRIVACY = Privacy(plain="id code name_zh name_en")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=20, unique=True)

    class Meta:
        db_table = "properties_group"

    def __str__(self) -> str:
        return self.code


class Property(Named):
    """One hotel with its code in refs and its time zone."""

    PRIVACY = Privacy(plain="id group code name_zh name_en timezone")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="properties")
    code = models.CharField(max_length=6, unique=True)
    timezone = models.CharField(max_length=40, default="Asia/Shanghai")

    class Meta:
        db_table = "properties_property"

    def __str__(self) -> str:
        return self.code


class Department(Named):
    """A module of the hotel's chart: it has a head and a line to report on (ORG-01)."""

    PRIVACY = Privacy(plain="id property code name_zh name_en reports_to head_post_code position")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="departments")
    code = models.CharField(max_length=40)
    reports_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="below"
    )
    head_post_code = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "properties_department"
        constraints = [
            models.UniqueConstraint(fields=["property", "code"], name="properties_department_code_once"),
        ]

    def __str__(self) -> str:
        return self.code


class RoomType(Named):
    """A kind of room, as the hotel sells it."""

    PRIVACY = Privacy(plain="id property code name_zh name_en")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="room_types")
    code = models.CharField(max_length=10)

    class Meta:
        db_table = "properties_room_type"
        constraints = [
            models.UniqueConstraint(fields=["property", "code"], name="properties_room_type_code_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Room(models.Model):
    """A room. `position` is its place on the floor: the same position one floor up is the room above."""

    PRIVACY = Privacy(plain="id property number floor position room_type")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="rooms")
    number = models.CharField(max_length=10)
    floor = models.SmallIntegerField()
    position = models.PositiveSmallIntegerField()
    room_type = models.ForeignKey(
        RoomType, null=True, blank=True, on_delete=models.PROTECT, related_name="rooms"
    )

    class Meta:
        db_table = "properties_room"
        constraints = [
            models.UniqueConstraint(fields=["property", "number"], name="properties_room_number_once")
        ]
        indexes = [models.Index(fields=["property", "floor", "position"], name="properties_room_place")]

    def __str__(self) -> str:
        return self.number


class RefCounter(models.Model):
    """The last number given in a hotel's year; the row is locked while a ref is taken, gaps are allowed."""

    PRIVACY = Privacy(plain="id property year last")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="ref_counters")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "properties_ref_counter"
        constraints = [
            models.UniqueConstraint(fields=["property", "year"], name="properties_ref_counter_year_once"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Calendar(models.Model):
    """One version of the hotel's working calendar. It never changes; an edit publishes the next version."""

    PRIVACY = Privacy(plain="id property version working_weekdays opens closes announced_years published_at")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="calendars")
    version = models.PositiveIntegerField()
    working_weekdays = models.JSONField(default=list)
    opens = models.TimeField()
    closes = models.TimeField()
    announced_years = models.JSONField(default=list)
    published_at = models.DateTimeField()

    class Meta:
        db_table = "properties_calendar"
        constraints = [
            models.UniqueConstraint(fields=["property", "version"], name="properties_calendar_version_once"),
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")), name="properties_calendar_opens_first"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new version. Raises TypeError for an existing one: versions are immutable."""
        if not self._state.adding:
            raise TypeError("A published calendar does not change: publish the next version.")
        super().save(*args, **kwargs)


class CalendarDay(models.Model):
    """A day that differs from its weekday: a holiday, or a working day moved to a weekend."""

    PRIVACY = Privacy(plain="id calendar on is_working name_zh name_en")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="days")
    on = models.DateField()
    is_working = models.BooleanField()
    name_zh = models.CharField(max_length=40, blank=True)
    name_en = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "properties_calendar_day"
        constraints = [
            models.UniqueConstraint(fields=["calendar", "on"], name="properties_calendar_day_once"),
        ]

    def __str__(self) -> str:
        return self.on.isoformat()
