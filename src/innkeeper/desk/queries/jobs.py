"""Jobs that were given up, in words: what the house could not do, since when, and why not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from innkeeper.outbox.queries import dead_jobs

SHOWN = 100
JOB_WORDS = {
    "calls.forget_message": gettext_lazy("Destroy a message that was passed on"),
    "cases.end_hold": gettext_lazy("Wake a case that rested"),
    "cases.escalate": gettext_lazy("Tell the next post of a deadline"),
    "cases.follow_calendar": gettext_lazy("Move deadlines to the new calendar"),
    "cases.prompt_owners": gettext_lazy("Remind owners of their cases"),
    "cases.rebase_code": gettext_lazy("Move deadlines to the new norm"),
    "cases.route_case": gettext_lazy("Give a new case to its post"),
    "complaints.remind_of_drills": gettext_lazy("Remind of a drill that is due"),
    "complaints.weekly_summary": gettext_lazy("Sum up the week's complaints"),
    "config.take_statistics": gettext_lazy("Count what stands in the tables"),
    "desk.read_for_danger": gettext_lazy("Read a message for danger to life"),
    "disputes.remind_of_terms": gettext_lazy("Remind of overdue terms of settlements"),
    "handovers.fill": gettext_lazy("Fill the handover books"),
    "handovers.keep_packs": gettext_lazy("Make the downtime packs"),
    "handovers.sound_alarm": gettext_lazy("Ring for a line of the book"),
    "inbox.escalate": gettext_lazy("Tell the next post of a message that waits"),
    "inbox.fetch_mail": gettext_lazy("Look into the mailboxes"),
    "inbox.fetch_mailbox": gettext_lazy("Fetch the mail of one mailbox"),
    "inbox.send_receipt": gettext_lazy("Confirm a guest's mail"),
    "incidents.forget_parted": gettext_lazy("Take the room of a case that came out off the incident's list"),
    "incidents.gather": gettext_lazy("Join calls on one matter into an incident of many rooms"),
    "notices.carry": gettext_lazy("Carry a notice out of the house"),
    "notices.carry_unreached": gettext_lazy("Carry an alarm that reached nobody"),
    "notices.deliver": gettext_lazy("Deliver a notice to a device or group"),
    "outbox.forget_finished": gettext_lazy("Clear away finished jobs"),
    "search.scrub": gettext_lazy("Make the search index forget removed words"),
    "service_requests.begin_again": gettext_lazy("Give a reopened request to its department again"),
    "service_requests.close_delivered": gettext_lazy("Close a request that was delivered"),
    "service_requests.offer_planned": gettext_lazy("Offer a planned request"),
    "service_requests.reroute": gettext_lazy("Give a request to the department of its new code"),
    "service_requests.weigh_load": gettext_lazy("Weigh a department's load"),
    "stays.import_file": gettext_lazy("Import stays from a file"),
    "stays.plan_day": gettext_lazy("Plan the rooms' day"),
    "workflows.asked_call_done": gettext_lazy("Tick the call in the book that the guest asked for"),
    "workflows.book_call_done": gettext_lazy("Close the guest's request for a call that was made"),
    "workflows.carry_out_noted_erasures": gettext_lazy("Erase files whose erasure was noted"),
    "workflows.departure_caps_clocks": gettext_lazy("Bring deadlines forward to the departure"),
    "workflows.closed_words_leave_search": gettext_lazy("Make the search forget what an erased guest said"),
    "workflows.erased_words_leave_search": gettext_lazy("Make the search forget what an erased guest said"),
    "workflows.finish_erasures": gettext_lazy("Empty erased files that a crash left"),
    "workflows.log_entry_asks_for_work": gettext_lazy("Make work of a line of the log"),
    "workflows.message_into_book": gettext_lazy("Write a message for a guest into the book"),
    "workflows.message_out_of_book": gettext_lazy("Tick a message in the book that was settled"),
    "workflows.review_leaves_improvement": gettext_lazy("Leave an improvement after a review"),
    "workflows.room_task_is_late": gettext_lazy("Tell of a late room task"),
    "workflows.room_task_starts_clock": gettext_lazy("Start the clock of a room task"),
    "workflows.room_task_stops_clock": gettext_lazy("Stop the clock of a room task"),
    "workflows.tell_of_dead_job": gettext_lazy("Tell of a job that was given up"),
    "workflows.sweep_orphan_keys": gettext_lazy("Sweep orphan keys"),
    "workflows.visits_wait_for_quiet": gettext_lazy("Let visits wait while the guest is not to be disturbed"),
    "workflows.wishes_end_with_stay": gettext_lazy("End what was asked for when the guest leaves"),
    "workflows.wishes_move_along": gettext_lazy("Move what was asked for along with the guest"),
}
UNREACHED = frozenset(
    {"ConnectionError", "ConnectionRefusedError", "ConnectionResetError", "gaierror", "Unavailable"}
)
SLOW = frozenset({"TimeoutError", "timeout"})
DATABASE = frozenset({"OperationalError", "InterfaceError", "DatabaseError"})
GONE = frozenset({"NotFound", "DoesNotExist", "KeyDestroyed", "SubjectShredded"})
REFUSED = frozenset({"WrongState", "NotPermitted", "InvalidInput", "EditConflict"})
REASONS = (
    (UNREACHED, gettext_lazy("What it needs could not be reached.")),
    (SLOW, gettext_lazy("What it needs gave no answer in time.")),
    (DATABASE, gettext_lazy("The database did not answer.")),
    (GONE, gettext_lazy("What it was about is no longer there.")),
    (REFUSED, gettext_lazy("The house refused it: something had changed meanwhile.")),
)
UNKNOWN = pgettext_lazy("job", "An error of the software; tell who maintains it.")


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job that was given up, as the page shows it."""

    id: UUID
    words: str
    since_at: datetime
    attempts: int
    reason: str
    code: str


def jobs_given_up(property_ids: Collection[UUID]) -> list[JobLine]:
    """The latest hundred of these hotels and of the house as a whole. Queries: 1."""
    return [
        JobLine(job.id, job_words(job.name), job.since_at, job.attempts, reason_words(job.error), job.error)
        for job in dead_jobs(property_ids, limit=SHOWN)
    ]


def job_words(name: str) -> str:
    """What the job does, in the reader's words; one that this version no longer knows by its name."""
    return str(JOB_WORDS[name]) if name in JOB_WORDS else _("Unknown job %(name)s") % {"name": name}


def reason_words(error: str) -> str:
    """Why it was given up, by the kind of its last error."""
    kind = error.partition(":")[0]
    return next((str(words) for kinds, words in REASONS if kind in kinds), str(UNKNOWN))
