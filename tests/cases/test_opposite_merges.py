"""Two colleagues merge two cases into each other at the same moment."""

import contextlib
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connections

from innkeeper.cases import actions, policy
from innkeeper.cases.models import Case
from innkeeper.kernel.errors import WrongState
from tests.makers.cases import make_case
from tests.people import START

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]


def test_one_goes_up_in_the_other_and_neither_waits_for_ever(cast, monkeypatch):
    one, other = make_case(cast), make_case(cast)
    both_hold, insist, ended = Barrier(2), policy.insist, []

    def insist_together(*given, **more):
        with contextlib.suppress(BrokenBarrierError):
            both_hold.wait(timeout=2)
        insist(*given, **more)

    def merge(case, into):
        try:
            actions.merge_case(actor=cast.owner.actor, case_id=case.pk, into_id=into.pk, at=START)
            ended.append("merged")
        except Exception as trouble:
            ended.append(type(trouble))
        finally:
            connections.close_all()

    monkeypatch.setattr(policy, "insist", insist_together)
    threads = [Thread(target=merge, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(ended) == {"merged", WrongState}
    assert Case.objects.filter(is_open=True).count() == 1
