"""Numbers and clocks of jobs and schedules; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from croniter import croniter

MAX_ATTEMPTS = 20
FIRST_PAUSE_SECONDS = 5
LONGEST_PAUSE_SECONDS = 3600
SPREAD_PERCENT = 20

Fact = str | int | bool | None


def pause_before_retry(*, attempts: int, job_id: UUID) -> timedelta:
    """How long a job that failed `attempts` times rests: doubled each time, an hour at most.

    A share of up to 20 % that depends on the job keeps failed jobs from coming back all at once.
    Units: attempts from 1.
    """
    doubled = FIRST_PAUSE_SECONDS * 2 ** min(max(attempts, 1) - 1, 20)
    seconds = min(doubled, LONGEST_PAUSE_SECONDS)
    spread = (job_id.int & 0xFFFF) / 0xFFFF * SPREAD_PERCENT / 100
    return timedelta(seconds=seconds * (1 + spread))


def error_code(error: BaseException) -> str:
    """What a failed job may keep of its error: a code, never its text."""
    code = getattr(error, "code", None)
    kind = type(error).__name__
    return (f"{kind}:{code}" if isinstance(code, str) else kind)[:80]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """One line of the page of schedules: which job, how often.

    Either `every_seconds` or `cron` (five fields, read in `timezone`). Missed ticks run once.
    """

    name: str
    job: str
    every_seconds: int | None = None
    cron: str | None = None
    timezone: str = "Asia/Shanghai"
    args: Mapping[str, Fact] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.every_seconds is None) == (self.cron is None):
            raise ValueError(f"Schedule {self.name}: give every_seconds or cron, one of both.")
        if self.cron is not None and not croniter.is_valid(self.cron):
            raise ValueError(f"Schedule {self.name}: {self.cron!r} is no cron line.")
        if self.every_seconds is not None and self.every_seconds < 1:
            raise ValueError(f"Schedule {self.name}: every_seconds starts at 1.")

    def next_after(self, at: datetime) -> datetime:
        """The first tick later than `at`."""
        if self.every_seconds is not None:
            return at + timedelta(seconds=self.every_seconds)
        local = at.astimezone(ZoneInfo(self.timezone))
        found: datetime = croniter(self.cron, local).get_next(datetime)
        return found.astimezone(at.tzinfo)
