"""My work (我的工作): a list at the desk, cards for a thumb on the phone."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.cases.queries.approvals import approvals_of, waiting_for
from innkeeper.cases.queries.lists import my_work
from innkeeper.desk.queries.pulse import pulse_of_list, pulse_of_person
from innkeeper.desk.queries.work import work_of
from innkeeper.kernel import clock
from innkeeper.statements import together
from innkeeper.stays.queries import jobs_in_hand
from innkeeper.web.etag import etag_of, is_still, still, unchanged_or
from innkeeper.web.htmx import render


@require_safe
@signed_in()
def work(request: HttpRequest) -> HttpResponse:
    """What waits for me, due first; polls are answered 304 while nothing changed."""
    actor, at = actor_of(request), clock.now()
    pulse = etag_of(pulse_of_person(actor, house_of(request), at), actor.id)
    if is_still(request, pulse):
        return still(request)
    in_hand = jobs_in_hand(actor, property_id=house_of(request), at=at)
    found = together(my_work(actor, at=at), in_hand, waiting_for(actor, at=at)).found()
    tag = etag_of(pulse_of_list(found.rows, at), actor.id, within=pulse)

    def answer() -> HttpResponse:
        lines, jobs, asked = found.told()
        approvals = approvals_of(asked, actor, at=at)
        context = {
            "work": work_of(actor, house_of(request), lines, jobs, approvals, at=at),
            "may_take_in": actor.may("cases.take_in"),
            "is_phone_face": not actor.may("cases.take_in"),
            "etag": tag,
        }
        return render(request, "desk/work.html", "desk/_work.html", context)

    return unchanged_or(request, tag, answer)
