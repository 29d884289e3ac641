"""Addresses of complaints: what is done to one are its own nouns."""

from django.urls import path

from innkeeper.complaints.views import doing, house, limits

app_name = "complaints"
urlpatterns = [
    path("complaints/<str:ref>/solutions/", doing.solutions, name="solutions"),
    path("complaints/<str:ref>/opinions/", doing.opinions, name="opinions"),
    path("complaints/<str:ref>/decisions/", doing.decisions, name="decisions"),
    path("complaints/<str:ref>/measures/", doing.measures, name="measures"),
    path("complaints/<str:ref>/preventions/", doing.preventions, name="preventions"),
    path("complaints/<str:ref>/recoveries/", doing.recoveries, name="recoveries"),
    path("complaints/<str:ref>/presence/", doing.presence, name="presence"),
    path("complaints/<str:ref>/resolution/", doing.resolution, name="resolution"),
    path("complaints/<str:ref>/feedback/", doing.feedback, name="feedback"),
    path("complaints/<str:ref>/review/", doing.review, name="review"),
    path("complaints/<str:ref>/thanks/", doing.thanks, name="thanks"),
    path("complaints/<str:ref>/verification/", doing.verification, name="verification"),
    path("complaints/<str:ref>/departments/", doing.departments, name="departments"),
    path("compensation/", house.register, name="register"),
    path("compensation/register.csv", house.register_file, name="register_file"),
    path("compensation/<uuid:recovery_id>/redemption/", house.redemption, name="redemption"),
    path("settings/limits/", limits.limits, name="limits"),
    path("settings/limits/<slug:post>/", limits.limit, name="limit"),
    path("drills/", house.drills, name="drills"),
    path("drills/change/", house.drill, name="drill"),
    path("summaries/", house.summaries, name="summaries"),
    path("summaries/<uuid:summary_id>/prints/", house.summary_print, name="summary_print"),
    path("summaries/change/", house.summary, name="summary"),
    path("complaints/<str:ref>/visits/", doing.visits, name="visits"),
]
