"""Addresses of the live house."""

from django.urls import path

from innkeeper.stays import views

app_name = "stays"
urlpatterns = [
    path("rooms/<str:number>/", views.room, name="room"),
    path("rooms/<str:number>/states/", views.room_states, name="room_states"),
    path("rooms/<str:number>/flags/<slug:flag>/", views.room_flag, name="room_flag"),
    path("rooms/<str:number>/flags/<slug:flag>/removal/", views.room_flag_removal, name="room_flag_removal"),
    path("imports/", views.imports, name="imports"),
    path("imports/<uuid:run_id>/", views.import_run, name="import"),
    path("imports/<uuid:run_id>/bad-rows/", views.import_bad_rows, name="import_bad_rows"),
]
