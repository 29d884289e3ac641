"""Addresses of the live house."""

from django.urls import path

from innkeeper.stays.views import imports, rooms, wishes

app_name = "stays"
urlpatterns = [
    path("rooms/", rooms.round_of_floor, name="round"),
    path("rooms/keys/", rooms.hand_keys, name="hand_keys"),
    path("rooms/<str:number>/", rooms.room, name="room"),
    path("rooms/<str:number>/states/", rooms.room_states, name="room_states"),
    path("rooms/<str:number>/off-sale/", rooms.off_sale, name="off_sale"),
    path("rooms/<str:number>/quiet/", rooms.quiet, name="quiet"),
    path("rooms/<str:number>/flags/<slug:flag>/", rooms.room_flag, name="room_flag"),
    path("rooms/<str:number>/flags/<slug:flag>/removal/", rooms.room_flag_removal, name="room_flag_removal"),
    path("room-tasks/acceptances/", rooms.acceptances, name="acceptances"),
    path("room-tasks/completions/", rooms.completions, name="completions"),
    path("room-tasks/<uuid:room_task_id>/completion/", rooms.task_done, name="task_done"),
    path("room-tasks/<uuid:room_task_id>/omission/", rooms.task_left_out, name="task_left_out"),
    path("room-tasks/<uuid:room_task_id>/hands/", rooms.hands, name="hands"),
    path("settings/rooms/", wishes.wishes, name="wishes"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<uuid:run_id>/", imports.import_run, name="import"),
    path("imports/<uuid:run_id>/bad-rows/", imports.import_bad_rows, name="import_bad_rows"),
]
