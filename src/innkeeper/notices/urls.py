"""Addresses of notices."""

from django.urls import path

from innkeeper.notices.views import channels, reading

urlpatterns = [
    path("notices/", reading.notices, name="notices"),
    path("notices/bell/", reading.bell, name="notices_bell"),
    path("notices/read/", reading.reading, name="notices_read"),
    path("notices/unreached/<uuid:unreached_id>/taking/", reading.taking, name="unreached_taking"),
    path("notices/devices/", channels.devices, name="push_devices"),
    path("notices/devices/<uuid:device_id>/end/", channels.device_end, name="push_device_end"),
    path("settings/channels/", channels.channels, name="settings_channels"),
    path("settings/channels/<uuid:bot_id>/test/", channels.test, name="settings_channel_test"),
    path("settings/channels/<uuid:bot_id>/end/", channels.bot_end, name="settings_channel_end"),
    path("push-worker.js", channels.worker, name="push_worker"),
]
