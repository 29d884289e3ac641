"""The one guest view: file, stays, problems and their outcome, who looked."""

from uuid import uuid4

import pytest

from tests.accounts.conftest import enter
from tests.makers.cases import make_case, make_closed_case
from tests.people import GUEST_NAME

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.mark.req("PROF-13")
def test_it_shows_the_stay_open_and_closed_problems_together(desk, lived_in):
    cast, guest, _stay = lived_in
    closed = make_closed_case(cast, guest_ids=[guest.id])
    opened = make_case(cast, guest_ids=[guest.id], text="还是不凉")
    page = desk.get(f"/guests/{guest.id}/").content.decode()
    assert closed.ref in page and opened.ref in page
    assert "1208" in page
    assert GUEST_NAME not in page


@pytest.mark.req("PRIV-05")
def test_an_attendant_does_not_open_guest_files(lived_in):
    assert enter(lived_in[0].attendant).get(f"/guests/{lived_in[1].id}/").status_code == 403


def test_a_guest_of_another_group_is_not_there(lived_in):
    assert enter(lived_in[0].owner).get(f"/guests/{uuid4()}/").status_code == 404
