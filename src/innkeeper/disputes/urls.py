"""Addresses of disputes: what is done to one are its own nouns."""

from django.urls import path

from innkeeper.disputes import views

app_name = "disputes"
urlpatterns = [
    path("disputes/terms/", views.terms, name="terms"),
    path("disputes/<str:ref>/claims/", views.claims, name="claims"),
    path("disputes/<str:ref>/points/", views.points, name="points"),
    path("disputes/<str:ref>/offers/", views.offers, name="offers"),
    path("disputes/<str:ref>/laws/", views.bases, name="bases"),
    path("disputes/<str:ref>/liabilities/", views.liabilities, name="liabilities"),
    path("disputes/<str:ref>/talks/", views.talks, name="talks"),
    path("disputes/<str:ref>/rung/", views.rung, name="rung"),
    path("disputes/<str:ref>/settlement/", views.settlement, name="settlement"),
    path("disputes/<str:ref>/aftermath/", views.aftermath, name="aftermath"),
    path("disputes/<str:ref>/packs/", views.packs, name="packs"),
    path("disputes/<str:ref>/lesson/", views.lesson, name="lesson"),
]
