"""What hard cases decide without a table: words of judgement, who is walked last, checks of the gates. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from innkeeper.cases.rules import MET, CaseFacts, Verdict, unmet
from innkeeper.kernel.text import marked as _

QUOTED = re.compile(r"[“\"「『‘'][^”\"」』’']{0,200}[”\"」』’']")
JUDGEMENTS_ZH = (
    "无理取闹", "无理", "刁蛮", "刁难", "难缠", "没素质", "素质低", "素质差", "蛮不讲理", "不讲理", "泼妇", "流氓", "无赖",
    "神经病", "疯子", "有病", "醉鬼", "酒鬼", "奇葩", "恶心", "贪小便宜", "讹诈", "碰瓷", "骗子", "小偷", "惯犯", "垃圾",
    "野蛮", "撒泼", "胡搅蛮缠", "矫情", "事多", "事儿多", "土豪", "乡下人",
)  # fmt: skip
JUDGEMENTS_EN = (
    "troublemaker", "trouble maker", "crazy", "lunatic", "idiot", "stupid", "rude person", "difficult guest", "difficult person",
    "drunkard", "liar", "thief", "scammer", "con artist", "greedy", "unreasonable", "low class", "uncivilised", "uncivilized",
    "nasty", "psycho", "insane", "pest", "hooligan", "moron", "freeloader",
)  # fmt: skip
ENGLISH = re.compile(r"\b(?:" + "|".join(re.escape(word) for word in JUDGEMENTS_EN) + r")s?\b", re.IGNORECASE)
THIRD = 3
HIGHEST_TIER = 5
QUIET_FROM, QUIET_TO = 22, 7


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages."""

    zh: str
    en: str

    def shown(self, language: str) -> str:
        """The text in the reader's language."""
        return self.zh if language.startswith("zh") else self.en


NEUTRAL = Words(
    "您房间附近的一处设备需要维修，工程师正在处理，可能有些声响。如您的房间也受到影响，请拨客房中心。给您添麻烦了。",
    "Something near your room is being repaired; you may hear the engineers at work. If your room is affected too, please "
    "call the guest-service centre. We are sorry for the trouble.",
)


@dataclass(frozen=True, slots=True)
class Duty:
    """A task that is given at once: to which post of which department, within how many minutes."""

    department: str
    post: str
    minutes: int
    words: Words


@dataclass(frozen=True, slots=True)
class Card:
    """What to do before anything is written, for one code of life safety."""

    code: str
    title: Words
    call: tuple[str, ...]
    posts: tuple[str, ...]
    steps: tuple[Words, ...]
    duties: tuple[Duty, ...]
    is_health: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """A matter that many rooms share: how many calls within how many minutes make one systemic case of it."""

    code: str
    calls: int
    minutes: int
    duty: Duty
    message: Words


@dataclass(frozen=True, slots=True)
class Arrival:
    """What counts when a full house must choose whom to send elsewhere. `needs` and `children` stay here."""

    stay_id: UUID
    vip_level: int = 0
    has_needs: bool = False
    children: int = 0
    nights: int = 1
    arrives_at: datetime | None = None
    was_walked_before: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One arrival in the order in which guests are walked; `reasons` are codes of what speaks for staying here."""

    stay_id: UUID
    is_kept: bool
    reasons: tuple[str, ...]


NOTICE_TEXTS: Mapping[str, str] = {
    "incidents.emergency": _("Emergency at %(place)s. Go there now. %(ref)s."),
    "incidents.stood_down": _("Stand down: %(ref)s was no emergency."),
    "incidents.joined": _("%(count)s calls on one matter: %(ref)s holds them all."),
}
KEPT = {
    "vip": _("VIP"),
    "needs": _("Special needs"),
    "family": _("Family with children"),
    "late": _("Arrives late at night"),
    "before": _("Was walked before"),
}


def judgements(text: str) -> tuple[str, ...]:
    """Words that judge a person instead of saying what happened; a quotation may hold any word (ERR-12)."""
    plain = QUOTED.sub(" ", text)
    found = [word for word in JUDGEMENTS_ZH if word in plain]
    return tuple(dict.fromkeys([*found, *(match.group().lower() for match in ENGLISH.finditer(plain))]))


def walk_order(arrivals: Sequence[Arrival], *, late_hour: int = 22) -> list[Choice]:
    """In which order guests are walked: one night before many, soon before late; who is kept comes last.

    Kept are VIPs, guests with special needs, families, whoever was walked before and who arrives late at night. Who has
    special needs stands like the highest tier, whoever they are (REQ-07).
    """
    choices = [(one, _reasons(one, late_hour)) for one in arrivals]
    ordered = sorted(
        choices,
        key=lambda pair: (
            len(pair[1]) > 0,
            HIGHEST_TIER if pair[0].has_needs else pair[0].vip_level,
            len(pair[1]),
            pair[0].nights,
            str(pair[0].stay_id),
        ),
    )
    return [Choice(one.stay_id, bool(reasons), reasons) for one, reasons in ordered]


def _reasons(one: Arrival, late_hour: int) -> tuple[str, ...]:
    late = one.arrives_at is not None and (one.arrives_at.hour >= late_hour or one.arrives_at.hour < 6)
    given = {
        "vip": one.vip_level > 0,
        "needs": one.has_needs,
        "family": one.children > 0,
        "late": late,
        "before": one.was_walked_before,
    }
    return tuple(name for name, holds in given.items() if holds)


def means_proposed(*, is_dnd: bool, hour: int) -> str:
    """How a room is told: at night and behind a sign nobody rings or knocks. Units: `hour` is the hotel's own."""
    return "slip" if is_dnd or hour >= QUIET_FROM or hour < QUIET_TO else "room_phone"


