"""Addresses of the ways in."""

from django.urls import path

from innkeeper.inbox.views import hooks, sources

urlpatterns = [
    path("hooks/<uuid:hook_id>/", hooks.hook, name="inbox_hook"),
    path("settings/sources/", sources.sources, name="settings_sources"),
    path("settings/sources/<uuid:source_id>/end/", sources.source_end, name="settings_source_end"),
]
