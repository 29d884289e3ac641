"""Registration of the app, nothing else."""

from django.apps import AppConfig


class ServiceRequestsConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.service_requests"
    label = "service_requests"
    default_auto_field = "django.db.models.BigAutoField"
