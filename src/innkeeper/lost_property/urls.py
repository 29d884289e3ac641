"""Addresses of lost & found."""

from django.urls import path

from innkeeper.lost_property import views

app_name = "lost_property"
urlpatterns = [
    path("lost-and-found/", views.items, name="list"),
    path("settings/keeping-times/", views.keepings, name="keepings"),
    path("settings/keeping-times/<slug:category>/", views.keeping, name="keeping"),
    path("cases/<str:ref>/safe/", views.safe, name="safe"),
    path("cases/<str:ref>/match/", views.match, name="match"),
    path("cases/<str:ref>/claim/", views.claim, name="claim"),
    path("cases/<str:ref>/owner-number/", views.owner_number, name="owner_number"),
    path("cases/<str:ref>/owner-calls/", views.owner_calls, name="owner_calls"),
    path("cases/<str:ref>/handing-over/", views.handing_over, name="handing_over"),
    path("cases/<str:ref>/disposal/", views.disposal, name="disposal"),
    path("cases/<str:ref>/report-end/", views.report_end, name="report_end"),
    path("cases/<str:ref>/theft/", views.theft, name="theft"),
]
