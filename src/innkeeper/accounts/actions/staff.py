"""Colleagues: entered, given posts, deactivated. Nobody widens their own rights."""

from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from innkeeper.accounts.models import Assignment, Post, SessionRecord, ShiftPin, Staff
from innkeeper.audit.actions import record
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import local_date
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState

LANGUAGES = ("zh-hans", "en")
THEMES = ("", "light", "dark")
LONGEST_PASSWORD = 128


def want(actor: Actor, permission: str = "accounts.manage") -> None:
    """Raise NotPermitted unless the actor holds the permission."""
    if not actor.may(permission):
        raise NotPermitted(_("Managing accounts needs the right to do so, and a second factor."))


def colleague(actor: Actor, staff_id: UUID) -> Staff:
    """A person who works in a hotel of the actor; others are not to be seen. Raises NotFound. Queries: 1."""
    people = Staff.objects.filter(pk=staff_id)
    if not actor.is_system:
        people = people.filter(assignments__property_id__in=actor.property_ids)
    found = people.first()
    if found is None:
        raise NotFound(_("There is no such colleague."))
    return found


def is_answered_for(actor: Actor, staff_id: UUID, *, at: datetime) -> bool:
    """Whether a hotel of the actor answers for the account: the colleague works or will work there, or worked there last.

    Queries: 1.
    """
    rows = list(Assignment.objects.filter(staff_id=staff_id).select_related("property"))
    still = [
        row for row in rows if row.until_on is None or local_date(at, row.property.timezone) <= row.until_on
    ]
    return actor.is_system or any(row.property_id in actor.property_ids for row in still or rows)


def answered_for(actor: Actor, staff_id: UUID, *, at: datetime) -> Staff:
    """A colleague whose account the actor may change. Raises NotFound; NotPermitted for one who went to another hotel."""
    person = colleague(actor, staff_id)
    if not is_answered_for(actor, staff_id, at=at):
        raise NotPermitted(
            _("This colleague works in another hotel now. Its administrator changes the account.")
        )
    return person


def shut_out(person: Staff, *, actor: Actor, at: datetime) -> int:
    """End every session and shift PIN of a colleague inside the caller's transaction; how many sessions ended."""
    ShiftPin.objects.filter(staff=person, ended_at__isnull=True).update(ended_at=at)
    still_open = SessionRecord.objects.filter(staff=person, ended_at__isnull=True)
    return still_open.update(ended_at=at, ended_by_id=actor.id)


def register_staff(
    *,
    actor: Actor,
    staff_number: str,
    work_name: str,
    password: str,
    at: datetime,
    work_name_en: str = "",
    language: str = "zh-hans",
    password_hash: str = "",
) -> Staff:
    """Enter a new colleague; the post follows by `assign_post`. Raises NotPermitted, InvalidInput.

    `password_hash`: the password as it was hashed before, for many people entered with one first password.
    """
    want(actor)
    person = Staff(
        staff_number=staff_number.strip(),
        work_name=work_name.strip(),
        work_name_en=work_name_en.strip(),
        language=language,
        created_at=at,
    )
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise InvalidInput(" ".join(weak.messages), fields={"password": "10+"}) from weak
    if password_hash:
        person.password = password_hash
    else:
        person.set_password(password)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            _note(actor, "accounts.staff_registered", person, at)
    except IntegrityError as twice:
        raise InvalidInput(
            _("This staff number is taken."), fields={"staff_number": person.staff_number}
        ) from twice
    return person


def assign_post(
    *,
    actor: Actor,
    staff: Staff,
    property_id: UUID,
    post_code: str,
    from_on: date,
    at: datetime,
    until_on: date | None = None,
) -> Assignment:
    """Let a colleague hold a post, with the role it brings. Raises NotPermitted, NotFound, InvalidInput."""
    want(actor)
    if staff.pk == actor.id:
        raise NotPermitted(_("Nobody gives rights to themselves. Ask another administrator."))
    if not actor.is_system and property_id not in actor.property_ids:
        raise NotFound(_("There is no such hotel."))
    post = Post.objects.filter(property_id=property_id, code=post_code).first()
    if post is None:
        raise InvalidInput(_("There is no such post."), fields={"post": post_code})
    if until_on is not None and until_on < from_on:
        raise InvalidInput(_("The last day lies before the first."), fields={"until_on": from_on.isoformat()})
    with transaction.atomic():
        held = Assignment.objects.create(
            staff=staff,
            property_id=property_id,
            post=post,
            department_id=post.department_id,
            role_id=post.role_id,
            from_on=from_on,
            until_on=until_on,
        )
        _note(actor, "accounts.post_assigned", staff, at, property_id=property_id, post=post_code)
    return held


