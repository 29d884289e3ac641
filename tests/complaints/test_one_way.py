"""A month in which most complaints were met in one and the same way is flagged where compensation is read (ERR-08)."""

from datetime import timedelta

import pytest

from innkeeper.complaints import actions
from innkeeper.complaints.models import Decision, SolutionOption
from innkeeper.complaints.queries.house import ways_used
from innkeeper.kernel.errors import InvalidInput
from innkeeper.kernel.money import Money
from tests.accounts.conftest import enter
from tests.makers import complaints as make
from tests.people import START

MONTH = "/compensation/?since=2026-03-01&until=2026-03-31"
FLAG = {"zh-hans": "多数工单只用同一种方式处理", "en": "Most cases were met in one and the same way"}


def met(cast, number, way):
    """A complaint of that day, met in this way out of two."""
    at = START + timedelta(hours=number)
    case = make.investigated(cast, at=at, room_number=f"12{number:02d}")
    other = "refund" if way != "refund" else "room_move"
    options = [
        actions.OptionDraft(
            kind=one, text=f"方案 {one}", money=Money("CNY", 100) if one == "refund" else None
        )
        for one in (way, other)
    ]
    actions.propose_solution(
        actor=cast.owner.actor, case_id=case.pk, reasons="浴室未按规程清洁", options=options, at=at + 3 * make.MINUTE
    )  # fmt: skip
    make.agree(cast, case, at=at + 4 * make.MINUTE)
    drafts = [make.measure(cast, at=at)]
    actions.decide_solution(actor=cast.owner.actor, case_id=case.pk, measures=drafts, at=at + 5 * make.MINUTE)
    return case


def report(person, language):
    client = enter(person)
    client.post("/language/", {"language": language})
    return client.get(MONTH).content.decode()


@pytest.mark.req("ERR-08")
@pytest.mark.parametrize("language", list(FLAG))
def test_a_month_of_one_way_is_flagged_on_the_report_and_one_of_several_is_not(cast, clock, language):
    for number in range(1, 5):
        met(cast, number, "room_move")
    assert FLAG[language] not in report(cast.general_manager, language)  # too few to say anything
    met(cast, 5, "room_move")
    assert FLAG[language] in report(cast.general_manager, language)
    for number in range(6, 8):
        met(cast, number, "refund")
    assert Decision.objects.count() == 7
    counted = ways_used(cast.house.pk, since=START, until=START + timedelta(days=1))
    assert sorted(count for _way, count in counted) == [2, 5]
    assert FLAG[language] not in report(cast.general_manager, language)


@pytest.mark.req("ERR-08")
def test_a_handler_chooses_among_several_ways_and_says_why(cast):
    case = make.investigated(cast)
    one = [actions.OptionDraft(kind="room_move", text="换到 1706")]
    given = {"actor": cast.owner.actor, "case_id": case.pk, "options": one, "at": START + 3 * make.MINUTE}
    with pytest.raises(InvalidInput):
        actions.propose_solution(reasons="浴室未按规程清洁", **given)
    with pytest.raises(InvalidInput):
        actions.propose_solution(reasons="", **(given | {"options": one * 2}))
    assert not SolutionOption.objects.exists()


@pytest.mark.req("ERR-08")
def test_the_report_is_not_for_everybody(cast):
    assert enter(cast.attendant).get(MONTH).status_code == 403
