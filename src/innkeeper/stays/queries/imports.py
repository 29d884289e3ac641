"""Reads of imports: how a run stands, what is wrong with its bad rows, in words."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InnkeeperError, InvalidInput, NotFound
from innkeeper.properties.models import Property
from innkeeper.stays import policy
from innkeeper.stays.models import BadRow, ImportRun
from innkeeper.stays.rules.import_rows import Problem

COLUMN_WORDS = {
    "booking_number": gettext_lazy("Booking number"),
    "status": gettext_lazy("Status"),
    "arrival_on": gettext_lazy("Arrival date"),
    "departure_on": gettext_lazy("Departure date"),
    "booking_type": gettext_lazy("Booking type"),
    "channel": gettext_lazy("Channel"),
    "room": gettext_lazy("Room number"),
    "room_type": gettext_lazy("Room type"),
    "adults": gettext_lazy("Adults"),
    "children": gettext_lazy("Children"),
    "full_name": gettext_lazy("Guest name"),
    "phone": gettext_lazy("Phone"),
    "email": pgettext_lazy("address", "E-mail"),
    "external_key": gettext_lazy("Guest key"),
    "language": gettext_lazy("Language"),
    "country": gettext_lazy("Country or region"),
    "vip_level": gettext_lazy("VIP level"),
    "birthday": gettext_lazy("Birthday"),
    "id_number": gettext_lazy("Document number"),
    "text": pgettext_lazy("column", "Text"),
    "title": gettext_lazy("Heading"),
    "received_at": pgettext_lazy("column", "Received"),
    "contact": gettext_lazy("Contact"),
    "id": pgettext_lazy("column", "Number"),
    "line": gettext_lazy("Line"),
    "state": gettext_lazy("Room state"),
    "reason": gettext_lazy("Reason"),
    "back_on": gettext_lazy("Back on"),
}
PROBLEM_WORDS = {
    Problem.MISSING: gettext_lazy("Fill in this cell."),
    Problem.NOT_A_DAY: gettext_lazy("Write the day as 2026-03-14."),
    Problem.DAY_TOO_FAR: gettext_lazy("Write a day between 2000 and 2100."),
    Problem.BEFORE_ARRIVAL: gettext_lazy("The departure lies before the arrival."),
    Problem.TOO_LONG_A_STAY: gettext_lazy("A stay lasts two years at most."),
    Problem.NOT_A_PHONE: gettext_lazy("Write the phone as 13800574471 or +442079460958."),
    Problem.NOT_AN_EMAIL: gettext_lazy("Write the address as name@mail.example."),
    Problem.NOT_A_NAME: gettext_lazy("A name has at least one letter or character."),
    Problem.NOT_A_NUMBER: gettext_lazy("Write a whole number from 0 to 99."),
    Problem.NOT_A_LEVEL: gettext_lazy("Write the VIP level as a number from 0 to 5."),
    Problem.UNKNOWN_STATUS: gettext_lazy("Write expected, in house, departed, no-show or cancelled."),
    Problem.UNKNOWN_TYPE: gettext_lazy("Write direct, agency, corporate, group, platform or walk-in."),
    Problem.NO_SUCH_ROOM: gettext_lazy("The hotel has no such room."),
    Problem.ROOM_TAKEN: gettext_lazy("Another guest lives in this room, or it is out of order."),
    Problem.ROOM_NEEDED: gettext_lazy("A guest in house needs a room number."),
    Problem.REPEATED: gettext_lazy("This booking number stands in the file twice; the first row was taken."),
    Problem.FORMULA: gettext_lazy("Write the value itself, not a formula."),
    Problem.TOO_LONG: gettext_lazy("This cell is too long."),
    Problem.UNREADABLE: gettext_lazy(
        "This cell holds characters that cannot be read; save the file as UTF-8."
    ),
    Problem.NOT_A_TIME: gettext_lazy("Write the time as 2026-03-14 21:05."),
    Problem.IN_THE_FUTURE: gettext_lazy("The time lies in the future."),
    Problem.UNKNOWN_CHANNEL: gettext_lazy(
        "Write phone, room phone, email, online, on site, WeChat, radio or import."
    ),
    Problem.SAID_TWICE: gettext_lazy(
        "The file says this twice; the first row was taken. Give each row its own number."
    ),
    Problem.NOT_JSON: gettext_lazy("A line is one JSON object."),
    Problem.NOT_TEXT: gettext_lazy("Write a text or a number here, nothing nested."),
    Problem.UNKNOWN_STATE: gettext_lazy("Write VC, VD, VI, OC, OD, OOO or OOS, or the words for it."),
    Problem.NO_REASON: gettext_lazy("Say why the room is off sale."),
    Problem.DAY_PAST: gettext_lazy("Write today or a later day."),
    Problem.LIVED_IN: gettext_lazy(
        "A guest lives in this room here: check the stay out first, or write OC or OD."
    ),
    Problem.NOBODY_LIVES: gettext_lazy(
        "Nobody lives in this room here: check the guest in first, or take in the stays."
    ),
    Problem.ROOM_TWICE: gettext_lazy("This room stands in the file twice; the first row was taken."),
    Problem.REFUSED: gettext_lazy("The house does not take this value; see the same field at intake."),
}
REFUSAL_WORDS = {
    "empty": gettext_lazy("The file is empty."),
    "old_office": gettext_lazy("This is an old .xls file. Save it as .xlsx or CSV."),
    "utf16": gettext_lazy("The file is in UTF-16. Save it as CSV UTF-8."),
    "not_text": gettext_lazy("This is neither a CSV nor an XLSX file."),
    "not_a_table": gettext_lazy("This is neither a CSV nor an XLSX file."),
    "broken_workbook": gettext_lazy("The workbook cannot be read. Save it anew as .xlsx or CSV."),
    "broken_quotes": gettext_lazy("A quotation mark is not closed. Save the file anew as CSV."),
    "line_too_long": gettext_lazy("A line is longer than 64 KB. Check that the file is a table."),
    "too_many_columns": gettext_lazy("A row has more than 200 cells. Check that the file is a table."),
    "too_many_rows": gettext_lazy("The file has more than 2,000,000 rows. Split it."),
    "too_large_unpacked": gettext_lazy(
        "The workbook would unpack to more than can be right. Save it as CSV."
    ),
    "not_lines": gettext_lazy("This is one JSON document. Write one JSON object on each line."),
    "too_large": gettext_lazy("The file is larger than 20 MB. Import it by the command line."),
}
ROW_WORDS = {
    "broken_quotes": gettext_lazy(
        "In or after row %(row)s a quotation mark is not closed. Save the file anew as CSV."
    ),
    "line_too_long": gettext_lazy("Line %(row)s is longer than 64 KB. Check that the file is a table."),
    "too_many_columns": gettext_lazy("Row %(row)s has more than 200 cells. Check that the file is a table."),
}
RISKY = ("=", "+", "-", "@", "\t", "\r")
SHOWN_BAD_ROWS = 200


@dataclass(frozen=True, slots=True)
class BadRowLine:
    """A bad row in words."""

    row_number: int
    column: str
    remedy: str


def house_named(code: str) -> Property:
    """The hotel with this code, or the only one. Raises InvalidInput naming the codes there are."""
    houses = {house.code: house for house in Property.objects.select_related("group").order_by("code")[:50]}
    if code.upper() in houses:
        return houses[code.upper()]
    if len(houses) == 1 and not code:
        return next(iter(houses.values()))
    wanted = _("Name the hotel by its code: %(codes)s.") % {"codes": ", ".join(houses) or "—"}
    raise InvalidInput(wanted, fields={"property": ", ".join(houses)})


def run_for(run_id: UUID, *, actor: Actor) -> ImportRun:
    """The run, if the actor may know of it. Queries: 1. Raises NotFound."""
    run = policy.runs_visible_to(actor).filter(pk=run_id).first()
    if run is None:
        raise NotFound(_("There is no such import."))
    return run


def recent_runs(*, actor: Actor, property_id: UUID, limit: int = 20) -> list[ImportRun]:
    """The hotel's last imports. Queries: 1."""
    return list(policy.runs_visible_to(actor).filter(property_id=property_id).order_by("-started_at")[:limit])


