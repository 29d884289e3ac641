"""Phones that colleagues share: bound once by a code, opened by a PIN per person and shift, revoked at once."""

import hmac
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.accounts.actions import sign_in
from innkeeper.accounts.actions.staff import want
from innkeeper.accounts.models import DutyTurn, SessionRecord, SharedDevice, ShiftPin, Staff
from innkeeper.audit.actions import record
from innkeeper.kernel.actors import Actor, ActorKind
from innkeeper.kernel.errors import InvalidInput, NotFound
from innkeeper.kernel.ids import random_code

CODE_FOR = timedelta(minutes=10)
TOO_EASY = ("0123456789", "9876543210")


def invite_device(*, actor: Actor, property_id: UUID, name: str, at: datetime) -> str:
    """A code for one more shared phone, shown on the screen and typed there within ten minutes. Raises NotPermitted, InvalidInput."""
    want(actor)
    if property_id not in actor.property_ids:
        raise NotFound(_("There is no such hotel."))
    if not name.strip() or len(name) > 40:
        text = _("Give the phone a name of at most 40 characters.")
        raise InvalidInput(text, fields={"name": text})
    code = random_code(8)
    with transaction.atomic():
        row = SharedDevice.objects.create(
            property_id=property_id,
            name=name.strip(),
            code_digest=_keyed(code),
            code_until=at + CODE_FOR,
            made_by_id=actor.id,
            made_at=at,
        )
        _note(actor, "accounts.device_invited", row, at)
    return code


def enrol_device(*, code: str, address: str, at: datetime) -> str:
    """Bind this phone by its code; answers the key that the phone keeps. Five wrong ones lock the address they came from,
    and nobody else's.

    Raises SignInLocked; InvalidInput for a code that is wrong, old or used.
    """
    attempt_id = sign_in.begin_attempt(typed=f"device-code from {address}", address=address, at=at)
    key = secrets.token_urlsafe(32)
    fresh = SharedDevice.objects.filter(
        code_digest=_keyed(code), code_until__gt=at, enrolled_at__isnull=True, revoked_at__isnull=True
    )
    with transaction.atomic():
        row = fresh.select_for_update().first()
        if row is not None:
            SharedDevice.objects.filter(pk=row.pk).update(
                enrolled_at=at, seen_at=at, key_digest=_keyed(key), code_digest=""
            )
            _note(Actor(ActorKind.MACHINE, row.pk, "shared-device"), "accounts.device_enrolled", row, at)
    if row is None:
        sign_in.attempt_was_wrong(attempt_id=attempt_id, staff=None, at=at)
        text = _("This code is wrong, too old or used. Ask for a new one.")
        raise InvalidInput(text, fields={"code": text})
    sign_in.attempt_was_right(attempt_id=attempt_id)
    return key


def device_of(key: str) -> SharedDevice | None:
    """The live device that holds this key. Queries: 1, 0 without a key."""
    if not key:
        return None
    rows = SharedDevice.objects.filter(key_digest=_keyed(key), revoked_at__isnull=True)
    return rows.select_related("property").first()


def live_devices(property_id: UUID) -> list[SharedDevice]:
    """The hotel's shared phones, newest first. Queries: 1."""
    rows = SharedDevice.objects.filter(property_id=property_id, revoked_at__isnull=True)
    return list(rows.order_by("-made_at"))


def revoke_device(*, actor: Actor, device_id: UUID, at: datetime) -> int:
    """This phone opens no more, and every session on it ends now; how many. Raises NotPermitted, NotFound."""
    want(actor)
    rows = SharedDevice.objects.filter(pk=device_id, property_id__in=actor.property_ids)
    row = rows.filter(revoked_at__isnull=True).first()
    if row is None:
        raise NotFound(_("There is no such device."))
    with transaction.atomic():
        rows.update(revoked_at=at, revoked_by_id=actor.id)
        open_here = SessionRecord.objects.filter(shared_device_id=device_id, ended_at__isnull=True)
        ended = open_here.update(ended_at=at, ended_by_id=actor.id)
        _note(actor, "accounts.device_revoked", row, at)
    return ended


