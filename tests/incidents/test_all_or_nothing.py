"""A crash at the last step leaves nothing behind: an incident, a floor's message, a damaged thing are whole or not there."""

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case, Evidence, Task, ThreadEntry
from innkeeper.incidents import actions
from innkeeper.incidents.actions import damage as damages
from innkeeper.incidents.actions import rooms, spreading
from innkeeper.incidents.models import FloorMessage, Incident, MessageState
from tests.cases.test_evidence import photo
from tests.incidents.test_open_incident import leak, spread_out
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")


class PowerCut(Exception):
    """The machine went off."""


def cut(*_args, **_given):
    raise PowerCut


def counts():
    """What there is of each; opening names to hide them is logged whether or not the change comes about."""
    return [model.objects.count() for model in (Case, Incident, Evidence, ThreadEntry)] + [
        AuditEntry.objects.exclude(verb="audit.revealed").count()
    ]


def test_an_incident_whose_last_room_fails_was_never_opened(house, monkeypatch):
    case = leak(house, priority=1)
    before = counts()
    with monkeypatch.context() as patch, pytest.raises(PowerCut):
        patch.setattr(spreading, "_write_room", cut)
        spread_out(house, case)
    assert counts() == before
    assert Task.objects.filter(case=case, department="engineering", state__in=[*Task.OPEN]).exists()
    spread_out(house, case)
    assert Case.objects.filter(kind="complaint", room_number="1308").exists()


def test_a_message_that_does_not_reach_a_thread_is_still_a_draft(house, monkeypatch):
    whole = spread_out(house, leak(house))
    before = counts()
    with monkeypatch.context() as patch, pytest.raises(PowerCut):
        patch.setattr(cases, "write_to_guests", cut)
        rooms.settle_message(actor=house.owner.actor, case_id=whole.pk, is_sent=True, at=START)
    assert counts() == before
    assert FloorMessage.objects.get().state == MessageState.DRAFT
    rooms.settle_message(actor=house.owner.actor, case_id=whole.pk, is_sent=True, at=START)
    assert ThreadEntry.objects.filter(text_redacted=_said()).count() == 2


def _said():
    message = FloorMessage.objects.get()
    return f"{message.text_zh}\n{message.text_en}"


def test_a_damaged_thing_that_is_not_noted_leaves_no_photo(house, monkeypatch):
    case = leak(house)
    damage = actions.Damage(room_number="1208", what="皮箱浸水", photo=photo())
    do = {"actor": house.owner.actor, "case_id": case.pk, "damage": damage, "at": START}
    before = counts()
    with monkeypatch.context() as patch, pytest.raises(PowerCut):
        patch.setattr(damages.DamageItem.objects, "create", cut)
        actions.note_damage(**do)
    assert counts() == before
    actions.note_damage(**do)
    assert Evidence.objects.get(case=case).added_at == START
