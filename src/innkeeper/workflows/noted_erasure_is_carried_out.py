"""The story: an erasure was asked for while something held the file; when that has ended, the file is erased by itself.

The decision was taken, and its reason and typed word given, when it was noted. One thing stays with a person: while a
case of the guest is open nobody could reach the guest without the file, so the privacy officer is told instead.
"""

from datetime import datetime

from innkeeper.cases.queries.past import open_cases_of_guests
from innkeeper.guests.actions import carry_out_erasure, finish_erasures, tell_erasure_due
from innkeeper.guests.policy import is_held
from innkeeper.guests.queries import noted_erasures
from innkeeper.kernel.actors import system
from innkeeper.outbox.jobs import job

ROBOT = "workflows.noted_erasure_is_carried_out"


@job("workflows.carry_out_noted_erasures", priority=8)
def carry_out(*, at: datetime) -> None:
    """For the schedule: each noted erasure that nothing holds any more. Safe to repeat and to be stopped anywhere."""
    noted = [one for one in noted_erasures() if not is_held(one.guest_id)]
    waited_for = open_cases_of_guests([one.guest_id for one in noted])
    for one in noted:
        house = one.property_id
        act = tell_erasure_due if waited_for.get(one.guest_id) else carry_out_erasure
        act(actor=system(ROBOT, property_id=house), property_id=house, guest_id=one.guest_id, at=at)


@job("workflows.finish_erasures", priority=8)
def finish(*, at: datetime) -> None:
    """For the schedule: the files that a crash left standing behind destroyed keys. Safe to repeat."""
    finish_erasures(actor=system(ROBOT), at=at)
