"""Every page of the house as somebody may ask for it: each address filled with what the hotel holds, and what it costs."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import product
from uuid import UUID

from django.apps import apps
from django.db import connections
from django.urls import URLPattern, get_resolver

from innkeeper.cases.models import Case, ClassificationRule
from innkeeper.cases.playbooks import registry
from innkeeper.stays.queries import FIGURES
from tests.conftest import DATABASES

MARKS = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
AT_MOST = 2
"""How many things of one kind an address is asked for: the oldest and the newest of them."""
ROWS = {
    "approval_id": ("cases.Approval",), "assignment_id": ("accounts.Assignment",), "bot_id": ("notices.GroupBot",),
    "call_id": ("service_requests.HelpCall",), "evidence_id": ("cases.Evidence",), "guest_id": ("guests.Guest",),
    "handover_id": ("handovers.Handover",), "hook_id": ("inbox.Hook",), "line_id": ("handovers.BookLine",),
    "loan_id": ("stays.LoanedItem",), "message_id": ("inbox.Message", "calls.CallMessage"),
    "record_id": ("accounts.SessionRecord",), "recovery_id": ("complaints.Recovery",), "role_id": ("accounts.Role",),
    "job_id": ("outbox.Job",), "room_task_id": ("stays.RoomTask",), "run_id": ("stays.ImportRun",), "source_id": ("inbox.Hook",), "summary_id": ("complaints.Summary",),
    "staff_id": ("accounts.Staff",), "stay_id": ("stays.Stay",), "task_id": ("cases.Task",),
    "turn_id": ("accounts.DutyTurn",), "unreached_id": ("notices.Unreached",),
}  # fmt: skip
DEVICES = {"settings/": ("accounts.SharedDevice",), "notices/": ("notices.PushDevice",)}
"""Two kinds of thing are called `device_id`."""
NAMED = {
    "post_code": ["assistant_manager"], "kind": ["complaint"], "key": ["cases.assigned"], "number": ["1101", "1308"],
    "post": ["assistant_manager", "order_taker"], "figure": sorted(FIGURES), "detail": ["minibar"], "flag": ["dnd"],
    "field": ["phone"], "year": ["2026", "2027"], "category": ["clothing"], "department": ["housekeeping"],
}  # fmt: skip
SHOWN_ONCE = {"account/factors/recovery/file/"}


def patterns(resolver=None, prefix: str = "") -> Iterator[str]:
    """Every address as its route, `cases/<str:ref>/`."""
    for one in (resolver or get_resolver()).url_patterns:
        route = prefix + str(one.pattern).lstrip("^").rstrip("$")
        if isinstance(one, URLPattern):
            yield route
        else:
            yield from patterns(one, route)


def places_of(route: str) -> list[str]:
    """The names of what the address speaks of."""
    return [place.rpartition(":")[2] for place in re.findall(r"<([^>]+)>", route)]


def keys_of(route: str, place: str) -> list[UUID]:
    """Some ids of what stands in the hotel under that name: the oldest and the newest."""
    named = ROWS.get(place, ())
    if place == "device_id":
        named = DEVICES[route.split("/")[0] + "/"]
    found = []
    for name in named:
        keys = list(apps.get_model(name).objects.order_by("pk").values_list("pk", flat=True))
        found += keys if len(keys) <= AT_MOST else [keys[0], keys[-1]]
    return found


def values_of(route, place):
    """What the address is asked for, where it stands for `place`."""
    if place == "ref":
        newest = {}
        for ref, kind in Case.objects.order_by("received_at", "pk").values_list("ref", "kind"):
            newest[kind] = ref
        return list(newest.values())
    if place == "name" and "sections" in route:
        return sorted(
            {one.name for kind in registry.kinds() for one in registry.sections_of(kind.name)}
            | {"guests", "evidence", "approvals", "links", "hands"}
        )
    if place == "name":
        return list(ClassificationRule.objects.order_by("pk").values_list("name", flat=True)[:1])
    if place == "code":
        return ["fire"] if route.startswith("emergencies") else ["water_leak"]
    return NAMED.get(place) or keys_of(route, place)


def paths(things):
    """Every address filled in, by its route; a case's own first, those that were worked on most too."""
    for route in patterns():
        places = places_of(route)
        if route.startswith("static") or route in SHOWN_ONCE:
            continue
        choices = [values_of(route, place) for place in places]
        if places[:1] == ["ref"]:
            choices[0] = [things.deep.ref, things.quarrel.ref, *choices[0]]
        for values in product(*choices):
            each = iter(values)
            yield route, "/" + re.sub(r"<[^>]+>", lambda _place, each=each: str(next(each)), route)


def cost(ask) -> tuple[int, int]:
    """What it answered, and how many queries over all three databases."""
    asked = []

    def counted(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for name in DATABASES:
            stack.enter_context(connections[name].execute_wrapper(counted))
        answer = ask()
    return answer.status_code, sum(not sql.startswith(MARKS) for sql in asked)
