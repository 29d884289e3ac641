"""Carrying a notice out of the house: to the person's devices, else to the group, else to who stands in, else to all.

Every attempt is a delivery of the outbox with its back-off. What gives up is said on the screens.
"""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from innkeeper.accounts.queries import is_at_a_screen, manned, stand_ins_for, still_here
from innkeeper.kernel.actors import Actor, system
from innkeeper.notices.actions.channels import BOT, BOT_SECRET, PUSH, bot_of
from innkeeper.notices.actions.telling import Subject, keep_unreached, notify
from innkeeper.notices.actions.troubles import end_trouble, note_trouble
from innkeeper.notices.adapters import bots, push
from innkeeper.notices.catalogue import rendered
from innkeeper.notices.models import Carriage, GroupBot, PushDevice, StaffNotice, Unreached
from innkeeper.notices.queries import in_own_words, own_texts, ringing
from innkeeper.outbox.actions import enqueue
from innkeeper.outbox.adapters.http import HttpPost
from innkeeper.outbox.delivery import deliver, plan_delivery
from innkeeper.outbox.models import Delivery, DeliveryState
from innkeeper.outbox.ports import DeliveryFailed, Message
from innkeeper.vault.credentials import unlocked

PATIENCE = 3
TIMEOUT_SECONDS = 4.0
OLD_AFTER = timedelta(hours=2)
JOB = "notices.deliver"
SENT, FAILED = "sent", "failed"
PUSH_ROUTE, BOT_ROUTE = "push", "bot"
GONE = ("http_404", "http_410")
UNSEALABLE = (InvalidTag, ValueError, KeyError)
"""What keeps a message from being made at all: the house's key changed, or what was kept is broken."""


def carry_notice(*, notice_id: UUID, at: datetime) -> None:
    """Send a notice on its next way out; nothing where it was read, is old, or has arrived somewhere.

    Safe to repeat. Ways in order: the person's own devices, the group of their department, who stands in for them.
    """
    notice = StaffNotice.objects.filter(pk=notice_id).first()
    if notice is None or notice.read_at is not None or at - notice.created_at > OLD_AFTER:
        return
    with transaction.atomic():
        StaffNotice.objects.select_for_update().get(pk=notice_id)
        tried = list(Carriage.objects.filter(notice_id=notice_id).values_list("route", "outcome"))
        if any(outcome in ("", SENT) for _route, outcome in tried):
            return
        routes = {route for route, _outcome in tried}
        for route, targets in ((PUSH_ROUTE, _devices_of(notice, at)), (BOT_ROUTE, _groups_of(notice))):
            if route not in routes and targets:
                _send_out(targets, route=route, notice=notice, at=at)
                return
        if notice.level != "info" or routes:
            _pass_on(notice, has_tried=bool(routes), at=at)


def carry_unreached(*, unreached_id: UUID, at: datetime) -> None:
    """An alarm that found nobody rings on every device of who works here and in every group of the hotel, once."""
    lost = Unreached.objects.filter(pk=unreached_id, taken_at__isnull=True).first()
    if lost is None or Carriage.objects.filter(unreached_id=unreached_id).exists():
        return
    live = {"property_id": lost.property_id, "ended_at__isnull": True}
    with transaction.atomic():
        devices = ringing(PushDevice.objects.filter(**live), at=at)
        here = still_here(lost.property_id, {row.staff_id for row in devices}, at=at)
        groups = GroupBot.objects.filter(**live).values_list("pk", flat=True)
        _send_out([row.pk for row in devices if row.staff_id in here], route=PUSH_ROUTE, lost=lost, at=at)
        _send_out(list(groups), route=BOT_ROUTE, lost=lost, at=at)


def send_test(*, actor: Actor, bot_id: UUID, at: datetime) -> UUID:
    """Send a test into a group; the channel's line then says how it went. Raises NotFound, NotPermitted."""
    bot = bot_of(actor, bot_id)
    with transaction.atomic():
        return _carriage(bot.pk, route=BOT_ROUTE, property_id=bot.property_id, at=at)