def engage_staff(
    *,
    actor: Actor,
    property_id: UUID,
    post_code: str,
    from_on: date,
    staff_number: str,
    work_name: str,
    work_name_en: str,
    password: str,
    at: datetime,
) -> Staff:
    """Enter a colleague together with the first post: both or neither. Raises as the two actions it is made of."""
    with transaction.atomic():
        person = register_staff(
            actor=actor,
            staff_number=staff_number,
            work_name=work_name,
            work_name_en=work_name_en,
            password=password,
            at=at,
        )
        assign_post(
            actor=actor, staff=person, property_id=property_id, post_code=post_code, from_on=from_on, at=at
        )
    return person


def end_assignment(*, actor: Actor, assignment_id: UUID, last_on: date, at: datetime) -> UUID:
    """Let a post end after this day and answer whose it was. Raises NotPermitted, NotFound."""
    want(actor)
    held = Assignment.objects.select_related("post", "staff").filter(pk=assignment_id).first()
    if held is None or (not actor.is_system and held.property_id not in actor.property_ids):
        raise NotFound(_("There is no such assignment."))
    with transaction.atomic():
        held.from_on = min(held.from_on, last_on)
        held.until_on = last_on
        held.save(update_fields=["from_on", "until_on"])
        _note(actor, "accounts.post_ended", held.staff, at, property_id=held.property_id, post=held.post.code)
    return held.staff_id


def deactivate_staff(*, actor: Actor, staff_id: UUID, at: datetime) -> int:
    """End every session and right of a colleague at once; answers how many sessions ended.

    Raises NotPermitted, NotFound, WrongState for oneself or someone already deactivated. Source: OPS-04.
    """
    want(actor)
    if staff_id == actor.id:
        raise WrongState(_("Nobody deactivates themselves. Ask another administrator."))
    person = answered_for(actor, staff_id, at=at)
    with transaction.atomic():
        if not Staff.objects.filter(pk=person.pk, is_active=True).update(is_active=False, deactivated_at=at):
            raise WrongState(_("This colleague is deactivated already."))
        ended = shut_out(person, actor=actor, at=at)
        _note(actor, "accounts.staff_deactivated", person, at, sessions_ended=str(ended))
    return ended


def reset_password(*, actor: Actor, staff_id: UUID, password: str, at: datetime) -> None:
    """Give a colleague who forgot it a new password; they are signed out everywhere.

    Raises NotPermitted (also for oneself: one's own is changed on one's own page), NotFound, InvalidInput.
    """
    want(actor)
    if staff_id == actor.id:
        raise NotPermitted(_("Change your own password on your own page."))
    person = answered_for(actor, staff_id, at=at)
    if len(password) > LONGEST_PASSWORD:
        said = _("A password has at most %(limit)d characters.") % {"limit": LONGEST_PASSWORD}
        raise InvalidInput(said, fields={"password": said})
    try:
        validate_password(password, person)
    except ValidationError as weak:
        said = " ".join(weak.messages)
        raise InvalidInput(said, fields={"password": said}) from weak
    person.set_password(password)
    with transaction.atomic():
        person.save(update_fields=["password"])
        shut_out(person, actor=actor, at=at)
        _note(actor, "accounts.password_reset", person, at)


def reactivate_staff(*, actor: Actor, staff_id: UUID, at: datetime) -> None:
    """Let a deactivated colleague back in; old sessions stay ended. Raises NotPermitted, NotFound, WrongState."""
    want(actor)
    person = answered_for(actor, staff_id, at=at)
    with transaction.atomic():
        if not Staff.objects.filter(pk=person.pk, is_active=False).update(
            is_active=True, deactivated_at=None
        ):
            raise WrongState(_("This colleague is active."))
        _note(actor, "accounts.staff_reactivated", person, at)


def choose_face(*, actor: Actor, at: datetime, language: str | None = None, theme: str | None = None) -> None:
    """The person's own language and theme. Raises InvalidInput. Not audited: it changes no right. Queries: 1."""
    fresh: dict[str, str] = {}
    if language is not None:
        if language not in LANGUAGES:
            raise InvalidInput(_("Choose Chinese or English."), fields={"language": "zh-hans, en"})
        fresh["language"] = language
    if theme is not None:
        if theme not in THEMES:
            raise InvalidInput(_("Choose light or dark."), fields={"theme": "light, dark"})
        fresh["theme"] = theme
    Staff.objects.filter(pk=actor.id).update(**fresh)


def _note(
    actor: Actor, verb: str, person: Staff, at: datetime, *, property_id: UUID | None = None, **facts: str
) -> None:
    record(
        actor=actor,
        verb=verb,
        kind="staff",
        object_id=person.pk,
        property_id=property_id or actor.property_id,
        at=at,
        facts=facts,
    )
