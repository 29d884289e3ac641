"""Every form that the house shows: what cannot be right is refused by the field's name, and nothing is stored."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client

from innkeeper.accounts.actions import devices
from innkeeper.accounts.doors import DEVICE_COOKIE
from innkeeper.cases.models import Case, Task
from innkeeper.complaints.models import Measure
from innkeeper.properties.models import Room
from innkeeper.stays.models import Stay
from tests.accounts.conftest import enter
from tests.hostile import by_hand
from tests.hostile.forms import NOWHERE, Form, forms_of
from tests.hostile.trying import tried
from tests.makers import complaints as make
from tests.makers.every_thing import EveryThing
from tests.makers.pages import paths, values_of
from tests.makers.properties import make_floor
from tests.makers.stays import move_in
from tests.people import START

READERS = {"owner": "", "general_manager": "^(?!cases/)", "quality": "^cases/{quarrel}/", "attendant": "^work", "engineer": "^lost", "privacy_officer": "^guests/.*/erasure"}  # fmt: skip
"""Who looks at which pages; together they are shown every form."""
FALL_BACK = (
    "owner",
    "general_manager",
    "quality",
    "attendant",
    "engineer",
    "administrator",
    "front_desk",
    "privacy_officer",
)
UNSTORABLE, NO_CHOICE = "a\x00b", "no_such_choice"
NO_DAYS = [
    {"date": day, "datetime-local": f"{day}T12:00"} for day in ("0001-01-01", "2026-02-31", "9999-12-31")
]
"""A day that never was, and the ends of time, at which the reckoning of zones breaks down."""
CASE, SECTION = "cases/<str:ref>/", "cases/<str:ref>/sections/<slug:name>/"
EDITION = "the page itself wrote it; it is read when it is kept, and one that no longer stands is told, never stored"
EDITIONS = (
    "desk:settings_calendar", "desk:settings_code", "desk:settings_load", "desk:settings_playbook", "desk:settings_rule",
    "desk:settings_rule_new", "desk:settings_text", "desk:settings_year", "settings_ladder", "stays:wishes",
    "complaints:limit", "lost_property:keeping", "settings_role",
)  # fmt: skip
PROVED = "a change of a playbook is proved as a whole: its faults are listed by step and rule above it"
JUSTIFIED = {
    ("account_session_end", "staff"): "only says which page comes next",
    ("guests:edit", "revision"): "the page itself wrote it and shows it nowhere",
    ("desk:intake", "key"): "the page itself wrote it and shows it nowhere",
    ("desk:intake", "say"): "the line that was read back, and refused there when it was too long",
    ("incidents:emergencies", "place"): "an alarm is never held up by where",
    ("stays:task_left_out", "why"): "a reason in words; the page offers the two that are said most",
    ("desk:settings_playbook", "reason"): "read when it is kept, after the preview",
    ("desk:reading", "thing"): "a word like any that is typed: it is read back, nothing is kept",
    ("settings_turn_removal", "keep"): "the page has one button, and whatever it sends is its press",
    **{(page, "edit_version"): EDITION for page in EDITIONS},
    **{("desk:settings_playbook", name): PROVED for name in ("post", "stage", "zh", "en", "szh", "sen", "name", "contact")},
}  # fmt: skip
"""What a form answers otherwise than the walk asks, by its address and the last part of the field, and why that is right."""
MOST_STATES = 6
"""In how many things of the house a form is looked for that takes what is filled in by hand."""
LEAST_FORMS, LEAST_TAKEN = 185, 130


@pytest.fixture
def clients(cast, clock):
    """People of the house before their browsers; each speaks Chinese."""
    made = {one: enter(getattr(cast, one)) for one in FALL_BACK}
    made["phone"] = bound_phone(cast)
    for client in made.values():
        client.raise_request_exception = False
    return made


def bound_phone(cast):
    """A shared phone of the house, in nobody's hand yet."""
    house, admin = cast.house.pk, cast.administrator.actor
    code = devices.invite_device(actor=admin, property_id=house, name="手机", at=START)
    client = Client()
    client.cookies[DEVICE_COOKIE] = devices.enrol_device(code=code, address="10.0.0.1", at=START)
    return client


def pages(things):
    """Every address with what the hotel holds; each case with all of its sections."""
    yield from {path: route for route, path in paths(things) if route not in (CASE, SECTION)}.items()
    yield f"/stays/{things.expected.id}/", "stays/<uuid:stay_id>/"
    names = values_of(SECTION, "name")
    for ref in Case.objects.order_by("pk").values_list("ref", flat=True):
        yield f"/cases/{ref}/", CASE
        yield from ((f"/cases/{ref}/sections/{name}/", SECTION) for name in names)


def shown(clients, things):
    """Every form that any page shows, with who sees it, by address and fields."""
    found, mute = {}, set()
    for path, route in pages(things):
        for who, readable in READERS.items():
            if route in mute or not re.search(readable.replace("{quarrel}", things.quarrel.ref), path[1:]):
                continue
            answer = clients[who].get(path)
            is_page = "html" in answer.get("Content-Type", "")
            if answer.status_code == 405 or (answer.status_code == 200 and not is_page):
                mute.add(route)
            if answer.status_code == 404 and route == SECTION:
                break
            if answer.status_code == 200 and is_page:
                for form in forms_of(answer.content.decode(), path):
                    found.setdefault(form.name, (form, who))
    return found