@dataclass(frozen=True, slots=True)
class EmergencyFacts:
    """What the gates of an emergency ask."""

    case: CaseFacts
    arrived: int = 0
    is_stood_down: bool = False


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """What the gates of an incident ask."""

    case: CaseFacts
    taken: int = 0
    unanswered: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class WalkFacts:
    """What the gates of a walk ask."""

    case: CaseFacts
    is_arranged: bool = False


def on_the_spot(facts: EmergencyFacts) -> Verdict:
    """Somebody has arrived, or it was no emergency."""
    return MET if facts.arrived or facts.is_stood_down else unmet(_("Nobody has said that they are there."))


def recorded(facts: EmergencyFacts) -> Verdict:
    """What happened is written down, or it was no emergency."""
    if facts.is_stood_down or facts.case.finding_count or facts.case.evidence_count:
        return MET
    return unmet(_("What happened is not written down yet."))


def job_taken(facts: IncidentFacts) -> Verdict:
    """The one job has somebody who does it."""
    return MET if facts.taken else unmet(_("Nobody has taken the repair job yet."))


def rooms_reached(facts: IncidentFacts) -> Verdict:
    """Every listed room was asked or warned."""
    if not facts.unanswered:
        return MET
    return unmet(_("Not asked yet: %(rooms)s"), rooms=" ".join(facts.unanswered[:8]))


def rooms_told(facts: IncidentFacts) -> Verdict:
    """Every lived-in room that the message is for was told, one by one (ERR-06); a discarded one is for nobody."""
    if not facts.untold:
        return MET
    count, rooms = str(len(facts.untold)), " ".join(facts.untold[:8])
    if facts.is_draft:
        said = _("The message to the floor is not sent yet; rooms still untold: %(count)s (%(rooms)s)")
        return unmet(said, count=count, rooms=rooms)
    return unmet(_("Rooms still untold: %(count)s (%(rooms)s)"), count=count, rooms=rooms)


def rooms_settled(facts: IncidentFacts) -> Verdict:
    """Every room's own case has reached its recovery."""
    if not facts.unsettled:
        return MET
    return unmet(_("Own case still open: %(rooms)s"), rooms=" ".join(facts.unsettled[:8]))


def arranged(facts: WalkFacts) -> Verdict:
    """Room and ride elsewhere are settled."""
    return MET if facts.is_arranged else unmet(_("Room and ride elsewhere are not settled yet."))


EMERGENCY_CHECKS: Mapping[str, Callable[[EmergencyFacts], Verdict]] = {
    "on_the_spot": on_the_spot,
    "recorded": recorded,
}
INCIDENT_CHECKS: Mapping[str, Callable[[IncidentFacts], Verdict]] = {
    "job_taken": job_taken,
    "rooms_reached": rooms_reached,
    "rooms_told": rooms_told,
    "rooms_settled": rooms_settled,
}
WALK_CHECKS: Mapping[str, Callable[[WalkFacts], Verdict]] = {"arranged": arranged}
MET_WORDS: Mapping[str, str] = {
    "on_the_spot": _("Somebody is there"),
    "recorded": _("Written down"),
    "job_taken": _("Repair job taken"),
    "rooms_reached": _("Every room asked"),
    "rooms_told": _("Every room told"),
    "rooms_settled": _("Every guest's own case settled"),
    "arranged": _("Room and ride settled"),
}
