"""Registration of the app, nothing else."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the sinks keep the vault's tombstones."""
        from innkeeper.audit.actions.tombstones import keep_tombstones
        from innkeeper.vault import tombstones

        tombstones.install(keep_tombstones)