def live_pin(staff_id: UUID, property_id: UUID, *, at: datetime) -> ShiftPin | None:
    """The PIN that the person set for this shift. Queries: 1."""
    rows = ShiftPin.objects.filter(staff_id=staff_id, property_id=property_id, ended_at__isnull=True)
    return rows.filter(ends_at__gt=at).order_by("-made_at").first()


def on_shift(property_id: UUID, *, at: datetime) -> list[DutyTurn]:
    """Who is on duty now, to be picked on the phone. Queries: 1."""
    turns = DutyTurn.objects.filter(property_id=property_id, starts_at__lte=at, ends_at__gt=at)
    rows = turns.filter(staff__is_active=True).select_related("staff", "post__department")
    return list(
        {row.staff_id: row for row in rows.order_by("post__position", "staff__staff_number")}.values()
    )


def begin_shift(*, device: SharedDevice, staff_id: UUID, password: str, pin: str, at: datetime) -> DutyTurn:
    """The first hand on a shared phone in a shift: the password once, and a PIN of one's own until the shift ends.

    Raises SignInLocked; NotFound for who is not on duty here; InvalidInput for a wrong password or an easy PIN.
    """
    turn = _turn(device, staff_id, at=at)
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 6) or _is_easy(pin):
        text = _("Choose four to six digits that are not in a row.")
        raise InvalidInput(text, fields={"pin": text})
    _try(turn.staff, device, is_right=turn.staff.check_password(password), field="password", at=at)
    digest = make_password(pin)
    with transaction.atomic():
        ShiftPin.objects.filter(staff_id=staff_id, ended_at__isnull=True).update(ended_at=at)
        ShiftPin.objects.create(
            staff_id=staff_id, property_id=device.property_id, digest=digest, made_at=at, ends_at=turn.ends_at
        )
    _signed_in(turn, device, by="password", at=at)
    return turn


def take_in_hand(*, device: SharedDevice, staff_id: UUID, pin: str, at: datetime) -> DutyTurn:
    """Sign in on a shared phone by the PIN of this shift.

    Raises SignInLocked; NotFound; InvalidInput for a wrong PIN or where none was set in this shift.
    """
    turn = _turn(device, staff_id, at=at)
    held = live_pin(staff_id, device.property_id, at=at)
    is_right = held is not None and check_password(pin, held.digest)
    _try(turn.staff, device, is_right=is_right, field="pin", at=at)
    _signed_in(turn, device, by="pin", at=at)
    return turn


def _turn(device: SharedDevice, staff_id: UUID, *, at: datetime) -> DutyTurn:
    found = next((row for row in on_shift(device.property_id, at=at) if row.staff_id == staff_id), None)
    if found is None:
        raise NotFound(_("This colleague is not on duty now."))
    return found


def _try(staff: Staff, device: SharedDevice, *, is_right: bool, field: str, at: datetime) -> None:
    """Count the try; five wrong ones lock it for fifteen minutes. Raises SignInLocked, InvalidInput."""
    attempt_id = sign_in.begin_attempt(typed=f"pin:{staff.pk}", address=f"device:{device.pk}", at=at)
    if is_right:
        sign_in.attempt_was_right(attempt_id=attempt_id)
        return
    sign_in.attempt_was_wrong(attempt_id=attempt_id, staff=staff, at=at)
    text = _("This is not right. After five wrong tries it is locked for 15 minutes.")
    raise InvalidInput(text, fields={field: text})


def _signed_in(turn: DutyTurn, device: SharedDevice, *, by: str, at: datetime) -> None:
    SharedDevice.objects.filter(pk=device.pk).update(seen_at=at)
    facts = {"by": by, "device": str(device.pk)}
    sign_in.note_of_sign_in(staff=turn.staff, verb="accounts.signed_in", at=at, facts=facts)


def _is_easy(pin: str) -> bool:
    return len(set(pin)) == 1 or any(pin in row for row in TOO_EASY)


def _keyed(text: str) -> str:
    told = text.strip().upper() if len(text) < 20 else text
    return hmac.new(settings.SECRET_KEY.encode(), b"device:" + told.encode(), sha256).hexdigest()


def _note(actor: Actor, verb: str, row: SharedDevice, at: datetime) -> None:
    record(actor=actor, verb=verb, kind="device", object_id=row.pk, property_id=row.property_id, at=at)
