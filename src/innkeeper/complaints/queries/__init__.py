"""Reads of complaints: what is written of one (course), and what the house keeps beside all of them (house)."""

from innkeeper.complaints.queries.course import (
    complaint_facts,
    course_of,
    is_verified,
    newest_opinion,
    newest_solution,
    offers_of,
    outcome_of,
    recoveries_of,
    resolution_in_force,
    review_line,
)

__all__ = [
    "complaint_facts",
    "course_of",
    "is_verified",
    "newest_opinion",
    "newest_solution",
    "offers_of",
    "outcome_of",
    "recoveries_of",
    "resolution_in_force",
    "review_line",
]
