"""Hotels set up before files could be erased: their privacy role may erase, where nobody has changed it."""

from typing import Any

from django.db import migrations

from innkeeper.accounts.migrations._rights import give_right

FORMER = (
    "cases.see",
    "cases.see_restricted",
    "guests.see",
    "guests.reveal_contact",
    "guests.reveal_identity",
    "audit.see",
    "settings.change",
)


def give(apps: Any, schema_editor: Any) -> None:
    """The right to erase, to the role that is shipped for it."""
    give_right(apps, "guests.erase", role="privacy", former=FORMER)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_shared_devices")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
