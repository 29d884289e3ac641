"""Every address of the house."""

from django.urls import URLPattern, URLResolver, include, path

handler400 = "innkeeper.web.views.bad_request"
handler403 = "innkeeper.web.views.not_permitted"
handler404 = "innkeeper.web.views.not_found"
handler500 = "innkeeper.web.views.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("innkeeper.desk.urls")),
    path("", include("innkeeper.cases.urls")),
    path("", include("innkeeper.web.urls")),
    path("", include("innkeeper.accounts.urls")),
    path("", include("innkeeper.notices.urls")),
    path("", include("innkeeper.inbox.urls")),
    path("", include("innkeeper.complaints.urls")),
    path("", include("innkeeper.disputes.urls")),
    path("", include("innkeeper.improvements.urls")),
    path("", include("innkeeper.service_requests.urls")),
    path("", include("innkeeper.guests.urls")),
    path("", include("innkeeper.stays.urls")),
    path("", include("innkeeper.calls.urls")),
    path("", include("innkeeper.handovers.urls")),
    path("", include("innkeeper.incidents.urls")),
    path("", include("innkeeper.lost_property.urls")),
]
