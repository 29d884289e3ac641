"""Registration of the app, nothing else."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Call the posts of the first chart by name."""
        from innkeeper.accounts.actions.chart import first_chart
        from innkeeper.notices.catalogue import name_posts

        name_posts(first_chart()["posts"])
