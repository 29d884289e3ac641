"""Addresses of service requests."""

from django.urls import path

from innkeeper.service_requests import views

app_name = "requests"
urlpatterns = [
    path("requests/", views.requests, name="all"),
    path("requests/themes/", views.themes, name="themes"),
    path("requests/help/<uuid:call_id>/end/", views.help_end, name="help_end"),
    path("cases/<str:ref>/guest-word/", views.guest_word, name="guest_word"),
    path("cases/<str:ref>/withdrawal/", views.withdrawal, name="withdrawal"),
    path("cases/<str:ref>/follow-up/", views.follow_up, name="follow_up"),
]
