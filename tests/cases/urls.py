"""The addresses under test: the house's own, with the spine in them."""

from django.urls import include, path

from innkeeper.config.urls import urlpatterns as house

urlpatterns = [*house, path("", include("innkeeper.cases.urls"))]
