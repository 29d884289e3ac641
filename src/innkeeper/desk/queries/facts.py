"""What an entry of the log noted, in the reader's words. Ids and digests stay in the log and in its export."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from innkeeper.accounts.queries import posts
from innkeeper.accounts.rules import StaffLine
from innkeeper.cases.queries.playbooks import codes, department_names
from innkeeper.desk.queries.house_lists import TITLES
from innkeeper.desk.queries.rows import KINDS, kind_name
from innkeeper.web.templatetags.parts import day, day_hour, two

PEOPLE = {"from", "to", "owner", "staff_id", "assignee"}
UNSAID = {"digest", "verb", "version", "edit_version", "file_digest", "is_own", "bytes"}
DEPARTMENTS = {"department", "departments", "helpers", "responsible", "accountable", "handling"}


def words_of_house(property_id: UUID) -> dict[str, str]:
    """What the hotel calls its departments, posts and codes of cases. Queries: 3."""
    return (
        {one.code: str(two(one)) for one in codes(property_id)}
        | {one.code: str(two(one)) for one in posts(property_id)}
        | department_names(property_id)
    )


def told(
    facts: Mapping[str, Any], *, words: Mapping[str, str], people: Mapping[UUID, StaffLine]
) -> Sequence[tuple[str, str]]:
    """The facts that say something to a reader, each with its name."""
    labels, known = _labels(), {**_known(), **words}
    return [
        (labels.get(name, name.replace("_", " ")), said)
        for name, value in facts.items()
        if name not in UNSAID and (said := pgettext("names", ", ").join(_said(name, value, known, people)))
    ]


def people_in(facts: Mapping[str, Any]) -> Iterator[UUID]:
    """The colleagues that the facts name."""
    for name in PEOPLE & facts.keys():
        if _is_id(facts[name]):
            yield UUID(facts[name])


def _said(name: str, value: Any, known: Mapping[str, str], people: Mapping[UUID, StaffLine]) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for one in value:
            yield from _said(name, one, known, people)
    elif isinstance(value, bool):
        yield from [_("yes")] if value else []
    elif name in PEOPLE and _is_id(value):
        person = people.get(UUID(value))
        yield from [str(two(person, "work_name"))] if person else []
    elif name.endswith("_minor") and isinstance(value, int | str) and str(value).isdigit():
        yield f"{int(value) / 100:,.2f}".removesuffix(".00")
    elif name in ("share", "share_percent") and value:
        yield f"{value} %"
    elif (name == "on" or name.endswith(("_on", "_at"))) and (at := _moment(value)):
        yield at
    elif value not in (None, "", "None") and not _is_id(value):
        yield (
            kind_name(str(value)) if name == "kind" and value in KINDS else known.get(str(value), str(value))
        )


def _moment(value: Any) -> str:
    """The day, or day and hour, that a fact keeps as figures; "" for what is neither."""
    try:
        return day(date.fromisoformat(str(value)))
    except ValueError:
        pass
    try:
        return day_hour(datetime.fromisoformat(str(value)))
    except ValueError:
        return ""


def _is_id(value: Any) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True


def _labels() -> dict[str, str]:
    """What a fact is called."""
    return {
        "amount_minor": _("Amount"), "answer": _("Answer"), "arrival_on": _("Comes"), "by_machine": _("by the house itself"),
        "by_radio": _("by radio"), "cases": _("Cases"),
        "complaints": _("Complaints"),
        "every_months": _("Every so many months"),
        "vips": _("VIPs"), "category": _("Kind"), "channel": _("Channel"),
        "clock": _("Clock"), "code": _("Matter"), "count": _("Count"), "department": _("Department"),
        "departments": _("Departments"), "departs_at": _("Leaves"), "departure_on": _("Leaves"), "due_at": _("Due"), "held_on": pgettext("fact", "Held"), "estimate_minor": _("Estimate"),
        "fields": _("Opened"), "figure": _("List"), "flag": _("Mark"), "from": _("From"), "held": pgettext("fact", "Held"),
        "is_given": _("given"), "is_set": _("set"), "item": _("Thing"), "kind": _("Kind"), "level": _("Level"),
        "means": _("Means"), "measures": _("Measures"), "name_masked": _("Guest"), "next": pgettext("stage", "Next"),
        "on": _("Day"), "open": _("Open"), "options": _("Options"), "outcome": _("Outcome"), "party": pgettext("fact", "Side"),
        "phone_masked": _("Phone"), "planned_on": _("Planned"), "post": _("Post"), "posts": _("Posts"),
        "priority": _("Priority"), "reached": _("reached"), "reason": _("Reason"), "refused_files": _("Refused files"),
        "relation": _("Link"), "room": _("Room"), "round": _("Round"), "rows": _("Rows"), "rung": _("Way"),
        "score": _("Score"), "share": _("Time used"), "share_percent": pgettext("fact", "Share"), "shift": _("Shift"),
        "source": pgettext("fact", "Source"), "stage": _("Stage"), "state": _("State"), "step": _("Step"),
        "subject": _("About"), "task_kind": _("Task"), "tasks": _("Tasks"), "terms": _("Terms"), "to": _("To"),
        "told": pgettext("fact", "Told"), "tries": _("Tries"), "values": _("Values"), "vip_level": _("VIP level"),
        "waits": pgettext("fact", "waits"), "was": _("Before"),
        "bad": pgettext("fact", "Wrong rows"), "changed": pgettext("fact", "Changed"), "is_incognito": _("Incognito stay"),
        "is_satisfied": _("satisfied"), "last_row": pgettext("fact", "Last row"), "new": pgettext("fact", "New"),
        "offer_at": pgettext("fact", "Sent out"), "rooms": _("Rooms"), "staff_id": pgettext("fact", "Colleague"),
        "theme": pgettext("fact", "Wish"),
    }  # fmt: skip


def _known() -> dict[str, str]:
    """The house's own codes: stages, clocks, channels, answers, fields."""
    return {
        "report": _("Report"), "classify": _("Classify"), "respond": _("Respond"), "resolve": _("Resolve"),
        "feedback": _("Feedback"), "review": _("Review"), "closed": _("closed"), "planned": _("Planned"),
        "doing": _("Under way"), "reach": _("Reach"), "return": _("Return"), "keep": _("Keep or search"),
        "act": _("Act"), "contain": _("Contain"), "arrange": _("Arrange"), "accept": _("Accept"),
        "deliver": _("Deliver"), "task": _("Task"), "on_the_spot": pgettext("fact", "On the spot"), "progress": pgettext("fact", "Progress"),
        "guest_update": _("Word to the guest"), "owner": _("Owner of the case"), "assignee": _("Who has the task"),
        "phone": _("Phone"), "room_phone": _("Room phone"), "on_site": _("In person"), "wechat": _("WeChat"),
        "guest": _("Guest"), "house": _("The house"), "agrees": _("agrees"), "refuses": _("refuses"),
        "satisfied": _("satisfied"), "agreed": _("agreed"), "failed": _("no agreement"), "open": _("open"),
        "early": _("Early shift"), "late": _("Late shift"), "night": _("Night shift"),
        "valuables": _("Valuables"), "other": _("Other"), "incident": _("Incident of many rooms"),
        "inspection": _("Inspection"), "talk": _("Talk"), "refund": _("Refund"), "recovery": _("Recovery"),
        "dnd": _("do not disturb"), "amenity": _("Amenity"), "wake_up": _("Wake-up call"), "note": _("Note"),
        "key": pgettext("fact", "Key"), "round": _("Round"), "common_ground": _("Common ground"), "matter": _("Matter"),
        **{figure: str(title) for figure, title in TITLES.items()}, "full_name": pgettext("fact", "Name"), "birthday": _("Birthday"),
        "guests.Guest.full_name": pgettext("fact", "Name"), "guests.Guest.phone": _("Phone"), "inbox.Message.text": _("Words of a message"),
        "settlement": pgettext("fact", "Settlement"), "mediated": pgettext("fact", "Mediated settlement"),
        "award": pgettext("fact", "Award of an arbitrator"), "judgement": pgettext("fact", "Judgement of a court"),
        "arrival": pgettext("fact", "Arrival"), "done": pgettext("fact", "Done"), "rush": pgettext("fact", "Rush room"),
        "likes": pgettext("fact", "Likes it"), "must": pgettext("fact", "Must have it"), "service": pgettext("fact", "Service"),
        "dining": pgettext("fact", "Dining"), "facility": pgettext("fact", "Facilities"), "price": pgettext("fact", "Price"),
        "room": pgettext("fact", "Room"), "documents": pgettext("fact", "Papers"), "electronics": pgettext("fact", "Electronics"),
        "clothing": pgettext("fact", "Clothes"), "food": pgettext("fact", "Food"), "umbrella": pgettext("fact", "Umbrella"),
        "adapter": pgettext("fact", "Adapter"), "charger": pgettext("fact", "Charger"), "humidifier": pgettext("fact", "Humidifier"),
        "show_name": pgettext("fact", "Name"), "vip_level": _("VIP level"), "is_incognito": _("Incognito stay"),
        "cases.Case.text": _("Words of a case"), "cases.Case.contact": _("Contact"),
    }  # fmt: skip
