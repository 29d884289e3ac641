"""Registration of the app, nothing else."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the language and theme that a person chooses be kept on their account."""
        from innkeeper.accounts.adapters.preferences import keep_face
        from innkeeper.web import preferences

        preferences.install(keep_face)
