"""Guest files for tests."""

from datetime import UTC, date, datetime

from innkeeper.guests import actions
from innkeeper.guests.models import Channel
from innkeeper.kernel.actors import system

START = datetime(2026, 3, 14, 4, 0, tzinfo=UTC)


def make_guest(
    *, house, name="柳如烟", phone="+86 139 0000 4471", at=START, channel=Channel.FRONT_DESK, **items
):
    return actions.register_guest(
        actor=system(),
        property_id=house.pk,
        items=actions.GuestItems(full_name=name, phone=phone, **items),
        channel=channel,
        on=date(2026, 3, 14),
        at=at,
    )
