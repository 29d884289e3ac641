"""Addresses of the shift."""

from django.urls import path

from innkeeper.handovers.views import books, downtime, duty_log

app_name = "handovers"
urlpatterns = [
    path("handover/", books.overview, name="overview"),
    path("handover/books/<slug:post>/", books.book, name="book"),
    path("handover/lines/<uuid:line_id>/calls/", books.calls, name="calls"),
    path("handover/lines/<uuid:line_id>/completion/", books.completion, name="completion"),
    path("handover/lines/<uuid:line_id>/removal/", books.removal, name="removal"),
    path("handover/records/<uuid:handover_id>/", books.record, name="record"),
    path("handover/records/<uuid:handover_id>/acknowledgement/", books.acknowledgement, name="acknowledgement"),
    path("manager-log/", duty_log.duty_log, name="duty_log"),
    path("records/errors/", duty_log.errors, name="errors"),
    path("records/<str:ref>/looks/", duty_log.looks, name="looks"),
    path("downtime/", downtime.packs, name="packs"),
    path("downtime/prints/", downtime.prints, name="prints"),
]  # fmt: skip
