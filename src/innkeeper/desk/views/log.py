"""The audit browser (审计日志): who did what, who opened whose file."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from innkeeper.accounts.doors import actor_of, signed_in
from innkeeper.audit.queries import Cursor
from innkeeper.desk.queries.log import Asked, log_page
from innkeeper.kernel import clock
from innkeeper.kernel.days import is_thinkable
from innkeeper.kernel.errors import InnkeeperError
from innkeeper.web.days import DayField

VERBS = [
    ("", _("Everything")),
    ("audit.revealed", _("Opened personal data")),
    ("cases.", _("Cases")),
    ("guests.", _("Guest files")),
    ("stays.", _("The live house")),
    ("accounts.", _("Accounts and sign-in")),
]


class LogForm(forms.Form):
    """The filters of the log."""

    staff = forms.CharField(required=False, max_length=20, label=_("Staff number"))
    verb = forms.ChoiceField(required=False, choices=VERBS, label=_("What was done"))
    case = forms.CharField(required=False, max_length=24, label=_("Case"))
    since = DayField(required=False, label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = DayField(required=False, label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))
    subject = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_until(self) -> date | None:
        """Refuses a time that ends before it begins: nothing would ever fit."""
        since: date | None = self.cleaned_data.get("since")
        until: date | None = self.cleaned_data["until"]
        if since and until and until < since:
            raise forms.ValidationError(_("The last day lies before the first."))
        return until


@require_safe
@signed_in("audit.see")
def log(request: HttpRequest) -> HttpResponse:
    """One page of the log; what was asked wrong is said beside its field."""
    actor, at = actor_of(request), clock.now()
    form = LogForm(request.GET or None)
    asked = (
        asked_of(form, request) if form.is_valid() else Asked(after=cursor_of(request.GET.get("after", "")))
    )
    try:
        page = log_page(actor, asked, at=at)
    except InnkeeperError as wrong:
        form.add_error(None, wrong.text)
        page = log_page(actor, Asked(), at=at)
    return render(
        request, "desk/log.html", {"form": form, "page": page, "more": more_link(request, page.next)}
    )


def asked_of(form: LogForm, request: HttpRequest) -> Asked:
    """The filters of a valid form."""
    given = form.cleaned_data
    return Asked(
        staff_number=given["staff"].strip(),
        verb=given["verb"],
        case_ref=given["case"].strip().upper(),
        subject_id=given["subject"],
        since=midnight(given["since"]),
        until=midnight(given["until"], days_later=1),
        after=cursor_of(request.GET.get("after", "")),
    )


def midnight(on: date | None, *, days_later: int = 0) -> datetime | None:
    """The start of a local day (or of one after it) in the time zone of the page."""
    return make_aware(datetime.combine(on + timedelta(days=days_later), time.min)) if on else None


def cursor_of(text: str) -> Cursor | None:
    """Where the page before ended; anything broken begins anew."""
    try:
        at, _blank, entry = text.partition("~")
        found = Cursor(datetime.fromisoformat(at), UUID(entry))
    except ValueError:
        return None
    return found if found.at.tzinfo and is_thinkable(found.at) else None


def more_link(request: HttpRequest, cursor: Cursor | None) -> str:
    """The address of the next page, empty at the end."""
    if cursor is None:
        return ""
    query = request.GET.copy()
    query["after"] = f"{cursor.at.isoformat()}~{cursor.id}"
    return "?" + query.urlencode()
