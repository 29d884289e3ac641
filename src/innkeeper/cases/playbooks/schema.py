"""What a playbook (服务规程) may say: the hotel's SOP as data. Pure values, validated by pydantic."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
Signal = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]{1,59}$")]
PRIORITIES = ("emergency", "important", "general", "non_urgent")
CLOSED_LOOP = ("report", "classify", "respond", "resolve", "feedback", "review")
ENGINE_SIGNALS = frozenset(
    {
        "opened",
        "assigned",
        "classified",
        "responded",
        "progress_sent",
        "arrived",
        "task_done",
        "held",
        "released",
        "transferred",
        "reopened",
        "closed",
    }
)


class Part(BaseModel):
    """Base of every part: closed to unknown keys, immutable once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Part):
    """One text in both languages of the house; neither may be empty."""

    zh: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
    en: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

    def shown(self, language: str) -> str:
        """The text in the reader's language."""
        return self.zh if language.startswith("zh") else self.en


class Goal(Part):
    """What the process is for: the guest's need, the standard, the effect wanted (JRN-02)."""

    need: Words
    standard: Words
    effect: Words


class EvidenceKind(StrEnum):
    """What proves that a step was done."""

    NONE = "none"
    NOTE = "note"
    CONTACT = "contact"
    PHOTO = "photo"


class Step(Part):
    """One thing to do in a stage: who (post), to which standard, by when, proven how.

    `emits` names the signals that doing it gives to the clocks. `in_minutes` counts from the entry of the stage.
    `gates` are checks that must pass before it is ticked, or a task of it is done.
    """

    name: Name
    title: Words
    owner_post: Name
    standard: Words
    in_minutes: int | None = Field(default=None, gt=0)
    evidence: EvidenceKind = EvidenceKind.NONE
    is_required: bool = True
    emits: tuple[Signal, ...] = ()
    gates: tuple[Name, ...] = ()

    @property
    def is_by_hand(self) -> bool:
        """Whether the handler ticks it: nothing that is recorded proves it, and no clock heeds it."""
        return not self.emits and self.evidence is EvidenceKind.NONE


class Stage(Part):
    """One stage of the case. `gates` are checks that must pass to leave it; `next` the stages that may follow.

    `next` may name "closed". A stage with `is_automatic` is left by itself as soon as its gates pass.
    """

    name: Name
    title: Words
    steps: tuple[Step, ...] = Field(min_length=1)
    gates: tuple[Name, ...] = ()
    next: tuple[Name, ...] = Field(min_length=1)
    is_automatic: bool = False


class Rung(Part):
    """One rung of the ladder: at `share` per cent of the target, `posts` are told; level orders the rungs.

    The post "owner" is the person who owns the case, "assignee" who does the task. Only the last rung may repeat:
    every `again_every_minutes` the next posts of `then` are told, one level higher each time.
    """

    share: int = Field(gt=0, le=1000)
    level: int = Field(ge=0, le=9)
    posts: tuple[Name, ...] = Field(min_length=1)
    again_every_minutes: int | None = Field(default=None, ge=1)
    then: tuple[tuple[Name, ...], ...] = ()

    @model_validator(mode="after")
    def _repeats_say_when(self) -> Self:
        if bool(self.then) != bool(self.again_every_minutes):
            raise ValueError("a rung that repeats gives again_every_minutes and then")
        return self


class Target(Part):
    """A target of a clock: exactly one of minutes, hours, days, months (calendar) or working_days."""

    minutes: int | None = Field(default=None, gt=0)
    hours: int | None = Field(default=None, gt=0)
    days: int | None = Field(default=None, gt=0)
    months: int | None = Field(default=None, gt=0)
    working_days: int | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        given = [value for value in self.model_dump().values() if value is not None]
        if len(given) != 1:
            raise ValueError("give exactly one of minutes, hours, days, months, working_days")
        return self


class ClockRule(Part):
    """One named clock: what starts, pauses and stops it, its ceiling per priority, its ladder.

    `norm` names the in-stay norm of the taxonomy code (contact, arrive, deliver) that may be tighter.
    `cap_before_departure_minutes` ends it so long before the guest leaves.
    """

    name: Name
    title: Words
    start_on: tuple[Signal, ...] = Field(min_length=1)
    stop_on: tuple[Signal, ...] = Field(min_length=1)
    pause_on: tuple[Signal, ...] = ()
    resume_on: tuple[Signal, ...] = ()
    ceilings: dict[str, Target]
    norm: Name | None = None
    ladder: Name = "standard"
    cap_before_departure_minutes: int | None = Field(default=None, ge=0)
    respects_contact_hours: bool = False

    @model_validator(mode="after")
    def _every_priority(self) -> Self:
        missing = [name for name in PRIORITIES if name not in self.ceilings]
        unknown = sorted(set(self.ceilings) - set(PRIORITIES))
        if missing or unknown:
            raise ValueError(f"clock {self.name}: ceilings need exactly {', '.join(PRIORITIES)}")
        if self.pause_on and not self.resume_on:
            raise ValueError(f"clock {self.name}: what pauses must be resumed")
        return self


