"""Every place that the frame names is served, and nothing in the frame costs more than three queries."""

import pytest
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from innkeeper.config import navigation


def test_every_place_is_served() -> None:
    fixed = [
        navigation.INTAKE,
        navigation.CALLS,
        navigation.SEARCH,
        navigation.NOTICES,
        navigation.OWN,
        navigation.SIGN_OUT,
    ]
    for page in dict.fromkeys([*(place.page for place in navigation.PLACES), *fixed]):
        assert resolve(navigation.address(page)).view_name == page


@pytest.mark.django_db
def test_the_frame_costs_one_query(cast, clock, django_assert_num_queries) -> None:
    request = RequestFactory().get(navigation.address("desk:work"))
    request.user, request.actor = cast.owner.staff, cast.owner.actor
    with translation.override("zh-hans"), django_assert_num_queries(1):
        frame = navigation.frame_of(request)
    assert frame.person_name == "周岚"
    assert frame.duty_line.startswith("大堂副理 · 班到")
