"""Every page of the house as somebody may ask for it: each address filled with what the hotel holds, and what it costs."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from uuid import UUID

from django.apps import apps
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver

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
    "room_task_id": ("stays.RoomTask",), "run_id": ("stays.ImportRun",), "source_id": ("inbox.Hook",),
    "staff_id": ("accounts.Staff",), "stay_id": ("stays.Stay",), "task_id": ("cases.Task",),
    "turn_id": ("accounts.DutyTurn",), "unreached_id": ("notices.Unreached",),
}  # fmt: skip
DEVICES = {"settings/": ("accounts.SharedDevice",), "notices/": ("notices.PushDevice",)}
"""Two kinds of thing are called `device_id`."""


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


def cost(ask) -> tuple[int, int]:
    """What it answered, and how many queries over all three databases."""
    with ExitStack() as stack:
        seen = [stack.enter_context(CaptureQueriesContext(connections[name])) for name in DATABASES]
        answer = ask()
        return answer.status_code, sum(not one["sql"].startswith(MARKS) for here in seen for one in here)
