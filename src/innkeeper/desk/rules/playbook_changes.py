"""What a hotel typed on the screen of a playbook, as a change of it: only what differs. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

UNITS = ("minutes", "hours", "days", "months", "working_days")
POST, MINUTES = "owner_post", "in_minutes"
TEXTS = {"zh": ("title", "zh"), "en": ("title", "en"), "szh": ("standard", "zh"), "sen": ("standard", "en")}


class NotTyped(ValueError):
    """A field that cannot be read; `field` names it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the change makes different: where, before, after."""

    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Naming:
    """The reader's words for what a playbook names: texts of two languages, targets, priorities, parts of a step, posts, ladders."""

    text: Callable[[Mapping[str, str]], str]
    target: Callable[[int, str], str]
    ladder: Callable[[str], str]
    priorities: Mapping[str, str]
    parts: Mapping[str, str]
    posts: Mapping[str, str]

    def all_posts(self, codes: Sequence[str]) -> str:
        """The posts in words; an unknown code as it is."""
        return " · ".join(self.posts.get(code, code) for code in codes) or "—"

    def said(self, part: str, value: Any) -> str:
        """The value of a part of a step: both languages of a text, a post, a number of minutes."""
        if isinstance(value, Mapping):
            return " / ".join(str(value.get(language) or "—") for language in ("zh", "en"))
        if part == POST:
            return self.all_posts([value] if value else [])
        return self.target(int(value or 0), UNITS[0])


def change_from(posted: Mapping[str, str], body: Mapping[str, Any]) -> dict[str, Any]:
    """The change in the shape of `override_playbook`. Raises: NotTyped."""
    change: dict[str, Any] = {}
    for key, found in (
        ("ceilings", _ceilings(posted, body)),
        ("steps", _steps(posted, body)),
        ("ladders", _ladders(posted, body)),
        ("add_steps", _added(posted)),
    ):
        if found:
            change[key] = found
    return change


def differences(change: Mapping[str, Any], body: Mapping[str, Any], naming: Naming) -> list[Difference]:
    """What the change makes different, in the reader's words."""
    found = []
    for clock in body["clocks"]:
        for priority, target in change.get("ceilings", {}).get(clock["name"], {}).items():
            where = f"{naming.text(clock['title'])} · {naming.priorities[priority]}"
            before = clock["ceilings"][priority]
            found.append(
                Difference(where, naming.target(*parts_of(before)), naming.target(*parts_of(target)))
            )
    for step in steps_of(body):
        for name, value in change.get("steps", {}).get(step["name"], {}).items():
            where = f"{naming.text(step['title'])} · {naming.parts[name]}"
            found.append(Difference(where, naming.said(name, step[name]), naming.said(name, value)))
    for name, rungs in change.get("ladders", {}).items():
        for old, new in zip(body["ladders"][name], rungs, strict=True):
            if list(old["posts"]) != list(new["posts"]):
                where = f"{naming.ladder(name)} · {old['share']} %"
                found.append(
                    Difference(where, naming.all_posts(old["posts"]), naming.all_posts(new["posts"]))
                )
    stages = {stage["name"]: naming.text(stage["title"]) for stage in body["stages"]}
    for stage, steps in change.get("add_steps", {}).items():
        found += [Difference(stages.get(stage, stage), "—", naming.text(step["title"])) for step in steps]
    return found


def posts_named(change: Mapping[str, Any]) -> list[str]:
    """The posts that the change names: whom its rungs tell, who does its steps; each once, in their order."""
    told = [code for rungs in change.get("ladders", {}).values() for rung in rungs for code in rung["posts"]]
    does = [step.get(POST) for step in change.get("steps", {}).values()]
    does += [step.get(POST) for steps in change.get("add_steps", {}).values() for step in steps]
    return list(dict.fromkeys(code for code in (*told, *does) if code))


def parts_of(target: Mapping[str, Any]) -> tuple[int, str]:
    """A target as number and unit."""
    return next(((int(target[unit]), unit) for unit in UNITS if target.get(unit)), (0, UNITS[0]))


def steps_of(body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every step of every stage."""
    for stage in body["stages"]:
        yield from stage["steps"]


def _ceilings(posted: Mapping[str, str], body: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, dict[str, dict[str, int]]] = {}
    for clock in body["clocks"]:
        for priority, target in clock["ceilings"].items():
            field = f"c:{clock['name']}:{priority}"
            if f"{field}:n" not in posted:
                continue
            number, unit = _number(posted, f"{field}:n"), posted.get(f"{field}:u", "")
            if unit not in UNITS:
                raise NotTyped(f"{field}:u")
            if number is None:
                raise NotTyped(f"{field}:n")
            if (number, unit) != parts_of(target):
                found.setdefault(clock["name"], {})[priority] = {unit: number}
    return found


def _steps(posted: Mapping[str, str], body: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {}
    for step in steps_of(body):
        name = step["name"]
        fresh: dict[str, Any] = {"title": dict(step["title"]), "standard": dict(step["standard"])}
        for short, (part, language) in TEXTS.items():
            fresh[part][language] = posted.get(f"s:{name}:{short}", fresh[part][language]).strip()
        fresh[POST] = posted.get(f"s:{name}:post", step[POST])
        fresh[MINUTES] = _number(posted, f"s:{name}:min") if f"s:{name}:min" in posted else step[MINUTES]
        own = {key: value for key, value in fresh.items() if value != step[key]}
        if own:
            found[name] = own
    return found


def _ladders(posted: Mapping[str, str], body: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for name, rungs in body["ladders"].items():
        fresh = [
            {**rung, "posts": told_at(posted, f"l:{name}:{place}", rung["posts"])}
            for place, rung in enumerate(rungs)
        ]
        if any(list(old["posts"]) != new["posts"] for old, new in zip(rungs, fresh, strict=True)):
            found[name] = fresh
    return found


def told_at(posted: Mapping[str, str], field: str, held: Sequence[str]) -> list[str]:
    """Whom a rung tells: the ticked posts, those that it told before in their old order; untouched where it was not sent."""
    if field not in posted:
        return list(held)
    ticked = [key.removeprefix(f"{field}:") for key in posted if key.startswith(f"{field}:")]
    return [one for one in held if one in ticked] + [one for one in ticked if one not in held]


def _added(posted: Mapping[str, str]) -> dict[str, Any]:
    """The one step that was added, if its name was typed."""
    name, stage = posted.get("new:name", "").strip(), posted.get("new:stage", "")
    if not name:
        return {}
    step = {
        "name": name,
        "title": {"zh": posted.get("new:zh", ""), "en": posted.get("new:en", "")},
        "standard": {"zh": posted.get("new:szh", ""), "en": posted.get("new:sen", "")},
        POST: posted.get("new:post", ""),
        MINUTES: _number(posted, "new:min"),
        "is_required": False,
    }
    return {stage: [step]}


def _number(posted: Mapping[str, str], field: str) -> int | None:
    typed = posted.get(field, "").strip()
    if not typed:
        return None
    if not typed.isdecimal() or len(typed) > 6:
        raise NotTyped(field)
    return int(typed)
