"""Registration of the app, nothing else."""

from django.apps import AppConfig


class StaysConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.stays"
    label = "stays"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the jobs, what notices of rooms say, and that a stay holds the guest's file until it is over."""
        from innkeeper.guests import policy as guests
        from innkeeper.notices.catalogue import add_texts
        from innkeeper.stays import queries, tasks  # noqa: F401
        from innkeeper.stays.rules.notices import NOTICE_TEXTS

        add_texts(NOTICE_TEXTS)
        guests.register_hold("stay", queries.held_until)
