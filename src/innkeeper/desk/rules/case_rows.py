"""How a row of a file of guests' words is read: its columns, its cells, and what is wrong with it. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from innkeeper.kernel.text import folded
from innkeeper.stays.rules.import_rows import Problem, Wrong, places_of

HEADERS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "words", "message", "review", "complaint", "内容", "文本", "诉求", "投诉内容", "反馈内容", "宾客原话"),
    "title": ("title", "subject", "标题"),
    "channel": ("channel", "source", "渠道", "来源"),
    "received_at": ("received at", "received", "time", "date", "时间", "接收时间", "收到时间", "日期"),
    "room": ("room", "room number", "房号", "房间号"),
    "contact": ("contact", "phone", "联系方式", "电话", "手机"),
    "id": ("id", "number", "reference", "编号", "序号", "单号"),
}  # fmt: skip
CHANNELS: Mapping[str, tuple[str, ...]] = {
    "phone": ("telephone", "电话"),
    "room_phone": ("room phone", "客房电话"),
    "email": ("e-mail", "mail", "邮件", "电子邮件"),
    "online": ("online platform", "platform", "ota", "网络平台", "网评", "平台"),
    "on_site": ("on site", "in person", "现场"),
    "wechat": ("we chat", "微信"),
    "portal": ("guest page", "宾客页面"),
    "radio": ("对讲机",),
    "import": ("", "导入"),
}
LONGEST = {
    "text": 20_000,
    "title": 500,
    "channel": 40,
    "received_at": 40,
    "room": 10,
    "contact": 200,
    "id": 120,
}
FORMULA = re.compile(r"[=@](?:[A-Za-z]{2,}[(|]|[+\-])|[+\-](?:cmd|[A-Za-z]+[(|])", re.IGNORECASE)
MOMENT = re.compile(
    r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s*(Z|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True, repr=False)
class CaseRow:
    """One good row: what a guest said. `received_at` is aware, or None where the file names no time."""

    number: int
    text: str
    channel: str
    room: str
    contact: str
    received_at: datetime | None
    key: str


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Where each known column stands; headings in Chinese or English, in any order."""
    return places_of(header, HEADERS)


def read_row(
    number: int, given: Mapping[str, str], *, timezone: str, rooms: frozenset[str], at: datetime
) -> CaseRow | list[Wrong]:
    """The row as a guest's words, or everything that is wrong with it. `given` holds cells by column."""
    cells = {name: given.get(name, "").strip() for name in HEADERS}
    wrong = _wrong_texts(cells)
    if wrong:
        return wrong
    if not cells["text"]:
        wrong.append(Wrong("text", Problem.MISSING))
    if cells["room"] and cells["room"] not in rooms:
        wrong.append(Wrong("room", Problem.NO_SUCH_ROOM))
    channel = _channel(cells["channel"])
    if channel is None:
        wrong.append(Wrong("channel", Problem.UNKNOWN_CHANNEL))
    received_at = _moment(cells["received_at"], timezone, wrong, at=at)
    if wrong or channel is None:
        return wrong
    return CaseRow(
        number=number,
        text=_words(cells),
        channel=channel,
        room=cells["room"],
        contact=cells["contact"],
        received_at=received_at,
        key=_key(cells),
    )


def _wrong_texts(cells: Mapping[str, str]) -> list[Wrong]:
    """Cells that no column could take: too long, unreadable, a formula."""
    wrong = []
    for name, cell in cells.items():
        if len(cell) > LONGEST[name]:
            wrong.append(Wrong(name, Problem.TOO_LONG))
        elif any(mark in "\x00�" or "\ud800" <= mark <= "\udfff" for mark in cell):
            wrong.append(Wrong(name, Problem.UNREADABLE))
        elif FORMULA.match(cell):
            wrong.append(Wrong(name, Problem.FORMULA))
    return wrong


def _channel(cell: str) -> str | None:
    said = folded(cell).replace("_", " ")
    for code, names in CHANNELS.items():
        if said in {code.replace("_", " "), *(folded(name) for name in names)}:
            return code
    return None


def _moment(cell: str, timezone: str, wrong: list[Wrong], *, at: datetime) -> datetime | None:
    """The time of a cell, read on the hotel's clock where it names no offset."""
    if not cell:
        return None
    match = MOMENT.fullmatch(cell)
    moment = _aware(match, timezone) if match else None
    if moment is None or moment.year < FIRST_YEAR:
        wrong.append(Wrong("received_at", Problem.NOT_A_TIME))
        return None
    if moment > at:
        wrong.append(Wrong("received_at", Problem.IN_THE_FUTURE))
        return None
    return moment


def _aware(match: re.Match[str], timezone: str) -> datetime | None:
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    zone = match.group(7)
    try:
        local = datetime(year, month, day, hour, minute, second, tzinfo=ZoneInfo(timezone))
        if zone:
            digits = "+0000" if zone in "Zz" else zone.replace(":", "")
            local = datetime.strptime(f"{local:%Y%m%d%H%M%S}{digits}", "%Y%m%d%H%M%S%z")
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _words(cells: Mapping[str, str]) -> str:
    """The title stands above the text, unless the text says it already; together no longer than a text may be."""
    title, text = cells["title"], cells["text"]
    return text if not title or title in text else f"{title}\n{text}"[: LONGEST["text"]]


def _key(cells: Mapping[str, str]) -> str:
    """What makes the row itself: its id, else all that it says."""
    if cells["id"]:
        return f"id {cells['id']}"
    return "row " + "\x1f".join(cells[name] for name in ("text", "title", "received_at", "room", "contact"))
