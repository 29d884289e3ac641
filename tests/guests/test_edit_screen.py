"""The form of a guest file: what differs is changed, the rest stays, the history says who and through which channel."""

import pytest

from innkeeper.accounts.models import Staff
from innkeeper.guests import queries
from innkeeper.guests.models import Guest
from tests.accounts.conftest import enter
from tests.makers.guests import make_guest
from tests.people import person

pytestmark = pytest.mark.django_db(databases="__all__")
SAME = {"vip_level": "0", "channel": "phone", "revision": "1"}


@pytest.mark.req("PROF-02")
def test_one_item_is_changed_and_its_channel_is_kept(cast, clock):
    guest = make_guest(house=cast.house)
    address = f"/guests/{guest.id}/edit/"
    answer = enter(cast.owner).post(address, SAME | {"vip_level": "3", "phone": "13900009999"})
    assert answer.status_code == 303
    changed = Guest.objects.get()
    assert (changed.vip_level, changed.phone_masked[-4:], changed.name_masked) == (
        3,
        "9999",
        guest.name_masked,
    )
    newest = queries.changes_of(guest.id)[0]
    assert set(newest.fields) == {"vip_level", "phone"} and newest.channel == "phone"
    assert "柳如烟" not in enter(cast.owner).get(address).content.decode()


def test_a_stale_form_is_told_and_changes_nothing(cast, clock):
    guest = make_guest(house=cast.house)
    address = f"/guests/{guest.id}/edit/"
    enter(cast.owner).post(address, SAME | {"vip_level": "3"})
    assert enter(cast.owner).post(address, SAME | {"vip_level": "4"}).status_code == 422
    assert Guest.objects.get().vip_level == 3


@pytest.mark.parametrize(("part", "status"), [("attendant", 403), ("front_desk", 403)])
def test_who_may_not_change_files_does_not_reach_the_form(cast, clock, part, status):
    guest = make_guest(house=cast.house)
    assert enter(getattr(cast, part)).get(f"/guests/{guest.id}/edit/").status_code == status


def test_an_incognito_file_is_changed_only_by_who_sees_who_it_is(cast, clock):
    guest = make_guest(house=cast.house, is_incognito=True)
    butler = person(cast.house, staff_number="2009", post_code="butler")
    address = f"/guests/{guest.id}/edit/"
    assert enter(butler).get(address).status_code == 403
    assert enter(cast.owner).get(address).status_code == 200


def test_a_value_that_nobody_knows_stays_and_is_offered_until_another_is_chosen(cast, clock):
    guest = make_guest(house=cast.house)
    Guest.objects.update(language="Klingon", country="Atlantis")
    address, kept = f"/guests/{guest.id}/edit/", {"language": "Klingon", "country": "Atlantis"}
    page = enter(cast.owner).get(address).content.decode()
    assert '<option value="Klingon" selected>Klingon</option>' in page
    assert enter(cast.owner).post(address, SAME | kept | {"vip_level": "3"}).status_code == 303
    chosen = SAME | kept | {"vip_level": "3", "country": "GBR", "revision": "2"}
    assert enter(cast.owner).post(address, chosen).status_code == 303
    changed = Guest.objects.get()
    assert (changed.language, changed.country, changed.vip_level) == ("Klingon", "GBR", 3)
    assert enter(cast.owner).post(address, chosen | {"language": "Quenya"}).status_code == 422


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "英语 · 英国"), ("en", "English · United Kingdom")]
)
def test_the_file_says_language_and_country_in_words(cast, clock, language, words):
    guest = make_guest(house=cast.house)
    Guest.objects.update(language="en", country="GBR")
    Staff.objects.filter(pk=cast.owner.id).update(language=language)
    assert words in enter(cast.owner).get(f"/guests/{guest.id}/").content.decode()
