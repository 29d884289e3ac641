"""Addresses of the phone card. No address of it carries a word of the caller."""

from django.urls import path

from innkeeper.calls import views

app_name = "calls"
urlpatterns = [
    path("calls/", views.calls, name="card"),
    path("calls/messages/", views.messages, name="messages"),
    path("calls/messages/<uuid:message_id>/words/", views.words, name="words"),
    path("calls/messages/<uuid:message_id>/settlement/", views.settlement, name="settlement"),
    path("calls/welfare/", views.welfare, name="welfare"),
    path("calls/police-checks/", views.police_checks, name="police_checks"),
]
