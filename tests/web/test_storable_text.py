"""What no database can keep is refused at the edge, with the field's name, whatever form it came in."""

import pytest
from django.http import HttpResponse, QueryDict
from django.test import Client

from innkeeper.web.middleware import StorableText

pytestmark = pytest.mark.django_db


def answer(rf, *, asked=None, posted=None):
    request = rf.post("/anything/", headers={"Accept": "application/json"})
    request.GET, request.POST = QueryDict(mutable=True), QueryDict(mutable=True)
    request.GET.update(asked or {})
    request.POST.update(posted or {})
    return StorableText(lambda _request: HttpResponse()).process_view(request)


@pytest.mark.parametrize("given", ["a\x00b", "\ud83d"])
@pytest.mark.parametrize("place", ["asked", "posted"])
def test_it_names_the_field_that_cannot_be_stored(rf, place, given):
    said = answer(rf, **{place: {"room": "1208", "text": given}})
    assert said.status_code == 422
    assert b'"field": "text"' in said.content
    assert b'"room"' not in said.content


@pytest.mark.parametrize("given", ["", "1208 天花板漏水", "🦚", "a\tb\r\nc"])
def test_what_can_be_stored_passes(rf, given):
    assert answer(rf, posted={"text": given}) is None


def test_it_stands_before_every_address():
    said = Client().post("/language/", {"language": "a\x00"})
    assert said.status_code == 422
