"""What `innkeeper playbooks check` proves of a playbook: a graph search, pure. Names the offending path."""

from dataclasses import dataclass

from innkeeper.cases.playbooks.schema import CLOSED_LOOP, ENGINE_SIGNALS, Playbook

CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a playbook: the rule broken and where."""

    kind: str
    rule: str
    text: str


def faults(playbook: Playbook, *, known_checks: frozenset[str]) -> list[Fault]:
    """Everything that keeps the playbook from being published; empty when it is proved."""
    edges = {stage.name: stage.next for stage in playbook.stages}
    start = playbook.stages[0].name
    found = [
        *_unreached(playbook, _reach(edges, start)),
        *_dead_ends(playbook, edges),
        *_unknown_checks(playbook, known_checks),
        *_endless_clocks(playbook, edges),
    ]
    if playbook.closed_loop:
        found += _avoided(playbook, edges, start)
    return found


def path_avoiding(edges: dict[str, tuple[str, ...]], start: str, avoided: str) -> list[str] | None:
    """The shortest path from start to closure that never enters `avoided`, None when there is none."""
    if start == avoided:
        return None
    paths, seen = [[start]], {start}
    for path in paths:
        for follower in edges.get(path[-1], ()):
            if follower == CLOSED:
                return [*path, CLOSED]
            if follower != avoided and follower not in seen:
                seen.add(follower)
                paths.append([*path, follower])
    return None


def _reach(edges: dict[str, tuple[str, ...]], start: str) -> set[str]:
    """Every stage that can be entered from start, with start."""
    seen, ahead = {start}, [start]
    while ahead:
        for follower in edges.get(ahead.pop(), ()):
            if follower not in seen:
                seen.add(follower)
                ahead.append(follower)
    return seen


def _unreached(playbook: Playbook, reached: set[str]) -> list[Fault]:
    return [
        Fault(playbook.kind, "reachable", f"stage {stage.name} can never be entered")
        for stage in playbook.stages
        if stage.name not in reached
    ]


def _dead_ends(playbook: Playbook, edges: dict[str, tuple[str, ...]]) -> list[Fault]:
    return [
        Fault(playbook.kind, "dead_end", f"stage {stage.name} leads to no closure")
        for stage in playbook.stages
        if CLOSED not in _reach(edges, stage.name)
    ]


def _unknown_checks(playbook: Playbook, known: frozenset[str]) -> list[Fault]:
    return [
        Fault(playbook.kind, "unknown_check", f"check {name} is known nowhere")
        for name in sorted(playbook.checks() - known)
    ]


def _places(playbook: Playbook, signals: tuple[str, ...]) -> set[str]:
    """The stages in which one of the signals can be given; engine signals can come in any."""
    everywhere = {stage.name for stage in playbook.stages}
    places: set[str] = set()
    for signal in signals:
        if signal == "opened":
            places.add(playbook.stages[0].name)
        elif signal == CLOSED:
            places.add(CLOSED)
        elif signal in ENGINE_SIGNALS:
            places |= everywhere
        for stage in playbook.stages:
            given = {emitted for step in stage.steps for emitted in step.emits}
            if signal in given | {f"{stage.name}.entered", f"{stage.name}.done"}:
                places.add(stage.name)
    return places


def _endless_clocks(playbook: Playbook, edges: dict[str, tuple[str, ...]]) -> list[Fault]:
    """Clocks that are started by an unknown signal, or started where no stop can follow."""
    found = []
    for clock in playbook.clocks:
        signals = clock.start_on + clock.stop_on + clock.pause_on + clock.resume_on
        for unknown in sorted(set(signals) - playbook.signals()):
            found.append(
                Fault(playbook.kind, "unknown_signal", f"clock {clock.name}: nothing gives {unknown}")
            )
        stops = _places(playbook, clock.stop_on)
        for place in sorted(_places(playbook, clock.start_on) - {CLOSED}):
            if not _reach(edges, place) & stops:
                text = f"clock {clock.name}: started in {place}, no path from there stops it"
                found.append(Fault(playbook.kind, "endless_clock", text))
    return found


def _avoided(playbook: Playbook, edges: dict[str, tuple[str, ...]], start: str) -> list[Fault]:
    """The closed loop: no path to closure avoids one of the six stages (CASE-33)."""
    found = []
    for needed in CLOSED_LOOP:
        path = path_avoiding(edges, start, needed)
        if path is not None:
            found.append(Fault(playbook.kind, "closed_loop", f"{' > '.join(path)} avoids {needed}"))
    return found
