"""What a setting shows before it is kept asks no more than any page: each preview counted in a full house."""

import pytest

from innkeeper.accounts.actions.duty import roster_turn
from innkeeper.accounts.models import Role
from innkeeper.service_requests.actions import set_load
from tests.accounts.conftest import enter
from tests.desk.test_every_budget import MOST
from tests.desk.test_settings_screens import CODE, RULE
from tests.desk.test_settings_year import SPRING, sent
from tests.makers.house import full_house
from tests.makers.pages import cost
from tests.makers.requests import make_request
from tests.people import START

PREVIEWS = {
    "/settings/codes/towels/": CODE,
    "/settings/words/rules/question/": RULE,
    "/settings/words/new/": RULE,
    "/settings/load/housekeeping/": {"limit": "1", "helpers": ["concierge", "engineering", "security"]},
    "/settings/duty/ladders/waiter/": {"place_1": "chief_concierge", "place_2": "general_manager", "place_3": ""},
    "/settings/calendar/": {"weekdays": ["0", "1"], "opens": "08:00", "closes": "17:00"},
    "/settings/calendar/2027/": sent(SPRING),
    "/settings/limits/front_desk/": {"amount": "150", "reason": "淡季"},
    "/settings/keeping-times/clothing/": {"days": "30", "then": "charity", "reason": "小"},
    "/settings/texts/cases.assigned/": {"zh": "%(room)s 归您：%(ref)s", "en": "%(room)s: %(ref)s", "reason": "短"},
    "/settings/playbooks/service_request/": {"c:deliver:general:n": "12", "c:deliver:general:u": "hours", "reason": "夜班"},
}  # fmt: skip


@pytest.fixture
def office(cast, clock):
    """A house with open requests of one code, and settings that were changed before."""
    full_house(cast)
    for room in ("1203", "1204", "1205", "1206"):
        make_request(cast, room_number=room)
    given = {"actor": cast.administrator.actor, "property_id": cast.house.pk, "at": START}
    set_load(department="housekeeping", limit=4, helpers=["concierge"], **given)
    roster_turn(**given | {"actor": cast.owner.actor}, post_code="engineer", staff_id=cast.engineer.id, on=START.date(), shift="late")  # fmt: skip
    return enter(cast.administrator)


def asked(client, address, given):
    """The queries of the second asking, and that it showed a preview."""
    page = client.post(address, given)
    assert 'id="preview-head"' in page.content.decode(), address
    return cost(lambda: client.post(address, given))[1]


@pytest.mark.parametrize("address", PREVIEWS)
def test_a_preview_keeps_the_budget_of_a_page(office, address):
    assert asked(office, address, PREVIEWS[address]) <= MOST


def test_the_preview_of_a_turn_and_of_a_role_keeps_it_too(office, cast):
    turn = {"post": "engineer", "staff": str(cast.attendant.id), "shift": "night"}
    assert asked(office, "/settings/duty/?on=2026-03-14", turn) <= MOST
    assert asked(office, "/settings/duty/", turn) <= MOST
    role = Role.objects.get(group=cast.house.group, code="line")
    assert asked(office, f"/settings/roles/{role.pk}/", {"permission": ["tasks.do"]}) <= MOST
