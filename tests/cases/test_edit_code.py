"""A hotel's own edition of a code: checked, kept with history, and its open clocks follow."""

from datetime import timedelta

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions
from innkeeper.cases.models import Task, TaxonomyCode, WordingEdit
from innkeeper.cases.queries.effects import moves_of_norms
from innkeeper.cases.queries.playbooks import code_named, codes, wording_version
from innkeeper.clocks.models import ClockRun
from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import InvalidInput, NotPermitted
from innkeeper.outbox.models import Job
from tests.makers.requests import make_request
from tests.people import START

NORMS = {"contact": 5, "arrive": 15, "deliver": 25}
LATER = START + timedelta(minutes=3)


def edit(cast, *, by="administrator", code="towels", reason="布草房在另一栋", at=LATER, **change):
    return actions.edit_code(
        actor=getattr(cast, by).actor,
        property_id=cast.house.pk,
        code=code,
        change=change,
        reason=reason,
        at=at,
    )


@pytest.fixture
def seeded(cast):
    actions.seed_taxonomy()
    return cast


def test_only_this_hotel_has_its_own_edition(seeded):
    edit(seeded, norms=NORMS, daily_cap=6)
    assert code_named(seeded.house.pk, "towels").norms["deliver"] == 25
    assert code_named(seeded.other_house.pk, "towels").norms["deliver"] == 10
    assert len(codes(seeded.house.pk)) == TaxonomyCode.objects.filter(property_id=None).count()


def test_what_was_changed_is_kept_with_reason_and_raises_the_version(seeded):
    before = wording_version(seeded.house.pk)
    edit(seeded, daily_cap=6)
    edit(seeded, daily_cap=8, at=LATER + timedelta(hours=1))
    rows = WordingEdit.objects.filter(subject="code").order_by("made_at")
    assert [(row.before, row.after) for row in rows] == [
        ({"daily_cap": 4}, {"daily_cap": 6}),
        ({"daily_cap": 6}, {"daily_cap": 8}),
    ]
    assert wording_version(seeded.house.pk) == before + 2
    assert AuditEntry.objects.filter(verb="cases.code_edited").count() == 2


def test_the_preview_says_which_open_clocks_would_move_and_saving_moves_just_those(seeded):
    case = make_request(seeded)
    other = make_request(seeded, code="tv", text="电视没信号", room_number="1507")
    kept = ClockRun.objects.get(owner_id=other.pk).due_at
    moves = moves_of_norms(seeded.administrator.actor, seeded.house.pk, "towels", NORMS, at=LATER)
    wanted = START + timedelta(minutes=25)
    assert {(one.ref, one.clock, one.after) for one in moves} == {(case.ref, "deliver", wanted), (case.ref, "task", wanted)}  # fmt: skip
    assert ClockRun.objects.get(owner_id=case.pk).due_at == START + timedelta(minutes=10)
    edit(seeded, norms=NORMS)
    assert Job.objects.filter(name="cases.rebase_code").count() == 1
    assert actions.rebase_code(actor=system("t"), property_id=seeded.house.pk, code="towels", at=LATER) == 2
    assert actions.rebase_code(actor=system("t"), property_id=seeded.house.pk, code="towels", at=LATER) == 0
    assert ClockRun.objects.get(owner_id=case.pk).due_at == wanted
    assert Task.objects.get(case=case).due_at == wanted
    assert ClockRun.objects.get(owner_id=other.pk).due_at == kept
    case.refresh_from_db()
    assert case.next_due_at == wanted


