"""Every address of the house, filled in with things of one hotel; and how much the house holds."""

import re
from functools import cache
from pathlib import Path
from uuid import uuid4

from django.apps import apps
from django.db import connection
from django.urls import URLPattern, get_resolver

from innkeeper.accounts.models import Assignment, DutyTurn, Role, SessionRecord
from innkeeper.cases.models import Task
from innkeeper.kernel.actors import system
from innkeeper.stays.models import ImportRun
from tests.makers import complaints as make
from tests.makers.guests import make_guest
from tests.makers.stays import move_in
from tests.people import START

SOURCE = Path(__file__).resolve().parents[2] / "src" / "innkeeper"
PUBLIC = {"sign-in/", "language/", "theme/", "parts/poll/", "push-worker.js", "device/"}
NOT_WORK = {"audit_entry", "audit_subject", "audit_pending", "django_session", "accounts_sign_in_attempt"}
NOT_WORK |= {"accounts_session_record", "accounts_sessionrecord", "accounts_signinattempt"}


def patterns(resolver=None, prefix=""):
    """Every pattern as its route, `cases/<str:ref>/`."""
    for one in (resolver or get_resolver()).url_patterns:
        route = prefix + str(one.pattern).lstrip("^").rstrip("$")
        if isinstance(one, URLPattern):
            yield route
        else:
            yield from patterns(one, route)


def make_things(cast, *, room="1208"):
    """A case, a task, a guest in a room, an import: what the addresses speak of."""
    guest = make_guest(house=cast.house)
    move_in(house=cast.house, guest=guest, room=room)
    case = make.reached(cast, guest_ids=[guest.id], stay_id=None)
    make.cases.add_task(
        actor=cast.owner.actor, case_id=case.pk, job=make.cases.Job(title="看一下", department="engineering"), at=START
    )  # fmt: skip
    run = ImportRun.objects.create(
        property_id=cast.house.pk, kind="stays", file_name="a.csv", file_digest="0" * 64, state="done",
        started_by=system("tests").id, started_at=START,
    )  # fmt: skip
    return {
        "ref": case.ref, "task_id": Task.objects.get(case=case).pk, "guest_id": guest.id, "run_id": run.pk,
        "staff_id": cast.engineer.id, "number": "1208", "figure": "in-house", "flag": "dnd", "field": "phone",
        "post_code": "engineer", "department": "housekeeping", "pk": 1, "assignment_id": Assignment.objects.get(staff=cast.engineer.staff).pk,
        "role_id": Role.objects.first().pk, "turn_id": DutyTurn.objects.filter(staff_id=cast.engineer.id).first().pk,
        "record_id": getattr(SessionRecord.objects.first(), "pk", uuid4()),
    }  # fmt: skip


def filled(route, things):
    """The route with each place filled by the thing of that name, else by an id that nothing has."""

    def fill(place):
        kind, _, name = place[1].rpartition(":")
        return str(things.get(name) or (uuid4() if kind == "uuid" else "1"))

    return "/" + re.sub(r"<([^>]+)>", fill, route)


def all_addresses(things):
    """Route to path, without those of static files."""
    return {route: filled(route, things) for route in patterns() if not route.startswith("static")}


@cache
def field_names():
    """Every name that any form of the house has."""
    names = set()
    for folder, ending in (
        ("*/templates/**/*", "html"),
        ("*/forms", "py"),
        ("*/views/*", "py"),
        ("*/views", "py"),
    ):
        for path in SOURCE.glob(f"{folder}.{ending}"):
            text = path.read_text(encoding="utf-8")
            names |= set(re.findall(r'name="([a-z_]+)"', text))
            names |= set(re.findall(r"^    ([a-z_]+) = (?:forms\.|DayField)", text, flags=re.M))
            names |= set(re.findall(r'(?:POST|GET|data)(?:\.get(?:list)?\(|\[)"([a-z_]+)"', text))
    return sorted(names - {"csrfmiddlewaretoken", "viewport"})


def holdings():
    """How many rows each table holds; log, sessions and sign-in attempts are not counted."""
    tables = {model._meta.db_table for model in apps.get_models() if model._meta.app_label != "vault"}
    tables &= set(connection.introspection.table_names())
    names = sorted(tables - NOT_WORK)
    asked = " UNION ALL ".join(
        f"SELECT '{one}', count(*) FROM {connection.ops.quote_name(one)}" for one in names
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return dict(cursor.fetchall())
