"""What the phone card decides without a table: its words, who is told, what a caller may leave. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from innkeeper.kernel.text import marked as _

MESSAGE_LIMIT = 1000
ALARMED_POSTS = ("manager_on_duty", "security_manager", "security_guard")
OFFICERS_AT_MOST = 50
OPENED_BY = "assistant_manager"
"""The post whose people may open a message and pass it on: who cannot open one is not told of it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the card, in both languages: the caller may speak either."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Card:
    """What is said to every caller, and what is never done."""

    words: tuple[Line, ...]
    never: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """A task that a call sets at once: post and department, minutes, its words in both languages."""

    post: str
    department: str
    minutes: int
    zh: str
    en: str

    def title(self, language: str) -> str:
        """The words in the reader's language."""
        return self.zh if language.startswith("zh") else self.en


NOTICE_TEXTS: Mapping[str, str] = {
    "calls.message": _("A message lies at the phone card. Open it there."),
    "calls.welfare": _("A life may be at risk: act now. %(ref)s."),
    "calls.police": _("Officers are at the desk: come now. %(ref)s."),
}
WELFARE_DUTIES = (
    Duty(
        "security_manager", "security", 5, "两人同去查看，带备用钥匙", "Two go and look, with the spare key"
    ),
    Duty(
        "manager_on_duty",
        "executive",
        5,
        "决定是否进入，需要时报 110 或 120",
        "Decide to enter; call 110 or 120 where needed",
    ),
)
POLICE_DUTIES = (
    Duty("manager_on_duty", "executive", 10, "到前台接待，先看证件和文书", "Meet the officers; papers first"),
    Duty("security_manager", "security", 10, "全程陪同", "Go along all the way"),
)
