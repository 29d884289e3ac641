"""Room tasks beside case tasks: cards with one tap, due first. Room tasks are not cases and open none."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from innkeeper.kernel.actors import Actor
from innkeeper.stays.queries import RoomJob
from innkeeper.web.parts import Press, State, TaskCard, clock_face
from innkeeper.web.templatetags.parts import hour


def room_cards(jobs: Sequence[RoomJob], *, actor: Actor, back: str, at: datetime) -> list[TaskCard]:
    """The jobs as cards. `back` names the page that a tap returns to."""
    return [_card(job, actor=actor, back=back, at=at) for job in jobs]


def _card(job: RoomJob, *, actor: Actor, back: str, at: datetime) -> TaskCard:
    face = clock_face(
        now=at,
        started_at=job.given_at,
        due_at=job.due_at,
        paused_at=at if job.waits else None,
        hold_words=_waits(job, at),
    )
    is_mine = job.owner_id == actor.id
    others = [_open_room(job)] if job.waits else [] if is_mine else [_press(job, back, kind="plain")]
    return TaskCard(
        dom_id=f"room-task-{job.ids[0]}",
        place=job.room,
        title=" · ".join([*job.words, job.note] if job.note else job.words),
        clock=face,
        state="late" if face.state is State.LATE else "now" if is_mine else "",
        next_step=None if job.waits else _press(job, back) if is_mine else _press(job, back, "accept"),
        others=[*others, *([_give(job, back)] if actor.may("cases.assign") else [])],
        href=reverse("stays:room", args=[job.room]),
    )


def _waits(job: RoomJob, at: datetime) -> str:
    if job.quiet_until and at < job.quiet_until:
        return _("no contact before %(at)s") % {"at": hour(job.quiet_until)}
    return _("do not disturb since %(at)s") % {"at": hour(job.dnd_since)} if job.dnd_since else ""


def _press(job: RoomJob, back: str, verb: str = "done", kind: str = "") -> Press:
    label, name = (
        (_("Accept"), "stays:acceptances")
        if verb == "accept"
        else (pgettext("tap", "Done"), "stays:completions")
    )
    return Press(
        label=label,
        url=f"{reverse(name)}?back={back}",
        kind=kind,
        name="tasks",
        value=" ".join(map(str, job.ids)),
    )


def _open_room(job: RoomJob) -> Press:
    return Press(
        label=_("Open the room"), url=reverse("stays:room", args=[job.room]), kind="plain", is_link=True
    )


def _give(job: RoomJob, back: str) -> Press:
    url = reverse("stays:hands", args=[job.ids[0]])
    return Press(label=_("Give it to another"), url=f"{url}?back={back}", kind="quiet", is_link=True)
