"""Beginning a job anew that the house gave up."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotFound, NotPermitted
from innkeeper.outbox import actions as outbox
from innkeeper.outbox.queries import dead_job

REVIVERS = "accounts.manage"


def revive_job(*, actor: Actor, job_id: UUID, at: datetime) -> None:
    """Let a job that was given up run again from its first try.

    Raises NotPermitted (who manages accounts may), NotFound for a job of another hotel or one that is not given up.
    """
    if not actor.may(REVIVERS):
        raise NotPermitted(_("Your post does not begin jobs anew."))
    job = dead_job(actor.houses, job_id)
    with transaction.atomic():
        if job is None or not outbox.revive(job.id, at=at):
            raise NotFound(_("This job is not given up any more."))
        audit.record(
            actor=actor,
            verb="outbox.job_revived",
            kind="job",
            object_id=job.id,
            property_id=actor.property_id,
            at=at,
            facts={"job": job.name, "tries": job.attempts, "error": job.error},
        )