def refusal_words(refused: InnkeeperError | str) -> str:
    """Why a file was not taken, and what would be right."""
    code = refused if isinstance(refused, str) else refused.fields.get("file", "")
    if code.startswith("no_column:"):
        column = COLUMN_WORDS.get(code.partition(":")[2], code)
        return _("The first row names no column “%(column)s”.") % {"column": column}
    if code.startswith("column_twice:"):
        column = COLUMN_WORDS.get(code.partition(":")[2], code)
        return _("The first row names the column “%(column)s” twice. Keep one of them.") % {"column": column}
    reason, _sep, row = code.partition(":")
    if row and reason in ROW_WORDS:
        return str(ROW_WORDS[reason]) % {"row": row}
    words = REFUSAL_WORDS.get(reason)
    return str(words) if words else str(refused)


def bad_rows(run_id: UUID, *, limit: int | None = SHOWN_BAD_ROWS) -> list[BadRowLine]:
    """The bad rows in words, in the file's order. Queries: 1."""
    rows = BadRow.objects.filter(run_id=run_id).order_by("row_number", "field")[:limit]
    return [
        BadRowLine(
            row.row_number,
            str(COLUMN_WORDS.get(row.field, row.field)),
            str(PROBLEM_WORDS[Problem(row.problem)]),
        )
        for row in rows
    ]


def bad_row_table(run_id: UUID) -> list[list[str]]:
    """The report of bad rows as a table with its header; no cell of it can become a formula."""
    lines = bad_rows(run_id, limit=None)
    head = [_("Row"), _("Column"), _("What would be right")]
    return [head, *([str(line.row_number), _safe(line.column), _safe(line.remedy)] for line in lines)]


def _safe(cell: str) -> str:
    return "'" + cell if cell.startswith(RISKY) else cell
