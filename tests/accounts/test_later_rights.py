"""A right that comes later reaches the shipped role that it is meant for, and no role that a hotel has made its own."""

from importlib import import_module

import pytest
from django.apps import apps

from innkeeper.accounts.actions.chart import first_chart
from innkeeper.accounts.models import Role

pytestmark = pytest.mark.django_db(databases="__all__")
MIGRATION = import_module("innkeeper.accounts.migrations.0003_who_guards_privacy_may_erase")


def role_of(cast, permissions):
    Role.objects.filter(group=cast.house.group, code="privacy").update(permissions=permissions)
    MIGRATION.give(apps, None)
    return Role.objects.get(group=cast.house.group, code="privacy").permissions


def test_the_role_as_it_was_shipped_may_erase_and_holds_what_a_new_hotel_s_does(cast):
    held = role_of(cast, list(MIGRATION.FORMER))
    assert sorted(held) == sorted(first_chart()["roles"]["privacy"]["may"])


def test_it_is_given_once(cast):
    assert role_of(cast, role_of(cast, list(MIGRATION.FORMER))).count("guests.erase") == 1


@pytest.mark.parametrize(
    "own", [["cases.see"], [*MIGRATION.FORMER, "cases.import"], list(MIGRATION.FORMER[:-1])]
)
def test_a_role_that_the_hotel_has_changed_stays_as_it_is(cast, own):
    assert role_of(cast, own) == own


def test_no_other_role_is_touched(cast):
    before = dict(Role.objects.exclude(code="privacy").values_list("pk", "permissions"))
    role_of(cast, list(MIGRATION.FORMER))
    assert dict(Role.objects.exclude(code="privacy").values_list("pk", "permissions")) == before
