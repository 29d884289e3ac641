"""The only writers of complaints, one file per stretch of the loop."""

from innkeeper.complaints.actions.deciding import (
    MeasureDraft,
    decide_solution,
    finish_measure,
    name_prevention,
)
from innkeeper.complaints.actions.ending import (
    close_complaint,
    record_feedback,
    record_return_visit,
    resolve_complaint,
    review_complaint,
)
from innkeeper.complaints.actions.following import follow_guest
from innkeeper.complaints.actions.proposing import OptionDraft, propose_solution, record_opinion
from innkeeper.complaints.actions.recovering import give_recovery, redeem_recovery, thank_guest
from innkeeper.complaints.actions.reminding import remind_of_drill
from innkeeper.complaints.actions.reporting import (
    departments_to_set,
    note_presence,
    report_complaint,
    split_tasks,
)
from innkeeper.complaints.actions.ruling import (
    limit_wished,
    note_drill,
    plan_drill,
    set_drill_rule,
    set_limit,
)
from innkeeper.complaints.actions.summarising import (
    confirm_summary,
    prepare_week,
    print_summary,
    send_summary,
)
from innkeeper.complaints.actions.verifying import may_verify, verify_effect

__all__ = [
    "MeasureDraft",
    "OptionDraft",
    "close_complaint",
    "confirm_summary",
    "decide_solution",
    "departments_to_set",
    "finish_measure",
    "follow_guest",
    "give_recovery",
    "limit_wished",
    "may_verify",
    "name_prevention",
    "note_drill",
    "note_presence",
    "plan_drill",
    "prepare_week",
    "print_summary",
    "propose_solution",
    "record_feedback",
    "record_opinion",
    "record_return_visit",
    "redeem_recovery",
    "remind_of_drill",
    "report_complaint",
    "resolve_complaint",
    "review_complaint",
    "send_summary",
    "set_drill_rule",
    "set_limit",
    "split_tasks",
    "thank_guest",
    "verify_effect",
]
