"""Files changed before the house noted in which hotel: where a group has one hotel, it was there."""

from typing import Any

from django.db import migrations
from django.db.models import Count, Min


def of_the_only_hotel(apps: Any, _schema: Any) -> None:
    """A file of a group with several hotels stands in no list of recent files until it is changed again."""
    hotels = apps.get_model("properties", "Property").objects.values("group_id").order_by()
    guests = apps.get_model("guests", "Guest").objects
    for one in hotels.annotate(n=Count("pk"), hotel=Min("pk")).filter(n=1):
        guests.filter(group_id=one["group_id"], changed_in_id=None).update(changed_in_id=one["hotel"])


class Migration(migrations.Migration):
    dependencies = [("guests", "0004_keep_in_which_hotel_a_file_was_changed_last"), ("properties", "0001_initial")]
    operations = [migrations.RunPython(of_the_only_hotel, migrations.RunPython.noop)]
