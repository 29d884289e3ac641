"""Who went to another hotel of the group: the old hotel's administrator changes the account no more."""

from datetime import date

import pytest

from innkeeper.accounts.actions.factors import remove_factors
from innkeeper.accounts.actions.staff import deactivate_staff, reactivate_staff, reset_password
from innkeeper.accounts.models import Assignment
from innkeeper.kernel.errors import NotPermitted
from tests.accounts.conftest import enter
from tests.makers.accounts import assign
from tests.people import START

LAST_DAY = date(2026, 3, 1)


@pytest.fixture
def former(cast):
    """The attendant, who left the house two weeks ago and works in the other one."""
    Assignment.objects.filter(staff=cast.attendant.staff).update(until_on=LAST_DAY)
    assign(cast.attendant.staff, house=cast.other_house, post_code="room_attendant", from_on=LAST_DAY)
    return cast.attendant


@pytest.mark.req("OPS-04")
@pytest.mark.parametrize(
    ("action", "given"),
    [
        (reset_password, {"password": "lantern-river-77"}),
        (remove_factors, {}),
        (deactivate_staff, {}),
        (reactivate_staff, {}),
    ],
)
def test_the_old_hotel_changes_nothing_of_the_account(cast, former, action, given):
    hashed = former.staff.password
    with pytest.raises(NotPermitted):
        action(actor=cast.administrator.actor, staff_id=former.id, at=START, **given)
    former.staff.refresh_from_db()
    assert (former.staff.password, former.staff.is_active) == (hashed, True)


def test_the_page_of_the_old_hotel_offers_none_of_it(cast, former, clock):
    admin, page = enter(cast.administrator), f"/settings/staff/{former.id}/"
    assert f"{page}password/" not in admin.get(page).content.decode()
    assert admin.post(f"{page}password/", {"password": "lantern-river-77"}).status_code == 403


def test_who_left_every_hotel_is_still_answered_for_by_the_last(cast):
    Assignment.objects.filter(staff=cast.attendant.staff).update(until_on=LAST_DAY)
    assert deactivate_staff(actor=cast.administrator.actor, staff_id=cast.attendant.id, at=START) == 0


def test_who_works_in_both_hotels_is_answered_for_by_either(cast):
    assign(cast.attendant.staff, house=cast.other_house, post_code="room_attendant")
    assert deactivate_staff(actor=cast.administrator.actor, staff_id=cast.attendant.id, at=START) == 0
