"""Addresses of notices."""

from django.urls import path

from innkeeper.notices import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/bell/", views.bell, name="notices_bell"),
    path("notices/read/", views.reading, name="notices_read"),
    path("notices/unreached/<uuid:unreached_id>/taking/", views.taking, name="unreached_taking"),
]
