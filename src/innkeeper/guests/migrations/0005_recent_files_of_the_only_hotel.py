"""Files changed before the house noted in which hotel: where a group has one hotel, it was there."""

from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import migrations


def of_the_only_hotel(apps: Any, _schema: Any) -> None:
    """A file of a group with several hotels stands in no list of recent files until it is changed again."""
    guests, hotels = apps.get_model("guests", "Guest").objects, apps.get_model("properties", "Property").objects
    for group_id, of_group in groupby(hotels.order_by("group_id"), key=attrgetter("group_id")):
        hotel, *others = of_group
        if not others:
            guests.filter(group_id=group_id, changed_in_id=None).update(changed_in_id=hotel.pk)


class Migration(migrations.Migration):
    dependencies = [("guests", "0004_keep_in_which_hotel_a_file_was_changed_last"), ("properties", "0001_initial")]
    operations = [migrations.RunPython(of_the_only_hotel, migrations.RunPython.noop)]
