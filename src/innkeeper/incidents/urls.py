"""Addresses of hard cases: emergencies, what is done on an incident, a conflict, a walk."""

from django.urls import path

from innkeeper.incidents import views

app_name = "incidents"
urlpatterns = [
    path("emergencies/", views.emergencies, name="emergencies"),
    path("emergencies/cards/<slug:code>/", views.card, name="card"),
    path("cases/<str:ref>/stand-down/", views.stand_downs, name="stand_down"),
    path("cases/<str:ref>/incident/", views.incidents, name="spread"),
    path("cases/<str:ref>/incident/parting/", views.partings, name="parting"),
    path("cases/<str:ref>/rooms/", views.rooms, name="rooms"),
    path("cases/<str:ref>/room-moves/", views.moves, name="moves"),
    path("cases/<str:ref>/rooms-off-sale/", views.off_sale, name="off_sale"),
    path("cases/<str:ref>/floor-message/", views.floor_message, name="floor_message"),
    path("cases/<str:ref>/floor-message/told/", views.told, name="told"),
    path("cases/<str:ref>/floor-message/slips/", views.slips, name="slips"),
    path("cases/<str:ref>/damage/", views.damage, name="damage"),
    path("cases/<str:ref>/exclusion/", views.exclusions, name="exclusion"),
    path("cases/<str:ref>/walk/", views.walk_plans, name="walk"),
    path("walks/", views.walks, name="walks"),
    path("settings/emergency-numbers/", views.numbers, name="numbers"),
]
