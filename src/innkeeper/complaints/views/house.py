"""The register of compensation, the limits of posts, drills, and summaries: the house's own screens."""

import csv
from datetime import date, datetime, time, timedelta
from io import StringIO
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.cases.queries.playbooks import codes
from innkeeper.complaints import actions, forms
from innkeeper.complaints.models import RecoveryKind
from innkeeper.complaints.queries import house as queries
from innkeeper.kernel.clock import now
from innkeeper.kernel.days import is_thinkable, local_date
from innkeeper.kernel.errors import InnkeeperError, InvalidInput, WrongState
from innkeeper.properties.models import Department
from innkeeper.properties.queries import property_of
from innkeeper.web import htmx
from innkeeper.web.refusals import refusal
from innkeeper.web.templatetags.parts import two

REGISTER, DRILLS, SUMMARIES = "cases.close", "cases.close", "cases.see"
SHOWN_HERE = (InvalidInput, WrongState)


@require_safe
@signed_in(REGISTER)
def register(request: HttpRequest) -> HttpResponse:
    """What was given to guests in a period, with totals; and whether it is always the same."""
    since, until = _period(request)
    kind = request.GET.get("kind", "")[:20]
    found = queries.register_of(
        actor_of(request), house_of(request), since=since, until=until + timedelta(days=1), kind=kind
    )
    shown = {
        "register": found,
        "kinds": RecoveryKind.choices,
        "chosen": {"kind": kind, "since": since.date().isoformat(), "until": until.date().isoformat()},
        "may_redeem": actor_of(request).may("cases.take_in"),
        "query": request.GET.urlencode(),
    }
    return render(request, "complaints/register.html", shown)


@require_safe
@signed_in(REGISTER)
def register_file(request: HttpRequest) -> HttpResponse:
    """The register as CSV: no name, no words."""
    since, until = _period(request)
    kind = request.GET.get("kind", "")[:20]
    found = queries.register_of(
        actor_of(request), house_of(request), since=since, until=until + timedelta(days=1), kind=kind
    )
    out = StringIO()
    rows = csv.writer(out)
    rows.writerow(
        ["case", "department", "kind", "currency", "amount", "state", "approver", "given", "redeemed"]
    )
    for line in found.lines:
        rows.writerow(
            [
                line.ref,
                line.department,
                line.kind,
                line.money.currency,
                f"{line.money.amount_minor / 100:.2f}",
                line.state,
                line.approver,
                localtime(line.at).date().isoformat(),
                localtime(line.redeemed_at).date().isoformat() if line.redeemed_at else "",
            ]
        )
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="compensation.csv"'
    return answer


@require_POST
@signed_in("cases.take_in")
def redemption(request: HttpRequest, recovery_id: UUID) -> HttpResponse:
    """The guest has had it."""
    actions.redeem_recovery(actor=actor_of(request), recovery_id=recovery_id, at=now())
    return htmx.go_to(request, reverse("complaints:register"))


@require_safe
@signed_in(DRILLS)
def drills(request: HttpRequest) -> HttpResponse:
    """The calendar of drills, and whether one is due."""
    return _drills(request)


@require_POST
@signed_in(DRILLS)
def drill(request: HttpRequest) -> HttpResponse:
    """Plan a drill, note one that was held, or set how often."""
    try:
        _do_drill(request)
    except SHOWN_HERE as wrong:
        return _drills(request, wrong=wrong)
    return htmx.go_to(request, reverse("complaints:drills"))


@require_safe
@signed_in(SUMMARIES)
def summaries(request: HttpRequest) -> HttpResponse:
    """The summaries that were sent, and who has not confirmed them."""
    return _summaries(request)


@require_POST
@signed_in(SUMMARIES)
def summary(request: HttpRequest) -> HttpResponse:
    """Send a summary, or confirm that one was read."""
    actor, receipt_id = actor_of(request), forms.an_id(request.POST, "receipt")
    try:
        if receipt_id is not None:
            actions.confirm_summary(actor=actor, receipt_id=receipt_id, at=now())
        else:
            actions.send_summary(
                actor=actor,
                property_id=house_of(request),
                since_on=_day(request, "since_on"),
                until_on=_day(request, "until_on"),
                at=now(),
            )
    except SHOWN_HERE as wrong:
        return _summaries(request, wrong=wrong)
    return htmx.go_to(request, reverse("complaints:summaries"))