def test_what_was_announced_is_not_announced_again(seeded):
    make_request(seeded)
    run = ClockRun.objects.get(name="deliver")
    edit(seeded, norms=NORMS)
    actions.rebase_code(actor=system("t"), property_id=seeded.house.pk, code="towels", at=LATER)
    assert ClockRun.objects.get(pk=run.pk).started_at == START


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name_zh": ""}, "name_zh"),
        ({"words_en": []}, "words_en"),
        ({"norms": {"deliver": 0}}, "deliver"),
        ({"norms": {"moon": 5}}, "moon"),
        ({"daily_cap": 0}, "daily_cap"),
        ({"sample_percent": 101}, "sample_percent"),
        ({"alert": "robot"}, "alert"),
        ({"handling": ["moon"]}, "handling"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(seeded, change, field):
    with pytest.raises(InvalidInput) as refused:
        edit(seeded, **change)
    assert field in refused.value.fields
    assert not WordingEdit.objects.filter(subject="code").exists()


def test_a_reason_is_asked_for(seeded):
    with pytest.raises(InvalidInput):
        edit(seeded, daily_cap=6, reason=" ")


def test_danger_to_life_stays_in_use(seeded):
    with pytest.raises(InvalidInput):
        edit(seeded, code="fire", is_active=False)
    edit(seeded, code="minibar", is_active=False)
    assert code_named(seeded.house.pk, "minibar") is None


@pytest.mark.parametrize("code", ["harassment", "theft", "privacy_breach"])
def test_what_is_confidential_stays_in_use(seeded, code):
    with pytest.raises(InvalidInput) as refused:
        edit(seeded, code=code, is_active=False)
    assert set(refused.value.fields) == {"is_active"}


@pytest.mark.req("REQ-08")
@pytest.mark.parametrize("code", ["harassment", "theft", "privacy_breach", "noise_guests", "dnd_ignored"])
def test_no_hotel_sends_an_attendant_where_the_assistant_manager_goes(seeded, code):
    """Nor in two steps: first nobody, then an attendant."""
    edit(seeded, code=code, alert="")
    with pytest.raises(InvalidInput) as refused:
        edit(seeded, code=code, alert="attendant")
    assert set(refused.value.fields) == {"alert"}
    edit(seeded, code="tv", alert="")
    edit(seeded, code="tv", alert="attendant")


@pytest.mark.parametrize("by", ["owner", "attendant", "outsider"])
def test_only_who_changes_settings_may(seeded, by):
    with pytest.raises(NotPermitted):
        edit(seeded, by=by, daily_cap=6)
    assert not TaxonomyCode.objects.exclude(property_id=None).exists()


def test_a_new_release_brings_its_words_and_keeps_the_hotels_own(seeded):
    edit(seeded, daily_cap=6)
    TaxonomyCode.objects.filter(property_id=None, code="tv").update(name_en="Old")
    WordingEdit.objects.filter(subject="edition").delete()
    assert actions.seed_taxonomy() > 80
    assert code_named(seeded.house.pk, "tv").name_en != "Old"
    assert code_named(seeded.house.pk, "towels").daily_cap == 6
    assert actions.seed_taxonomy() == 0


def test_every_code_that_the_house_asks_for_is_there(seeded):
    wanted = {
        "room_dirty", "noise_guests", "smell", "air_conditioning", "no_hot_water", "network", "food_quality",
        "bill_dispute", "fapiao", "deposit", "room_not_ready", "wake_up_call", "wake_up_missed", "luggage",
        "belongings_damaged", "harassment", "privacy_breach", "theft", "dnd_ignored", "parking",
    }  # fmt: skip
    here = {one.code: one for one in codes(seeded.house.pk)}
    assert wanted <= set(here) and len(here) >= 60
    assert all({"contact", "arrive", "deliver"} <= set(one.norms) for one in here.values())


def test_nobody_changes_the_codes_of_a_hotel_that_they_do_not_work_in(seeded):
    with pytest.raises(NotPermitted):
        actions.edit_code(
            actor=seeded.administrator.actor,
            property_id=seeded.other_house.pk,
            code="towels",
            change={"name_zh": "毛巾"},
            reason="改名",
            at=START,
        )
    assert not TaxonomyCode.objects.filter(property_id=seeded.other_house.pk).exists()
