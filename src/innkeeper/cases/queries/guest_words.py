"""What can be said to the guest of a case now: the hotel's own messages, filled in, for the form to change before they go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import get_language, override

from innkeeper.cases.models import Case, CaseGuest, Task, TaskState
from innkeeper.cases.queries.playbooks import code_named
from innkeeper.guests.queries import guest_lines
from innkeeper.notices.catalogue import guest_words
from innkeeper.notices.queries import own_texts
from innkeeper.properties.queries import property_of

CHINESE, ENGLISH = "zh-hans", "en"
MATTER = {CHINESE: "您反映的事", ENGLISH: "What you told us about"}
STEP_MINUTES = 5
USUAL_MINUTES = 10
PLANNED_FROM_MINUTES = 60
PLANNED = "guest.planned"
ANSWER = "guest.answer"


@dataclass(frozen=True, slots=True)
class GuestText:
    """One message in the guest's language and in the other one, filled in."""

    key: str
    words: str
    language: str
    other_words: str
    other_language: str


def texts_for_guest(case: Case, *, at: datetime) -> list[GuestText]:
    """The messages that fit the case now, the likeliest first, in the language of its guest. Queries: 6 at most.

    What is done is said as done; what is due within the hour by its minutes, later by its hour and, on another day,
    by its day. No time that has passed is promised. Of anything but a request the matter is not named: the guest
    knows it.
    """
    due_at, is_done = _progress(case)
    first = _language(case)
    other = ENGLISH if first == CHINESE else CHINESE
    own = own_texts(case.property_id)
    facts = _facts(case, due_at, at=at)
    return [
        GuestText(
            key,
            guest_words(key, first, facts[first], own),
            first,
            guest_words(key, other, facts[other], own),
            other,
        )
        for key in keys_for(case.kind, is_done=is_done, minutes=_minutes(due_at, at=at))
        if key not in (PLANNED, ANSWER) or (due_at is not None and due_at > at)
    ]


def keys_for(kind: str, *, is_done: bool, minutes: int) -> Sequence[str]:
    """Which messages fit: by the kind of case, by what is done, by how soon it is due."""
    if is_done:
        return ("guest.done",)
    soon, later = ("guest.coming", PLANNED) if kind == "service_request" else ("guest.manager", ANSWER)
    return (later, soon) if minutes > PLANNED_FROM_MINUTES else (soon, later)


def _progress(case: Case) -> tuple[datetime | None, bool]:
    """When the next task is due, else the case; and whether every task is done. Queries: 1."""
    rows = Task.objects.filter(case=case).exclude(state=TaskState.CANCELLED)
    found = list(rows.order_by(F("due_at").asc(nulls_last=True)).values_list("state", "due_at"))
    due = [due_at for state, due_at in found if state in Task.OPEN and due_at]
    is_done = bool(found) and all(state == TaskState.DONE for state, _due in found)
    return (due[0] if due else case.next_due_at), is_done


def _language(case: Case) -> str:
    """The language of the first guest whose file says one, else the reader's. Queries: 2."""
    ids = list(CaseGuest.objects.filter(case=case).order_by("pk").values_list("guest_id", flat=True))
    spoken = [line.language for line in guest_lines(ids).values() if line.language]
    said = spoken[0] if spoken else get_language() or CHINESE
    return CHINESE if said.startswith("zh") else ENGLISH


def _facts(case: Case, due_at: datetime | None, *, at: datetime) -> dict[str, dict[str, str | int]]:
    """What the messages have places for, by language. Queries: 1 or 2."""
    minutes = _minutes(due_at, at=at)
    facts: dict[str, str | int] = {
        "room": case.room_number,
        "minutes": USUAL_MINUTES if minutes > PLANNED_FROM_MINUTES else minutes,
    }
    times = {CHINESE: "", ENGLISH: ""}
    if due_at is not None:
        zone = ZoneInfo(property_of(case.property_id).timezone)
        times = _times(due_at.astimezone(zone), today=at.astimezone(zone).date())
    code = code_named(case.property_id, case.taxonomy_code) if case.kind == "service_request" else None
    names = {CHINESE: code.name_zh, ENGLISH: code.name_en} if code else MATTER
    return {language: facts | {"thing": name, "time": times[language]} for language, name in names.items()}


def _times(local: datetime, *, today: date) -> dict[str, str]:
    """When it is due, by language: the hour today, on another day with that day."""
    hour = f"{local:%H:%M}"
    if local.date() == today:
        return {CHINESE: hour, ENGLISH: hour}
    with override(ENGLISH):
        return {
            CHINESE: f"{local.month} 月 {local.day} 日 {hour}",
            ENGLISH: f"{date_format(local, 'j F')} {hour}",
        }


def _minutes(due_at: datetime | None, *, at: datetime) -> int:
    """How soon, in steps of five minutes; ten where nothing says."""
    if due_at is None or due_at <= at:
        return USUAL_MINUTES
    return STEP_MINUTES * ceil((due_at - at).total_seconds() / 60 / STEP_MINUTES)