@require_POST
@signed_in(SUMMARIES)
def summary_print(request: HttpRequest, summary_id: UUID) -> HttpResponse:
    """One summary as a PDF."""
    blob = actions.print_summary(actor=actor_of(request), summary_id=summary_id, at=now())
    answer = HttpResponse(blob, content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="complaint-summary.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _drills(request: HttpRequest, *, wrong: InnkeeperError | None = None) -> HttpResponse:
    house = house_of(request)
    shown = {
        "calendar": queries.drill_calendar(house, today=_today(house)),
        "departments": list(Department.objects.filter(property_id=house).order_by("code")),
        "may_rule": actor_of(request).may("settings.change"),
    }
    return render(
        request,
        "complaints/drills.html",
        shown | refusal(request, wrong),
        status=wrong.status if wrong else 200,
    )


def _summaries(request: HttpRequest, *, wrong: InnkeeperError | None = None) -> HttpResponse:
    actor, house = actor_of(request), house_of(request)
    names = {row.code: row for row in Department.objects.filter(property_id=house)}
    last = _today(house).replace(day=1) - timedelta(days=1)
    teams = {code: two(row) for code, row in names.items()}
    themes = {one.code: two(one) for one in codes(house, is_retired_too=True)}
    shown = {
        "summaries": [
            (
                row,
                queries.told_lines(row, teams, themes),
                [
                    (one, names.get(one.department), one.department in actor.departments)
                    for one in row.receipts.all()
                ],
            )
            for row in queries.summaries_of(house)
        ],
        "may_send": bool(actor.posts & {"quality_manager", "general_manager"}),
        "since_on": last.replace(day=1).isoformat(),
        "until_on": last.isoformat(),
    }
    return render(
        request,
        "complaints/summaries.html",
        shown | refusal(request, wrong),
        status=wrong.status if wrong else 200,
    )


def _do_drill(request: HttpRequest) -> None:
    actor, house, at = actor_of(request), house_of(request), now()
    drill_id, months = forms.an_id(request.POST, "drill"), forms.text(request.POST, "every_months")
    if months:
        every = int(months) if months.isascii() and months.isdigit() and len(months) < 3 else 0
        actions.set_drill_rule(actor=actor, property_id=house, every_months=every, at=at)
    elif drill_id is not None:
        actions.note_drill(
            actor=actor,
            drill_id=drill_id,
            held_on=_day(request, "held_on"),
            result=forms.text(request.POST, "result", limit=forms.LINE_LIMIT),
            lessons=forms.text(request.POST, "lessons", limit=forms.CAUSE_LIMIT),
            today=_today(house),
            at=at,
        )
    else:
        actions.plan_drill(
            actor=actor,
            property_id=house,
            topic=forms.text(request.POST, "topic", limit=120),
            departments=request.POST.getlist("departments"),
            on=_day(request, "planned_on"),
            at=at,
        )


def _period(request: HttpRequest) -> tuple[datetime, datetime]:
    """From when to when, whole days of the house; this month where the address says nothing."""
    zone = ZoneInfo(property_of(house_of(request)).timezone)
    today = now().astimezone(zone).date()
    since = _given_day(request, "since") or today.replace(day=1)
    until = _given_day(request, "until") or today
    begin = datetime.combine(since, time(), tzinfo=zone)
    return begin, max(begin, datetime.combine(until, time(), tzinfo=zone))


def _given_day(request: HttpRequest, name: str) -> date | None:
    try:
        found = parse_date(request.GET.get(name, ""))
    except ValueError:
        return None
    return found if found and is_thinkable(found) else None


def _day(request: HttpRequest, name: str) -> date:
    """A day of the form. Raises: InvalidInput."""
    try:
        found = parse_date(request.POST.get(name, ""))
    except ValueError:
        found = None
    if found is None or not 2000 <= found.year <= 2100:
        raise InvalidInput(_("Give a day."), fields={name: _("Give a day.")})
    return found


def _today(house: UUID) -> date:
    return local_date(now(), property_of(house).timezone)
