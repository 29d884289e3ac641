"""The tables of what a room and a stay may become."""

from hypothesis import given
from hypothesis import strategies as st

from innkeeper.stays.rules import rooms, stays
from innkeeper.stays.rules.rooms import OCCUPIED, RoomEvent, RoomState
from innkeeper.stays.rules.stays import StayEvent, StayStatus

room_events = st.lists(st.sampled_from(list(RoomEvent)), max_size=60)


@given(st.sampled_from(list(RoomState)), room_events)
def test_only_stays_make_a_room_occupied_or_vacant(state, events):
    for event in events:
        follows = rooms.after(state, event)
        if follows is None:
            continue
        if (state in OCCUPIED) != (follows in OCCUPIED):
            assert event in rooms.BY_STAY
        state = follows


@given(st.sampled_from(list(RoomState)))
def test_from_every_state_a_room_can_be_given_out_again(state):
    seen, todo = set(), [state]
    while todo:
        here = todo.pop()
        if here not in seen:
            seen.add(here)
            todo += [follows for event in RoomEvent if (follows := rooms.after(here, event))]
    assert seen >= rooms.READY


@given(st.sampled_from(list(RoomState)), st.sampled_from(list(RoomState)))
def test_hands_never_check_anybody_in_or_out(state, wanted):
    event = rooms.event_between(state, wanted)
    assert event is None or (event not in rooms.BY_STAY and rooms.after(state, event) is wanted)


@given(st.lists(st.sampled_from(list(StayEvent)), max_size=40))
def test_a_departed_stay_stays_departed(events):
    status = StayStatus.EXPECTED
    for event in events:
        follows = stays.after(status, event)
        assert follows is None or status is not StayStatus.DEPARTED
        status = follows or status
