"""Addresses of the frame: language, theme, the page of parts."""

from django.urls import path

from innkeeper.web import views

app_name = "web"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("parts/", views.parts_page, name="parts"),
    path("parts/reveal/", views.parts_reveal, name="parts_reveal"),
    path("parts/poll/", views.parts_poll, name="parts_poll"),
]
