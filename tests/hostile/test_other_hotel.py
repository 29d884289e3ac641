"""Who works in another hotel meets a door at every address that speaks of a thing of this one."""

import re

from innkeeper.handovers.models import Handover
from tests.accounts.conftest import enter
from tests.hostile.addresses import holdings
from tests.makers.every_thing import EveryThing
from tests.makers.pages import paths

SPOKEN_OF = re.compile(r"<str:ref>|_id>|<str:number>")


def test_a_colleague_of_another_hotel_finds_nothing_of_this_one(cast, clock):
    """But for the guest files, which belong to the group. Every address speaks of a thing that is there."""
    made = EveryThing(cast)
    made.add()
    Handover.objects.filter(property_id=cast.other_house.pk).delete()  # the outsider's own
    client, before = enter(cast.outsider), holdings()
    client.raise_request_exception = False
    oldest = dict(reversed([*paths(made)]))  # the newest turn is the outsider's own
    for route, path in oldest.items():
        if not SPOKEN_OF.search(route) or "<uuid:guest_id>" in route or route.startswith("device/"):
            continue  # a phone that is not bound is only sent to the page that says so
        for method in ("get", "post"):
            answer = getattr(client, method)(path, {"text": "x"} if method == "post" else {})
            assert answer.status_code in (403, 404, 405, 422), f"{method} {path}: {answer.status_code}"
    assert holdings() == before