def carry_carriage(*, carriage_id: UUID, at: datetime) -> None:
    """One attempt of one way. After three that failed the notice goes its next way, and the screens say so.

    A way that was closed meanwhile, or whose address no longer opens, has failed too; a repeat of a failed one only
    goes on to the next.
    Raises NotReached or Unsure where the same way shall be tried again.
    """
    carriage = Carriage.objects.get(pk=carriage_id)
    target = _target(carriage)
    if target is None and not carriage.outcome:
        carriage.outcome = FAILED
        Carriage.objects.filter(pk=carriage.pk).update(outcome=FAILED, ended_at=at)
    if carriage.outcome == FAILED and carriage.notice_id:
        carry_notice(notice_id=carriage.notice_id, at=at)
    if carriage.outcome or target is None:
        return
    port = HttpPost(
        timeout=TIMEOUT_SECONDS,
        inside_hosts=settings.INSIDE_HOSTS,
        judge=bots.judge if carriage.route == BOT_ROUTE else None,
    )
    try:
        state = deliver(
            delivery_id=carriage.delivery_id,
            port=port,
            compose=lambda row: _composed(carriage, target, message_id=row.id, at=at),
            at=at,
        )
    except UNSEALABLE:
        _ended(carriage, target, FAILED, code="unsealable", at=at)
        return
    except DeliveryFailed as failure:
        if Delivery.objects.get(pk=carriage.delivery_id).attempts < PATIENCE:
            _note_failing(target, code=failure.code, at=at)
            raise
        _ended(carriage, target, FAILED, code=failure.code, at=at)
        return
    if state is DeliveryState.SENT:
        _ended(carriage, target, SENT, code="", at=at)
    else:
        code = Delivery.objects.get(pk=carriage.delivery_id).last_error
        _ended(carriage, target, FAILED, code=code, at=at)


def _devices_of(notice: StaffNotice, at: datetime) -> list[UUID]:
    """The devices in the reader's hand; none of one who works here no longer."""
    if not still_here(notice.property_id, [notice.recipient_id], at=at):
        return []
    mine = PushDevice.objects.filter(staff_id=notice.recipient_id, property_id=notice.property_id)
    return [row.pk for row in ringing(mine.filter(ended_at__isnull=True), at=at)]


def _groups_of(notice: StaffNotice) -> list[UUID]:
    """The groups of the departments that the reader works in, else those of the whole house."""
    from_posts = stand_ins_for(notice.recipient_id, notice.property_id, at=notice.created_at)
    rows = GroupBot.objects.filter(property_id=notice.property_id, ended_at__isnull=True)
    own = [row.pk for row in rows if row.department in from_posts.departments]
    return own or [row.pk for row in rows if not row.department]


def _send_out(
    targets: Iterable[UUID],
    *,
    route: str,
    at: datetime,
    notice: StaffNotice | None = None,
    lost: Unreached | None = None,
) -> None:
    about = notice or lost
    assert about is not None
    for target_id in targets:
        _carriage(
            target_id,
            route=route,
            property_id=about.property_id,
            at=at,
            notice_id=notice.pk if notice else None,
            unreached_id=lost.pk if lost else None,
        )


def _carriage(target_id: UUID, *, route: str, property_id: UUID, at: datetime, **about: UUID | None) -> UUID:
    """Plan one delivery and put its job down, inside the open transaction."""
    row = Carriage(property_id=property_id, route=route, target_id=target_id, at=at, **about)
    row.delivery_id = plan_delivery(
        port=route, subject_kind="carriage", subject_id=row.pk, property_id=property_id, at=at
    )
    row.save(force_insert=True)
    enqueue(JOB, at=at, carriage_id=row.pk)
    return row.pk


def _pass_on(notice: StaffNotice, *, has_tried: bool, at: datetime) -> None:
    """Tell who stands in; where all were told already, the alarm is unreached. Who sits at a screen sees it there.

    What is no alarm goes on only among those on duty, and wakes nobody on call: it ends on their lists, and
    its own clock raises the alarm when nobody takes it up.
    """
    if not has_tried and is_at_a_screen(notice.recipient_id, at):
        return
    chain = StaffNotice.objects.filter(
        object_id=notice.object_id, created_at__gte=notice.created_at - OLD_AFTER
    )
    told = set(chain.values_list("recipient_id", flat=True))
    found = stand_ins_for(notice.recipient_id, notice.property_id, at=at)
    left = [line.id for line in found.people if line.id not in told]
    if notice.level == "info":
        awake = manned(notice.property_id, at)[2]
        left = [one for one in left if one in awake]
    about: Subject = {
        "property_id": notice.property_id,
        "kind": notice.kind,
        "object_kind": notice.object_kind,
        "object_id": notice.object_id,
        "ref": notice.ref,
        "room": notice.room,
        "level": notice.level,
        "facts": notice.facts,
        "at": at,
        "text_key": "notices.passed_on" if left else notice.text_key,
    }
    if left:
        notify(actor=system("carrier"), staff_ids=left[:1], passed_from_id=notice.pk, **about)
    elif notice.level != "info":
        keep_unreached(post_code=found.post_code, **about)


