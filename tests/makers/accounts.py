"""Colleagues, posts and duty for tests."""

from datetime import UTC, date, datetime
from itertools import count

from innkeeper.accounts.actions import establish_house
from innkeeper.accounts.models import Assignment, DutyTurn, Post, Staff
from innkeeper.accounts.queries import actor_for
from innkeeper.accounts.rules import shift_span
from innkeeper.kernel.actors import system

START = datetime(2026, 3, 14, 4, 0, tzinfo=UTC)
PASSWORD = "brass-bell-1208"
_numbers = count(9000)


def make_chart(*, house, at=START):
    return establish_house(actor=system(), property_id=house.pk, at=at)


def make_staff(
    *, staff_number=None, work_name="周岚", work_name_en="Zhou Lan", is_active=True, password=None, **more
):
    person = Staff(
        staff_number=staff_number or str(next(_numbers)),
        work_name=work_name,
        work_name_en=work_name_en,
        is_active=is_active,
        **more,
    )
    person.set_password(password or PASSWORD)
    person.save()
    return person


def assign(staff, *, house, post_code, from_on=date(2020, 1, 1), until_on=None):
    post = Post.objects.get(property=house, code=post_code)
    return Assignment.objects.create(
        staff=staff,
        property=house,
        post=post,
        department_id=post.department_id,
        role_id=post.role_id,
        from_on=from_on,
        until_on=until_on,
    )


def make_turn(staff, *, house, post_code, on=date(2026, 3, 14), shift="early", is_deputy=False):
    starts_at, ends_at = shift_span(on, shift, house.timezone)
    return DutyTurn.objects.create(
        property=house,
        post=Post.objects.get(property=house, code=post_code),
        staff=staff,
        on=on,
        shift=shift,
        starts_at=starts_at,
        ends_at=ends_at,
        is_deputy=is_deputy,
    )


def make_actor(staff, *, house, at=START, has_second_factor=True, session="session-1"):
    return actor_for(staff, property_id=house.pk, session=session, at=at, has_second_factor=has_second_factor)
