"""The addresses that take something and whose form no page of the walk shows: what goes there, and whose it is."""

import re

from tests.hostile.forms import NOWHERE, Field, Form

LIBRARY = ("sign-in/", "sign-out/", "account/confirm/", "account/factors/")
"""The sign-in library's own forms; every payload goes to each of them in the walk over all addresses."""
BESIDE = {
    "hooks/<uuid:hook_id>/": "takes signed JSON: test_inbound.py",
    "intake/danger/": "reads along while one types and keeps nothing: a line too long is read as far as a line goes",
    "demo/warp/": "stands in no real house",
    "parts/": "shows the parts, takes nothing", "parts/poll/": "shows a part, takes nothing",
}  # fmt: skip
"""Walked elsewhere, or nothing to walk."""
BY_HAND = {
    "stays/<uuid:stay_id>/reinstatement/": "",
    "stays/<uuid:stay_id>/details/<slug:detail>/": "",
    "stays/<uuid:stay_id>/closure/": "",
    "loans/<uuid:loan_id>/end/": "ended_as=returned",
    "intake/": "say:500 room:12 kind=complaint code=water_leak priority=2 channel=phone contact:120 heard_at:5 "
    "wanted_at:5 cap_reason:120 key!",
    "cases/<str:ref>/contact/": "",
    "cases/<str:ref>/merge/": "",
    "cases/<str:ref>/takeover/": "",
    "cases/<str:ref>/hearings/": "colleague! words outcome=heard heard_at@",
    "cases/<str:ref>/hearings/<uuid:hearing_id>/words/": "",
    "cases/<str:ref>/consent/": "",
    "cases/<str:ref>/steps/": "step=share",
    "cases/<str:ref>/readers/": "staff_number:20",
    "tasks/<uuid:task_id>/arrival/": "happened_at@",
    "account/hotel/": "property!",
    "device/<uuid:staff_id>/": "pin:6 password:128",
    "settings/staff/<uuid:staff_id>/factors/removal/": "",
    "settings/staff/<uuid:staff_id>/return/": "",
    "notices/devices/": "endpoint p256dh auth",
    "complaints/<str:ref>/departments/": "",
    "complaints/<str:ref>/verification/": "note:400",
    "summaries/<uuid:summary_id>/prints/": "",
    "disputes/<str:ref>/aftermath/": "means=phone answer=satisfied words:400",
    "disputes/<str:ref>/lesson/": "cause measure use",
    "cases/<str:ref>/follow-up/": "answer=satisfied words:400",
    "cases/<str:ref>/withdrawal/": "words:200",
    "guests/<uuid:guest_id>/erasure/noted/": "",
    "guests/<uuid:guest_id>/reveals/<slug:field>/": "purpose:80",
    "rooms/<str:number>/off-sale/": "state=out_of_order reason:60 back_on#",
    "rooms/<str:number>/flags/<slug:flag>/": "",
    "rooms/<str:number>/flags/<slug:flag>/removal/": "",
    "room-tasks/acceptances/": "tasks!",
    "calls/messages/<uuid:message_id>/settlement/": "outcome=passed",
    "records/<str:ref>/looks/": "verdict=accurate note:200",
    "cases/<str:ref>/floor-message/told/": "tap:30",
    "cases/<str:ref>/floor-message/slips/": "",
    "cases/<str:ref>/exclusion/": "reason:200",
    "cases/<str:ref>/walk/": "hotel:80 transport:80 cost:20 returns_on#",
    "walks/": "stay!",
    "cases/<str:ref>/claim/": "other:30",
    "cases/<str:ref>/handing-over/": "means=in_person witness:20",
    "cases/<str:ref>/disposal/": "means=charity witness:20",
}  # fmt: skip
"""Each field: `name` and how long it may be, `name=` what would be right, `name@` a time, `name#` a day, `name!` an id."""
HERE = {"device/<uuid:staff_id>/": "phone"}
"""Who stands there, where it is no colleague before a screen of their own."""
TYPES = {"@": "datetime-local", "#": "date"}


def field(said):
    """A field as the table says it."""
    found = re.fullmatch(r"(\w+)(?::(\d+)|=(\w+)|([@#!]))?", said)
    name, longest, right, mark = found.groups()
    if mark == "!":
        return Field(name, "hidden", NOWHERE, choices=(NOWHERE,))
    if right:
        return Field(name, "select", right, choices=(right,))
    kind = "room" if name == "room" else TYPES.get(mark, "text")
    return Field(name, kind, longest=int(longest or 0))


def form(route, path):
    """The form that the table gives the address."""
    return Form(path, tuple(field(said) for said in BY_HAND[route].split()))