def _target(carriage: Carriage) -> PushDevice | GroupBot | None:
    model = PushDevice if carriage.route == PUSH_ROUTE else GroupBot
    found: PushDevice | GroupBot | None = model._default_manager.filter(
        pk=carriage.target_id, ended_at__isnull=True
    ).first()
    return found


def _composed(
    carriage: Carriage, target: PushDevice | GroupBot, *, message_id: UUID, at: datetime
) -> Message:
    """The message made at this moment: room and what it is about, never a name."""
    notice = _about(carriage)
    room = notice.room if notice else ""
    if isinstance(target, GroupBot):
        with translation.override("zh-hans"):
            text = _text(carriage, notice)
        address = unlocked(target.address_locked, purpose=BOT)
        secret = unlocked(target.secret_locked, purpose=BOT_SECRET) if target.secret_locked else ""
        note = bots.letter(
            target.kind, address=address, secret=secret, text=f"【{_('Innkeeper')}】{text}", at=at
        )
        return Message(id=message_id, address=note.address, body=note.body)
    with translation.override(target.language):
        told = {
            "title": room or _("Innkeeper"),
            "body": _text(carriage, notice),
            "url": "/board/",
            "tag": carriage.pk.hex,
        }
    address_book = json.loads(unlocked(target.address_locked, purpose=PUSH))
    is_urgent = notice is not None and notice.level != "info"
    return Message(
        id=message_id,
        address=address_book["endpoint"],
        body=push.sealed_payload(told, address=address_book),
        content_type="application/octet-stream",
        headers=push.headers(address_book["endpoint"], is_urgent=is_urgent, topic=carriage.pk.hex, at=at),
    )


def _about(carriage: Carriage) -> StaffNotice | Unreached | None:
    if carriage.notice_id:
        return StaffNotice.objects.filter(pk=carriage.notice_id).first()
    return Unreached.objects.filter(pk=carriage.unreached_id).first() if carriage.unreached_id else None


def _text(carriage: Carriage, notice: StaffNotice | Unreached | None) -> str:
    """What it says, in the hotel's own words where it has some. Queries: 1."""
    if isinstance(notice, StaffNotice):
        return in_own_words([notice])[0].text
    own = own_texts(carriage.property_id)
    if notice is None:
        return rendered("notices.test", {}, own)
    facts = {"ref": notice.ref, "room": notice.room, "post": notice.post_code}
    return rendered("duty.unreached", facts, own)


def _note_failing(target: PushDevice | GroupBot, *, code: str, at: datetime) -> None:
    rows = type(target)._default_manager.filter(pk=target.pk)
    rows.update(last_error=code)
    rows.filter(failing_since__isnull=True).update(failing_since=at)


def _ended(
    carriage: Carriage, target: PushDevice | GroupBot, outcome: str, *, code: str, at: datetime
) -> None:
    """Keep how it went: on the carriage, on the channel's line, on the screens; then the next way, where it failed."""
    rows = type(target)._default_manager.filter(pk=target.pk)
    Carriage.objects.filter(pk=carriage.pk).update(outcome=outcome, ended_at=at)
    route = _route(target)
    if outcome == SENT:
        rows.update(last_ok_at=at, failing_since=None, last_error="")
        end_trouble(property_id=carriage.property_id, route=route, at=at)
        return
    if code in GONE and carriage.route == PUSH_ROUTE:
        rows.update(ended_at=at, last_error=code)
    else:
        _note_failing(target, code=code, at=at)
        facts = {"name": target.name} if isinstance(target, GroupBot) else {"host": target.host}
        note_trouble(
            property_id=carriage.property_id,
            route=route,
            text_key=f"trouble.{carriage.route}",
            facts=facts,
            at=at,
        )
    if carriage.notice_id:
        carry_notice(notice_id=carriage.notice_id, at=at)


def _route(target: PushDevice | GroupBot) -> str:
    """Which trouble it is: of one group, or of the push service behind many devices."""
    return f"bot:{target.pk}" if isinstance(target, GroupBot) else f"push:{target.host}"
