"""A message in the hotel's own words: places checked, both languages, history kept."""

import pytest
from django.utils import translation

from innkeeper.audit.models import AuditEntry
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.notices import catalogue
from innkeeper.notices.actions import word_text
from innkeeper.notices.models import NoticeText
from innkeeper.notices.queries import notices_for, own_texts
from tests.makers.notices import make_notice
from tests.people import START


def word(cast, *, by="administrator", key="cases.assigned", zh="%(room)s 房归您：%(ref)s", en="Room %(room)s is yours: %(ref)s", reason="短些"):  # fmt: skip
    return word_text(actor=getattr(cast, by).actor, property_id=cast.house.pk, text_key=key, zh=zh, en=en, reason=reason, at=START)  # fmt: skip


def test_notices_read_in_the_hotels_own_words_in_both_languages(cast):
    make_notice(house=cast.house, recipient=cast.owner.staff)
    word(cast)
    for language, said in (("zh-hans", "1208 房归您：SHA-2026-000001"), ("en", "Room 1208 is yours: SHA-2026-000001")):  # fmt: skip
        with translation.override(language):
            assert [one.text for one in notices_for(cast.owner.id)] == [said]
    assert own_texts(cast.other_house.pk) == {}


def test_every_edition_is_kept_and_the_newest_speaks(cast):
    word(cast)
    word(cast, zh="%(ref)s %(room)s")
    assert NoticeText.objects.count() == 2
    assert own_texts(cast.house.pk)["cases.assigned"][0] == "%(ref)s %(room)s"
    assert AuditEntry.objects.filter(verb="notices.text_worded").count() == 2


@pytest.mark.parametrize("zh", ["%(name)s %(ref)s %(room)s", "%(ref)s", "100% %(ref)s %(room)s", "", "x" * 301, "%s %(ref)s %(room)s"])  # fmt: skip
def test_a_fact_that_is_not_there_a_lost_room_and_a_broken_place_are_refused(cast, zh):
    with pytest.raises(InvalidInput) as refused:
        word(cast, zh=zh)
    assert set(refused.value.fields) == {"zh"}
    assert not NoticeText.objects.exists()


def test_strangers_and_unknown_messages_are_refused(cast):
    with pytest.raises(NotPermitted):
        word(cast, by="owner")
    with pytest.raises(NotFound):
        word(cast, key="moon")


def test_a_guest_hears_it_in_the_guests_language(cast):
    facts = {"thing": "两条浴巾", "minutes": 10}
    assert "10 分钟" in catalogue.guest_words("guest.coming", "zh-hans", facts)
    assert catalogue.guest_words("guest.coming", "ko", facts).startswith("两条浴巾 will be")


def test_every_shipped_text_can_be_filled():
    for key in (*catalogue.TEXTS, *catalogue.GUEST_TEXTS):
        zh, en = catalogue.shipped(key)
        assert catalogue.places(zh) == catalogue.places(en)


def test_another_hotels_messages_are_not_worded(cast):
    with pytest.raises(NotFound):
        word_text(actor=cast.administrator.actor, property_id=cast.other_house.pk, text_key="cases.assigned", zh="%(ref)s %(room)s", en="%(ref)s %(room)s", reason="短些", at=START)  # fmt: skip
    assert not NoticeText.objects.exists()
