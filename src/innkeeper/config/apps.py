"""Registration: puts the page of subscriptions in place once Django is started, in every process alike."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The top room: it knows all others and is known by none."""

    name = "innkeeper.config"
    label = "config"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Install the subscriptions, so that an event recorded anywhere starts its jobs; follow the demo's clock."""
        from django.conf import settings

        from innkeeper.config import subscriptions
        from innkeeper.config.demo import switch
        from innkeeper.kernel.clock import clock

        subscriptions.install()
        clock.follow(settings.HOME / "demo-clock" if settings.DEMO or switch.lives_here() else None)
