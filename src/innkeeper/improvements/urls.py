"""Addresses of improvements: what is done to one is its own noun."""

from django.urls import path

from innkeeper.improvements import views

app_name = "improvements"
urlpatterns = [path("improvements/<str:ref>/effect/", views.effect, name="effect")]
