"""Addresses of the guest files; the page of one file belongs to the desk."""

from django.urls import path

from innkeeper.guests import views

app_name = "guests"
urlpatterns = [
    path("guests/", views.guest_list, name="list"),
    path("guests/searches/", views.searches, name="searches"),
    path("settings/searches/", views.watch, name="watch"),
    path("guests/new/", views.new_guest, name="new"),
    path("guests/<uuid:guest_id>/edit/", views.edit_guest, name="edit"),
    path("guests/<uuid:guest_id>/preferences/", views.preferences, name="preferences"),
    path("guests/<uuid:guest_id>/reveals/<slug:field>/", views.reveals, name="reveals"),
]
