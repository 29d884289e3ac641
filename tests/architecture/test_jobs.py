"""Every job has a worker that knows it: a handler nobody declares would leave its job lying in silence."""

import re
from pathlib import Path

from innkeeper.clocks.events import ThresholdReached
from innkeeper.config.schedules import SCHEDULES
from innkeeper.config.subscriptions import HANDLERS, SUBSCRIPTIONS
from innkeeper.handovers.rules import HANDOVER_OWNER, LINE_OWNER
from innkeeper.workflows.room_task_has_clock import KIND

SRC = Path(__file__).resolve().parents[2] / "src"
JOB = re.compile(r'^@job\("([^"]+)"', re.MULTILINE)


def declared():
    """The jobs of each module that declares any."""
    files = sorted((SRC / "innkeeper").rglob("*.py"))
    found = {
        ".".join(file.relative_to(SRC).with_suffix("").parts): JOB.findall(file.read_text("utf-8"))
        for file in files
    }
    return {module: jobs for module, jobs in found.items() if jobs}


def test_every_module_that_declares_a_job_is_loaded_by_the_worker():
    assert set(declared()) <= set(HANDLERS)


def test_every_schedule_and_every_subscription_names_a_job_that_is_declared():
    known = {job for module, jobs in declared().items() if module in HANDLERS for job in jobs}
    wanted = {line.job for line in SCHEDULES} | {job for jobs in SUBSCRIPTIONS.values() for job in jobs}
    assert wanted <= known


def test_whatever_has_a_clock_has_a_job_that_hears_it():
    """The owners' kinds as the house writes them: a clock of a kind nobody listens to would run out in silence."""
    said = re.compile(r"owner_kind=(?:\"([^\"]+)\"|(?:rules\.)?([A-Z_]+)),")
    kinds = set()
    for file in (SRC / "innkeeper").rglob("*.py"):
        for word, constant in said.findall(file.read_text("utf-8")):
            kinds.add(
                word or {"LINE_OWNER": LINE_OWNER, "HANDOVER_OWNER": HANDOVER_OWNER, "KIND": KIND}[constant]
            )
    heard = {
        topic.partition(":")[2] for topic in SUBSCRIPTIONS if topic.startswith(f"{ThresholdReached.name}:")
    }
    assert kinds == heard
