"""An employee who left: every session and right ends at once (OPS-04)."""

import pytest

from innkeeper.accounts.actions.staff import deactivate_staff, reactivate_staff
from innkeeper.accounts.models import SessionRecord
from innkeeper.accounts.queries import actor_for, on_duty, open_sessions
from innkeeper.audit.models import AuditEntry
from innkeeper.kernel.errors import NotFound, NotPermitted, WrongState
from tests.accounts.conftest import enter
from tests.people import START


@pytest.mark.req("OPS-04")
def test_every_session_ends_with_the_next_request(cast, clock):
    phone, desk = enter(cast.attendant), enter(cast.attendant)
    assert phone.get("/account/").status_code == desk.get("/account/").status_code == 200
    ended = deactivate_staff(actor=cast.administrator.actor, staff_id=cast.attendant.id, at=clock.now())
    assert ended == 2
    assert phone.get("/account/").status_code == desk.get("/account/").status_code == 302


@pytest.mark.req("OPS-04")
def test_every_right_ends(cast, clock):
    deactivate_staff(actor=cast.administrator.actor, staff_id=cast.attendant.id, at=clock.now())
    cast.attendant.staff.refresh_from_db()
    actor = actor_for(cast.attendant.staff, property_id=cast.house.pk, session="", at=clock.now())
    assert (actor.permissions, actor.posts, actor.property_ids) == (frozenset(), frozenset(), frozenset())
    asked = on_duty(cast.house.pk, "room_attendant", clock.now())
    assert cast.attendant.id not in {line.id for line in asked}


@pytest.mark.req("OPS-04")
def test_it_is_written_to_the_log(cast, clock):
    enter(cast.attendant).get("/account/")
    deactivate_staff(actor=cast.administrator.actor, staff_id=cast.attendant.id, at=clock.now())
    entry = AuditEntry.objects.get(verb="accounts.staff_deactivated")
    assert (entry.object_id, entry.property_id) == (cast.attendant.id, cast.house.pk)
    assert entry.facts == {"sessions_ended": "1"}


def test_back_again_the_old_sessions_stay_ended(cast, clock):
    phone = enter(cast.attendant)
    phone.get("/account/")
    deactivate_staff(actor=cast.administrator.actor, staff_id=cast.attendant.id, at=clock.now())
    reactivate_staff(actor=cast.administrator.actor, staff_id=cast.attendant.id, at=clock.now())
    assert phone.get("/account/").status_code == 302
    assert enter(cast.attendant).get("/account/").status_code == 200


@pytest.mark.parametrize(
    ("who", "whom", "error"),
    [
        ("attendant", "engineer", NotPermitted),
        ("administrator", "administrator", WrongState),
        ("administrator", "outsider", NotFound),
        ("outsider", "attendant", NotPermitted),
    ],
)
def test_it_refuses_and_changes_nothing(cast, clock, who, whom, error):
    target = getattr(cast, whom)
    with pytest.raises(error):
        deactivate_staff(actor=getattr(cast, who).actor, staff_id=target.id, at=START)
    target.staff.refresh_from_db()
    assert target.staff.is_active
    assert not AuditEntry.objects.filter(verb__startswith="accounts.staff").exists()


def test_it_refuses_a_second_deactivation(cast, clock):
    deactivate_staff(actor=cast.administrator.actor, staff_id=cast.attendant.id, at=START)
    with pytest.raises(WrongState):
        deactivate_staff(actor=cast.administrator.actor, staff_id=cast.attendant.id, at=START)


def test_one_session_ends_and_the_other_stays(cast, clock):
    phone, desk = enter(cast.attendant), enter(cast.attendant)
    phone.get("/account/")
    desk.get("/account/")
    record = open_sessions(cast.attendant.id, at=clock.now())[0]
    admin = enter(cast.administrator)
    assert admin.post(f"/account/sessions/{record.pk}/end/").status_code == 303
    assert sorted([phone.get("/account/").status_code, desk.get("/account/").status_code]) == [200, 302]
    assert AuditEntry.objects.filter(verb="accounts.session_ended").count() == 1


def test_nobody_ends_a_session_of_another_without_the_right(cast, clock):
    enter(cast.engineer).get("/account/")
    record = SessionRecord.objects.get(staff=cast.engineer.staff)
    assert enter(cast.attendant).post(f"/account/sessions/{record.pk}/end/").status_code == 404
    record.refresh_from_db()
    assert record.is_open()


def test_the_button_on_the_screen_does_it(cast, clock):
    answer = enter(cast.administrator).post(f"/settings/staff/{cast.attendant.id}/deactivation/")
    assert answer.status_code == 303
    cast.attendant.staff.refresh_from_db()
    assert not cast.attendant.staff.is_active


def test_a_forgotten_password_is_reset_and_every_session_ends(cast, clock):
    phone = enter(cast.attendant)
    phone.get("/account/")
    admin, page = enter(cast.administrator), f"/settings/staff/{cast.attendant.id}/password/"
    assert admin.post(page, {"password": "short"}).status_code == 422
    assert phone.get("/account/").status_code == 200
    assert admin.post(page, {"password": "lantern-river-77"}).status_code == 303
    assert phone.get("/account/").status_code == 302
    cast.attendant.staff.refresh_from_db()
    assert cast.attendant.staff.check_password("lantern-river-77")
    assert AuditEntry.objects.filter(verb="accounts.password_reset").count() == 1


def test_nobody_resets_their_own_password_or_that_of_another_hotel(cast, clock):
    admin = enter(cast.administrator)
    for target, status in ((cast.administrator, 403), (cast.outsider, 404)):
        answer = admin.post(f"/settings/staff/{target.id}/password/", {"password": "lantern-river-77"})
        assert answer.status_code == status
