"""Addresses of complaints: what is done to one are its own nouns."""

from django.urls import path

from innkeeper.complaints import views

app_name = "complaints"
urlpatterns = [
    path("complaints/<str:ref>/solutions/", views.solutions, name="solutions"),
    path("complaints/<str:ref>/opinions/", views.opinions, name="opinions"),
    path("complaints/<str:ref>/decisions/", views.decisions, name="decisions"),
    path("complaints/<str:ref>/measures/", views.measures, name="measures"),
    path("complaints/<str:ref>/preventions/", views.preventions, name="preventions"),
    path("complaints/<str:ref>/recoveries/", views.recoveries, name="recoveries"),
    path("complaints/<str:ref>/presence/", views.presence, name="presence"),
    path("complaints/<str:ref>/resolution/", views.resolution, name="resolution"),
    path("complaints/<str:ref>/feedback/", views.feedback, name="feedback"),
    path("complaints/<str:ref>/review/", views.review, name="review"),
    path("complaints/<str:ref>/visits/", views.visits, name="visits"),
]
