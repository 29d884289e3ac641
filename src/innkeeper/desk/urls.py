"""Addresses of the composed pages."""

from django.urls import path

from innkeeper.desk.views import (
    demo,
    department,
    disputing,
    front,
    guest,
    house,
    intake,
    log,
    search,
    settings,
    work,
)

app_name = "desk"
urlpatterns = [
    path("", front.front, name="front"),
    path("work/", work.work, name="work"),
    path("board/", department.board, name="department"),
    path("board/tasks/<uuid:task_id>/taps/", department.tap, name="tap"),
    path("board/tasks/<uuid:task_id>/photos/", department.photo, name="photo"),
    path("board/tasks/<uuid:task_id>/radio/", department.radio, name="radio"),
    path("board/tasks/<uuid:task_id>/takeover/", department.takeover, name="takeover"),
    path("house/", house.house, name="house"),
    path("intake/", intake.intake, name="intake"),
    path("intake/reading/", intake.reading, name="reading"),
    path("guests/<uuid:guest_id>/", guest.guest, name="guest"),
    path("cases/<str:ref>/dispute/", disputing.dispute, name="dispute"),
    path("search/", search.search, name="search"),
    path("audit/", log.log, name="log"),
    path("settings/", settings.settings, name="settings"),
    path("demo/warp/", demo.warp, name="warp"),
]
