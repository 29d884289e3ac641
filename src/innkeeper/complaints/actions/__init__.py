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
from innkeeper.complaints.actions.proposing import OptionDraft, propose_solution, record_opinion
from innkeeper.complaints.actions.recovering import give_recovery
from innkeeper.complaints.actions.reporting import note_presence, report_complaint, split_tasks

__all__ = [
    "MeasureDraft",
    "OptionDraft",
    "close_complaint",
    "decide_solution",
    "finish_measure",
    "give_recovery",
    "name_prevention",
    "note_presence",
    "propose_solution",
    "record_feedback",
    "record_opinion",
    "record_return_visit",
    "report_complaint",
    "resolve_complaint",
    "review_complaint",
    "split_tasks",
]
