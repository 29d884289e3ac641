"""The story: a reviewed complaint leaves an improvement behind (CASE-25)."""

from datetime import datetime
from uuid import UUID

from innkeeper.complaints.queries import review_line
from innkeeper.improvements.actions import Lesson, create_from_review
from innkeeper.kernel.actors import system
from innkeeper.outbox.jobs import job


@job("workflows.review_leaves_improvement")
def leave_improvement(*, case_id: UUID, review_id: UUID, at: datetime) -> None:
    """For complaints.ComplaintReviewed: one improvement per review, however often the job runs."""
    line = review_line(review_id)
    lesson = Lesson(
        review_id=line.id,
        source_case_id=case_id,
        property_id=line.property_id,
        department=line.department,
        cause=line.cause,
        measure=line.measure,
        use=line.use,
        is_restricted=line.is_restricted,
    )
    create_from_review(actor=system("workflows.review_leaves_improvement"), lesson=lesson, at=at)
