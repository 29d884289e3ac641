"""The list of requests ranks by tier, but never a need of safety or access (REQ-07)."""

from datetime import timedelta

import pytest

from tests.accounts.conftest import enter
from tests.makers.guests import make_guest
from tests.makers.requests import make_request
from tests.people import START

LATER = START + timedelta(minutes=1)


@pytest.fixture
def listed(cast, clock):
    """The requests in the order of their list."""

    def order(*cases):
        page = enter(cast.front_desk).get("/requests/").content.decode()
        return sorted(cases, key=lambda case: page.index(case.ref))

    return order


def ask(cast, *, vip, text, code, at=START):
    guest = make_guest(house=cast.house, name="贵客" if vip else "林小满", vip_level=vip)
    return make_request(cast, text=text, code=code, guest_ids=[guest.id], at=at)


@pytest.mark.req("REQ-07")
@pytest.mark.parametrize("text", ["要一台轮椅", "导盲犬的水碗", "wheelchair please"])
def test_a_wheelchair_for_who_is_no_member_stands_like_that_for_a_vip(cast, listed, text):
    member = ask(cast, vip=0, text=text, code="wheelchair")
    vip = ask(cast, vip=5, text=text, code="wheelchair", at=LATER)
    assert listed(vip, member) == [member, vip]
    sooner = ask(cast, vip=0, text=text, code="wheelchair", at=START - timedelta(minutes=1))
    assert listed(vip, member, sooner) == [sooner, member, vip]


@pytest.mark.req("REQ-07")
@pytest.mark.parametrize("text", ["需要轮椅", "有导盲犬同行", "a guest who is deaf"])
def test_it_does_so_too_when_nobody_chose_a_code(cast, listed, text):
    member = ask(cast, vip=0, text=text, code="")
    vip = ask(cast, vip=5, text=text, code="", at=LATER)
    assert member.taxonomy_code == "wheelchair"
    assert listed(vip, member) == [member, vip]


@pytest.mark.req("REQ-07")
def test_a_wish_of_comfort_follows_the_tier(cast, listed):
    member = ask(cast, vip=0, text="要一个枕头", code="pillow")
    vip = ask(cast, vip=5, text="要一个枕头", code="pillow", at=LATER)
    assert listed(member, vip) == [vip, member]
