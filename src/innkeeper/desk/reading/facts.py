"""What the reader is told of the house, and what it answers: frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .phrases import Phrase

COMPLAINT, SERVICE_REQUEST = "complaint", "service_request"
EMERGENCY, IMPORTANT, GENERAL, NON_URGENT = "emergency", "important", "general", "non_urgent"
PRIORITIES = (EMERGENCY, IMPORTANT, GENERAL, NON_URGENT)


@dataclass(frozen=True, slots=True)
class Code:
    """One taxonomy code with its words and defaults."""

    code: str
    department: str
    kind: str
    category: str
    priority: str
    phrases: tuple[Phrase, ...]
    weight: float = 1.0
    is_counted: bool = False
    is_life_safety: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the first classification (editable data): the first rule that speaks for a value wins."""

    phrases: tuple[Phrase, ...]
    code: str = ""
    category: str = ""
    priority: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the house that is no guest room."""

    code: str
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words of the desk that are no taxonomy."""

    silent: tuple[Phrase, ...]
    places: tuple[Place, ...]
    demands: tuple[tuple[str, tuple[Phrase, ...]], ...]
    property_damage: tuple[Phrase, ...]
    grievances: tuple[Phrase, ...]
    not_grievances: tuple[Phrase, ...]
    negations_zh: tuple[str, ...]
    negations_en: tuple[str, ...]
    refusals_zh: tuple[str, ...]
    refusals_en: tuple[str, ...]
    sources: tuple[str, ...]
    numbers_zh: Mapping[str, int]
    numbers_en: Mapping[str, int]
    measures_zh: str


@dataclass(frozen=True, slots=True)
class HouseFacts:
    """What the reader knows of one hotel. `rooms` empty: any number of three or four digits may be a room."""

    codes: tuple[Code, ...]
    rules: tuple[Rule, ...]
    lexicon: Lexicon
    rooms: frozenset[str] = frozenset()
    timezone: str = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Mark:
    """One piece of the line that was understood; `is_sure` decides between a full and a dashed line."""

    start: int
    end: int
    what: str
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to bring: the taxonomy code, the guest's word for it, how many."""

    code: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What one line of the desk means. Times are aware."""

    line: str
    room: str | None = None
    is_room_known: bool = False
    other_rooms: tuple[str, ...] = ()
    place: str | None = None
    floor: int | None = None
    code: str | None = None
    kind: str = SERVICE_REQUEST
    category: str = ""
    priority: str = GENERAL
    items: tuple[Item, ...] = ()
    demands: tuple[str, ...] = ()
    has_property_damage: bool = False
    contact_before: datetime | None = None
    contact_after: datetime | None = None
    is_do_not_disturb: bool = False
    has_life_safety: bool = False
    marks: tuple[Mark, ...] = field(default=())
