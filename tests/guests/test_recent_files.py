"""The list of recent files after an update of the house."""

from importlib import import_module

import pytest
from django.apps import apps

from innkeeper.guests.models import Guest
from tests.makers.guests import make_guest
from tests.makers.properties import make_group, make_property

filled = import_module("innkeeper.guests.migrations.0005_recent_files_of_the_only_hotel").of_the_only_hotel


@pytest.mark.req("PROF-01")
def test_files_of_a_group_with_one_hotel_stand_in_its_list_again(cast):
    alone = make_property(code="ONE", group=make_group(code="one"))
    files = {house.pk: make_guest(house=house) for house in (alone, cast.house)}
    Guest.objects.update(changed_in_id=None)
    filled(apps, None)
    told = dict(Guest.objects.values_list("pk", "changed_in_id"))
    assert told == {files[alone.pk].pk: alone.pk, files[cast.house.pk].pk: None}
