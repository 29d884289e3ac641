"""The overview of the books: posts with somebody on duty, and plainly those with nobody."""

from datetime import timedelta

import pytest

from innkeeper.accounts.models import DutyTurn
from innkeeper.handovers.queries.handovers import duty_now
from tests.accounts.conftest import enter
from tests.people import START


@pytest.mark.req("ORG-06")
def test_only_posts_with_a_turn_stand_as_manned_and_the_others_say_what_to_do(cast, clock):
    DutyTurn.objects.filter(post__code="engineer").delete()
    page = enter(cast.general_manager).get("/handover/").content.decode()
    manned, unmanned = page.split("无人当班")
    assert "/handover/books/assistant_manager/" in manned
    assert "/handover/books/engineer/" in unmanned and "/handover/books/engineer/" not in manned
    assert "/settings/duty/" in unmanned


@pytest.mark.parametrize("who", ["manager", "owner", "administrator"])
def test_who_says_who_is_on_duty_is_led_to_the_roster_and_let_in(cast, clock, who):
    DutyTurn.objects.filter(post__code="engineer").delete()
    client = enter(getattr(cast, who))
    led = client.get("/settings/" if who == "administrator" else "/handover/").content.decode()
    assert "/settings/duty/" in led
    assert client.get("/settings/duty/").status_code == 200


def test_who_goes_last_says_until_when_a_post_is_manned(cast, clock):
    turn = DutyTurn.objects.get(post__code="engineer")
    found = duty_now(cast.house.pk, at=START)
    assert found["engineer"] == turn.ends_at
    assert "engineer" not in duty_now(cast.house.pk, at=turn.ends_at + timedelta(minutes=1))
