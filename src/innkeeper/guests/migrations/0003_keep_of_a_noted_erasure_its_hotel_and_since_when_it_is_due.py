"""A request to erase a file keeps its hotel, and since when nothing holds it back; old ones take the group's first hotel."""

from typing import Any

from django.db import migrations, models


def fill_hotels(apps: Any, schema_editor: Any) -> None:
    """The few rows there are: the hotel of the audit entry stays the true one, this one only says who is told."""
    guests = apps.get_model("guests", "Guest").objects
    hotels = apps.get_model("properties", "Property").objects.order_by("code")
    for erasure in apps.get_model("guests", "Erasure").objects.filter(property_id=None):
        guest = guests.filter(pk=erasure.guest_id).first()
        hotel = hotels.filter(group_id=guest.group_id).first() if guest else hotels.first()
        if hotel is not None:
            erasure.property_id = hotel.pk
            erasure.save(update_fields=["property_id"])


class Migration(migrations.Migration):
    dependencies = [
        ("guests", "0002_keep_what_imports_write_of_language_and_country"),
        ("properties", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="erasure",
            name="due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="erasure",
            name="property_id",
            field=models.UUIDField(null=True),
        ),
        migrations.RunPython(fill_hotels, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="erasure",
            name="property_id",
            field=models.UUIDField(),
        ),
    ]