class Routing(Part):
    """Which post owns a new case: by handling department, else `default`; `team` may own at all (CASE-35)."""

    default: Name
    departments: dict[Name, Name] = Field(default_factory=dict)
    team: tuple[Name, ...] = ()


class Playbook(Part):
    """The whole rule of one kind of case. The first stage is where a case begins.

    `is_shift_work` says whether its open cases stand on the board of the shift.
    `has_guest` is false where nobody waits for a word: an improvement is the house's own.
    `hold_minutes` is how long a case waits for which nobody said until when.
    """

    kind: Name
    title: Words
    goal: Goal
    closed_loop: bool = False
    is_shift_work: bool = True
    has_guest: bool = True
    routing: Routing
    stages: tuple[Stage, ...] = Field(min_length=1)
    closure_gates: tuple[Name, ...] = ()
    clocks: tuple[ClockRule, ...] = ()
    ladders: dict[Name, tuple[Rung, ...]] = Field(default_factory=dict)
    update_every_minutes: int = Field(default=240, gt=0)
    hold_minutes: int = Field(default=1440, gt=0)

    @model_validator(mode="after")
    def _names_meet(self) -> Self:
        _refuse_twice("stage", [stage.name for stage in self.stages])
        _refuse_twice("step", [step.name for stage in self.stages for step in stage.steps])
        _refuse_twice("clock", [clock.name for clock in self.clocks])
        known = {stage.name for stage in self.stages} | {"closed"}
        for stage in self.stages:
            for follower in stage.next:
                if follower not in known:
                    raise ValueError(f"stage {stage.name}: next names the unknown stage {follower}")
        for clock in self.clocks:
            if clock.ladder not in self.ladders:
                raise ValueError(f"clock {clock.name}: unknown ladder {clock.ladder}")
        return self

    def stage(self, name: str) -> Stage:
        """The stage of that name. Raises KeyError."""
        return next((stage for stage in self.stages if stage.name == name), None) or _missing(name)

    def clock(self, name: str) -> ClockRule | None:
        """The clock of that name, None for clocks the playbook does not know (tasks)."""
        return next((clock for clock in self.clocks if clock.name == name), None)

    def posts_at(self, ladder: str, level: int) -> tuple[str, ...]:
        """Which posts the ladder tells at a level; above its last level, those of the last. Empty for no ladder."""
        by_level: dict[int, tuple[str, ...]] = {}
        for rung in self.ladders.get(ladder, ()):
            by_level[rung.level] = by_level.get(rung.level, ()) + rung.posts
            for step, posts in enumerate(rung.then, start=1):
                by_level[rung.level + step] = posts
        if not by_level:
            return ()
        return tuple(
            dict.fromkeys(by_level[max([known for known in by_level if known <= level] or [min(by_level)])])
        )

    def checks(self) -> frozenset[str]:
        """Every named check that it asks for."""
        of_stages = {gate for stage in self.stages for gate in stage.gates}
        of_steps = {gate for stage in self.stages for step in stage.steps for gate in step.gates}
        return frozenset(self.closure_gates) | of_stages | of_steps

    def step_gates(self, name: str) -> tuple[str, ...]:
        """What must hold before the step is ticked or its task done; nothing for a step that it does not know."""
        return next((step.gates for stage in self.stages for step in stage.steps if step.name == name), ())

    def signals(self) -> frozenset[str]:
        """Every signal that its own stages and steps can give."""
        given = {signal for stage in self.stages for step in stage.steps for signal in step.emits}
        for stage in self.stages:
            given |= {f"{stage.name}.entered", f"{stage.name}.done"}
        return frozenset(given) | ENGINE_SIGNALS


class PlaybookError(ValueError):
    """A playbook that may not be published; the text names the part and what would be right."""


def read(data: object) -> Playbook:
    """The playbook that the data describe.

    Raises: PlaybookError naming the step, stage or clock. Source: JRN-02.
    """
    try:
        return Playbook.model_validate(data)
    except ValidationError as refused:
        raise PlaybookError(
            "; ".join(_told(data, error["loc"], error["msg"]) for error in refused.errors())
        ) from None


def _told(data: object, place: tuple[int | str, ...], message: str) -> str:
    """The place of a fault, in names where the data have names."""
    names: list[str] = []
    here: object = data
    for key in place:
        if isinstance(here, list) and isinstance(key, int) and key < len(here):
            here = here[key]
            names.append(str(here.get("name", key)) if isinstance(here, dict) else str(key))
        else:
            here = here.get(key) if isinstance(here, dict) else None
            names.append(str(key))
    return f"{' > '.join(names) or 'playbook'}: {message}"


def _refuse_twice(noun: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{noun} {name} stands there twice")


def _missing(name: str) -> Stage:
    raise KeyError(name)