def takes(client, path):
    """The methods by which the address takes something, as it says itself; both, where it does not say."""
    allowed = client.generic("BREW", path).get("Allow", "POST, DELETE")
    return {"POST", "DELETE"} & {one.strip() for one in allowed.split(",")}


def unwalked(clients, things, forms):
    """The addresses that take something and that no walk knows; those of the table join the forms."""
    known, missing = {form.route for form, _who in forms.values()}, []
    all_paths = {}
    for route, path in paths(things):
        all_paths.setdefault(route, []).append(path)
    for route, (path, *others) in all_paths.items():
        if route in by_hand.BESIDE or route.startswith(by_hand.LIBRARY) or not takes(clients["owner"], path):
            continue
        if route in by_hand.BY_HAND:
            form, who = in_its_state(clients, route, [path, *others][:MOST_STATES])
            forms.setdefault(form.name, (form, by_hand.HERE.get(route) or who))
        elif route not in known:
            missing.append(route)
    return missing


def in_its_state(clients, route, choices):
    """The form for the first thing that is in the state to take it, before who may; else for the first of all."""
    for path in choices:
        form, who = by_hand.form(route, path), seer(clients, path)
        if tried(clients[who], path, form.good()).status < 400:
            return form, who
    return by_hand.form(route, choices[0]), seer(clients, choices[0])


def seer(clients, path):
    """Who may send something there: the first whom it does not turn away."""
    may = (who for who in FALL_BACK if tried(clients[who], path, {}).status not in (403, 404))
    return next(may, "owner")


def shape(name):
    """Fields that a page repeats for each step or rung have one shape: `s:calm:zh` and `s:listen:zh`."""
    kind, *_which, last = name.split(":") if ":" in name else ("", name)
    return kind, "" if kind == "l" else last


def is_justified(line):
    view, field = re.match(r"([\w:]+) \(.*?\): (\S+): ", line).groups()
    names = field.split(":")
    return (view, names[-1]) in JUSTIFIED or (view, "".join(names[1:2])) in JUSTIFIED


def faults(client, name, form: Form, ids):
    """What is wrong with the answers to what no such field may take. Fields of a kind are sent together; one that is not
    named then is sent alone."""
    fields = list({shape(one.name): one for one in reversed(form.fields)}.values())
    rounds = [
        {one.name: UNSTORABLE for one in fields if one.kind != "file"},
        {one.name: NO_CHOICE for one in fields if one.is_closed},
        *({one.name: days[one.kind] for one in fields if one.kind in days} for days in NO_DAYS),
        {one.name: one.too_much for one in fields if one.is_open},
        *({one.name: foreign} for one in fields if one.is_id for foreign in ids),
    ]
    for given in rounds:
        together = tried(client, form.action, form.good() | given) if given else None
        for field, value in given.items():
            if field in together.named and not together.kept and together.is_refused:
                continue
            alone = tried(client, form.action, form.good() | {field: value}) if len(given) > 1 else together
            if not alone.is_refused:
                yield f"{name}: {field}: answered {alone.status} to {value[:20]}"
            elif alone.kept:
                yield f"{name}: {field}: stored {sorted(alone.kept)}"
            elif alone.status not in (403, 404, 409) and field not in alone.named:
                yield f"{name}: {field}: not named, but {sorted(alone.named)}"


@pytest.mark.slow
@pytest.mark.sqlite_only  # the forms are the same on both; there every address meets every payload in the walk beside this
def test_every_form_refuses_what_cannot_be_right_and_stores_nothing(cast, clients):
    things = EveryThing(cast)
    things.add()
    ids = foreign_ids(cast)
    forms = shown(clients, things)
    missing = unwalked(clients, things, forms)
    found = [
        line for name, (form, who) in sorted(forms.items()) for line in faults(clients[who], name, form, ids)
    ]
    taken = [
        name
        for name, (form, who) in forms.items()
        if tried(clients[who], form.action, form.good()).status < 400
    ]
    print(f"{len(forms)} forms, {len(taken)} of them taken as filled in blindly, {len(found)} faults")
    print("\n".join(found))
    assert missing == [], "addresses that take something and that nothing walks: see by_hand.py"
    assert len(forms) >= LEAST_FORMS and len(taken) >= LEAST_TAKEN
    assert [line for line in found if not is_justified(line)] == []


def foreign_ids(cast):
    """Ids of the other hotel: a room, a stay, a case, a task, a measure, a colleague; and one that nothing has."""
    make_floor(house=cast.other_house, floor=12)
    move_in(house=cast.other_house, room="1208")
    there = dict.fromkeys(("owner", "colleague", "housekeeper"), cast.outsider)
    case = make.decided(SimpleNamespace(house=cast.other_house, **there))
    own = {"property_id": cast.other_house.pk}
    rows = [
        Room.objects.filter(**own).first(), Stay.objects.filter(**own).first(), case,
        Task.objects.filter(case=case).first(), Measure.objects.filter(case_id=case.pk).first(), cast.outsider.staff,
    ]  # fmt: skip
    return [NOWHERE, *(str(one.pk) for one in rows if one is not None)]
