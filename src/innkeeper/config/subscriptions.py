"""Which event starts which jobs, and the modules whose handlers answer: one page for the whole house."""

from collections.abc import Mapping
from importlib import import_module

from innkeeper.outbox import subscriptions

HANDLERS = (
    "innkeeper.config.tasks",
    "innkeeper.outbox.tasks",
    "innkeeper.search.tasks",
    "innkeeper.stays.tasks",
    "innkeeper.notices.tasks",
    "innkeeper.cases.tasks",
    "innkeeper.inbox.tasks",
    "innkeeper.handovers.tasks",
    "innkeeper.service_requests.tasks",
    "innkeeper.calls.tasks",
    "innkeeper.complaints.tasks",
    "innkeeper.disputes.tasks",
    "innkeeper.incidents.tasks",
    "innkeeper.desk.tasks",
    "innkeeper.workflows.departure_caps_clocks",
    "innkeeper.workflows.quiet_room_is_left_in_peace",
    "innkeeper.workflows.wishes_follow_the_guest",
    "innkeeper.workflows.room_task_has_clock",
    "innkeeper.workflows.log_entry_asks_for_work",
    "innkeeper.workflows.call_in_book_is_call_asked_for",
    "innkeeper.workflows.caller_message_in_book",
    "innkeeper.workflows.review_leaves_improvement",
    "innkeeper.workflows.noted_erasure_is_carried_out",
    "innkeeper.workflows.erased_words_leave_search",
    "innkeeper.workflows.orphan_keys_are_swept",
    "innkeeper.workflows.dead_job_is_told",
)
SUBSCRIPTIONS: Mapping[str, tuple[str, ...]] = {
    "handovers.FollowUpWanted": ("workflows.log_entry_asks_for_work",),
    "calls.MessageLeft": ("workflows.message_into_book",),
    "calls.MessageSettled": ("calls.forget_message", "workflows.message_out_of_book"),
    "inbox.MessageArrived": ("desk.read_for_danger",),
    "cases.CaseOpened": ("cases.route_case", "incidents.gather"),
    "cases.CaseClassified": ("service_requests.reroute",),
    "cases.CaseClosed": ("workflows.closed_words_leave_search",),
    "guests.GuestErased": ("workflows.erased_words_leave_search",),
    "cases.CaseParted": ("incidents.forget_parted",),
    "cases.CaseReopened": ("service_requests.begin_again",),
    "cases.TaskOffered": ("service_requests.weigh_load",),
    "cases.TaskDone": (
        "service_requests.close_delivered",
        "service_requests.weigh_load",
        "workflows.asked_call_done",
    ),
    "handovers.LineChanged": ("workflows.book_call_done",),
    "complaints.ComplaintReviewed": ("workflows.review_leaves_improvement",),
    "stays.DepartureChanged": ("workflows.departure_caps_clocks",),
    "stays.RoomFlagChanged": ("workflows.visits_wait_for_quiet",),
    "stays.RoomMoved": ("workflows.wishes_move_along",),
    "stays.GuestCheckedOut": ("workflows.wishes_end_with_stay",),
    "outbox.JobDied": ("workflows.tell_of_dead_job",),
    "notices.NoticeGiven": ("notices.carry",),
    "notices.AlarmUnreached": ("notices.carry_unreached",),
    "stays.RoomTaskEnded": ("workflows.room_task_stops_clock",),
    "stays.RoomTaskGiven": ("workflows.room_task_starts_clock",),
    "clocks.ThresholdReached:case": ("cases.escalate",),
    "clocks.ThresholdReached:task": ("cases.escalate",),
    "clocks.ThresholdReached:approval": ("cases.escalate",),
    "clocks.ThresholdReached:handovers.Handover": ("handovers.sound_alarm",),
    "clocks.ThresholdReached:handovers.BookLine": ("handovers.sound_alarm",),
    "clocks.ThresholdReached:message": ("inbox.escalate",),
    "clocks.ThresholdReached:room_task": ("workflows.room_task_is_late",),
}


def install() -> None:
    """Declare every handler and put the table in place. Called once, after Django is started."""
    for module in HANDLERS:
        import_module(module)
    subscriptions.install(SUBSCRIPTIONS)
