"""Steps that nothing else proves, those of the house and those that a hotel added, are ticked on the case page."""

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions
from innkeeper.cases.models import Case, ScriptStep
from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import InvalidInput, NotPermitted, WrongState
from tests.accounts.conftest import enter
from tests.makers import complaints as make
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")
ADDED = {
    "name": "call_spa", "title": {"zh": "请水疗部致电", "en": "Let the spa call"},
    "standard": {"zh": "当天", "en": "The same day"}, "owner_post": "assistant_manager", "in_minutes": None,
    "is_required": False,
}  # fmt: skip


@pytest.fixture
def case(cast, clock):
    """A complaint in its stage of solving, on a playbook to which the hotel has added a step."""
    actions.publish_shipped(actor=system("tests"), at=START)
    given = {"actor": cast.administrator.actor, "property_id": cast.house.pk, "kind": "complaint"}
    actions.override_playbook(**given, change={"add_steps": {"resolve": [ADDED]}}, reason="水疗", at=START)
    return make.reached(cast)


@pytest.mark.req("DIG-07")
@pytest.mark.parametrize(("language", "title"), [("zh-hans", "请水疗部致电"), ("en", "Let the spa call")])
def test_a_step_that_the_hotel_added_stands_on_the_page_and_is_ticked_by_one_press(
    cast, case, language, title
):
    desk = enter(cast.owner)
    desk.post("/language/", {"language": language})
    page = desk.get(f"/cases/{case.ref}/").content.decode()
    assert title in page and 'value="call_spa"' in page
    assert desk.post(f"/cases/{case.ref}/steps/", {"step": "call_spa"}).status_code == 303
    kept = ScriptStep.objects.get(case=case, step="call_spa")
    assert (kept.done_by_id, kept.round) == (cast.owner.id, 1)
    assert AuditEntry.objects.get(verb="cases.step_done", object_id=case.pk).facts == {"step": "call_spa"}
    assert 'value="call_spa"' not in desk.get(f"/cases/{case.ref}/").content.decode()


@pytest.mark.parametrize(
    ("step", "wrong"),
    [
        ("no_such_step", InvalidInput),
        ("listen", WrongState),
        ("ask_guest", WrongState),
        ("investigate", WrongState),
    ],
)
def test_what_is_of_another_stage_or_proved_by_a_record_is_not_ticked(cast, case, step, wrong):
    with pytest.raises(wrong):
        actions.do_step(actor=cast.owner.actor, case_id=case.pk, step=step, at=START)
    assert not ScriptStep.objects.filter(case=case, step=step, done_by_id=cast.owner.id).exists()
    assert not AuditEntry.objects.filter(verb="cases.step_done").exists()


def test_only_the_handler_ticks_and_only_the_handler_is_offered_it(cast, case):
    with pytest.raises(NotPermitted):
        actions.do_step(actor=cast.manager.actor, case_id=case.pk, step="call_spa", at=START)
    page = enter(cast.manager).get(f"/cases/{case.ref}/").content.decode()
    assert "请水疗部致电" in page and 'value="call_spa"' not in page
    assert Case.objects.get(pk=case.pk).stage == "resolve"
