"""Registration of the app, nothing else."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add the desk's part to the page of a room."""
        from innkeeper.desk.queries.room import SECTION
        from innkeeper.stays.queries import register_room_section

        register_room_section(SECTION)
