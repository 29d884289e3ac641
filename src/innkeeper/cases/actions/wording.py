"""Free text on its way in: sealed under the case's key, and redacted for lists and search. Before any transaction."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, Value
from django.utils import translation
from django.utils.translation import gettext as _

from innkeeper.accounts.queries import staff_lines
from innkeeper.cases.adapters.redaction import redacted
from innkeeper.cases.models import Case, CaseGuest, NamedStaff
from innkeeper.cases.rules import names_of_colleague
from innkeeper.guests.actions.guarding import names_for_guard
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotPermitted
from innkeeper.kernel.text import clipped
from innkeeper.search import actions as search
from innkeeper.search.queries import knows
from innkeeper.vault.sealing import seal
from innkeeper.vault.values import Sealed

TITLE_LENGTH = 80
REASON_LENGTH = 200
LINE_LENGTH = 400
TASK_TITLE_LENGTH = 120
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Worded:
    """One text as the house keeps it: the words sealed, the redacted text readable."""

    sealed: Sealed
    redacted: str

    @property
    def title(self) -> str:
        """The redacted text in one short line."""
        return clipped(self.redacted, TITLE_LENGTH)


def worded(text: str, *, case: Case, field_id: str, row_id: UUID, at: datetime) -> Worded:
    """Seal the text under the key of its case and redact it, the names of the case's guests with it.

    Queries: those of the seal, on the keys' database, and once per case object those of the names.
    """
    sealed = seal(text, field_id=field_id, row_id=row_id, subject_id=case.pk, scope_id=case.property_id)
    learn_names(case, at=at)
    return Worded(sealed=sealed, redacted=redacted(text, known_names=case.names_to_hide))


def hidden(text: str, case: Case, *, length: int = REASON_LENGTH) -> str:
    """A short text of the house as the case's rows show it, clipped.

    The names come from the frame that holds the case (`changing`, `open_case`, `learn_names`): inside the
    transaction none can be opened. Without them the text is not shown.
    """
    return clipped(redacted(text.strip(), known_names=case.names_to_hide), length)


@dataclass(frozen=True, slots=True)
class Both:
    """What the house itself says, in both its languages, each reader reads their own."""

    zh: str
    en: str


def in_both(say: Callable[[], str]) -> Both:
    """A sentence of the house as each of its languages says it; guests' words within it stay as they were said."""
    with translation.override("zh-hans"):
        zh = say()
    with translation.override("en"):
        return Both(zh, say())


def title_of(case: Case) -> str | Both:
    """What the case is about, to stand in the title of something else: in both languages where the house said it."""
    return Both(case.title_redacted, case.title_en) if case.title_en else case.title_redacted


def title_columns(title: str | Both, case: Case) -> dict[str, str]:
    """A task's title as a row keeps it: as it was typed, or the house's own in Chinese and in English."""
    if isinstance(title, str):
        return {"title_redacted": hidden(title, case, length=TASK_TITLE_LENGTH)}
    zh, en = (hidden(words, case, length=TASK_TITLE_LENGTH) for words in (title.zh, title.en))
    return {"title_redacted": zh, "title_en": en}


def learn_names(case: Case, *, at: datetime) -> None:
    """Let the guard know the guests of the case, before the transaction. Queries: none, 1, or 4 with guests.

    A case not yet written has no guests to look up: `open_case` says them.
    """
    if case.names_to_hide is None and not case._state.adding:
        case.names_to_hide = names_of_case(case.pk, at=at)


def names_of_case(case_id: UUID, *, at: datetime) -> tuple[str, ...] | None:
    """The names of its guests and of the colleagues whom it names, for the guard's eyes only; None when not to be had.

    Queries: 1; with colleagues 2; with guests 3 more.
    """
    guests = CaseGuest.objects.filter(case_id=case_id)
    named = NamedStaff.objects.filter(case_id=case_id)
    rows = list(
        guests.values_list(
            "guest_id", "case__property_id", Value(value=True, output_field=BooleanField())
        ).union(
            named.values_list(
                "staff_id", "case__property_id", Value(value=False, output_field=BooleanField())
            )
        )
    )
    staff = names_of_staff([one for one, _house, is_guest in rows if not is_guest])
    of_guests = [one for one, _house, is_guest in rows if is_guest]
    if not of_guests:
        return staff
    names = names_of(of_guests, case_id=case_id, property_id=rows[0][1], at=at)
    return None if names is None else (*names, *staff)


def names_of_staff(staff_ids: Collection[UUID]) -> tuple[str, ...]:
    """What these colleagues are called in a guest's words. Queries: 1, none for nobody."""
    if not staff_ids:
        return ()
    lines = staff_lines(staff_ids).values()
    return tuple(name for line in lines for name in names_of_colleague(line.work_name, line.work_name_en))


def names_of(
    guest_ids: Collection[UUID], *, case_id: UUID, property_id: UUID, at: datetime
) -> tuple[str, ...] | None:
    """The names of these guests, opened once per case under the purpose "redaction"; None when they cannot be had.

    What arrives does not wait for keys or log: it is kept all the same, and shown to nobody in clear.
    """
    try:
        return names_for_guard(
            guest_ids=guest_ids, kind="cases.Case", object_id=case_id, property_id=property_id, at=at
        )
    except Exception as trouble:
        log.warning("cases: no names for the guard, the text stays hidden: %s", type(trouble).__name__)
        return None


def index(case: Case, *, is_new: bool = False) -> None:
    """Put the case's redacted words into the house's search, for those who may know of it.

    What the search was made to forget stays forgotten, whatever changes in the case afterwards. Queries: 1 more where
    the case is not new.
    """
    if not (is_new or knows(kind="case", object_id=case.pk)):
        return
    search.index(
        kind="case",
        object_id=case.pk,
        property_id=case.property_id,
        text=f"{case.text_redacted} {case.demand_redacted} {case.room_number}",
        at=case.received_at,
        is_restricted=case.is_restricted,
    )


def forget_words(*, actor: Actor, case_ids: Collection[UUID], at: datetime) -> int:
    """Let the search of the house forget the words of these cases, files and all; how many it knew. The house alone.

    Safe to repeat. Raises: NotPermitted.
    """
    if not actor.is_system:
        raise NotPermitted(_("Your post does not allow this."))
    return search.purge(kind="case", object_ids=list(case_ids), at=at) if case_ids else 0


def not_later(given: datetime | None, *, than: datetime) -> datetime:
    """The true time given, or now; a time in the future becomes now."""
    return than if given is None or given > than else given
