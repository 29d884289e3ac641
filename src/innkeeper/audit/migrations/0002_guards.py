"""The database itself refuses to change the log, and notes each new entry for the sealer."""

from django.db import migrations

from innkeeper.audit import triggers


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(triggers.migrate_forwards, triggers.migrate_backwards)]
