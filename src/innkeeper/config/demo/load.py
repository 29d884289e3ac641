"""Loads the demo hotel where there is none yet, and says who can sign in."""

from dataclasses import dataclass

from django.db import connections
from rich.console import Console
from rich.progress import Progress

from innkeeper.accounts.models import Staff
from innkeeper.accounts.queries import manned
from innkeeper.audit.actions import seal_pending
from innkeeper.cases.actions import publish_shipped, seed_taxonomy
from innkeeper.config.demo import switch
from innkeeper.config.demo.history import play
from innkeeper.config.demo.house import PASSWORD, data, make_colleagues, make_house
from innkeeper.config.demo.shift import make_shift
from innkeeper.config.demo.stays import take_in_stays
from innkeeper.kernel import clock
from innkeeper.kernel.actors import system
from innkeeper.properties.models import Property


@dataclass(frozen=True, slots=True)
class SignIn:
    """One colleague whose sign-in is printed."""

    staff_number: str
    password: str
    work_name: str
    work_name_en: str
    post: str
    is_on_duty: bool = False


def load_demo(console: Console) -> list[SignIn]:
    """Make the demo hotel unless it stands; answers the sign-ins to print.

    Raises RuntimeError for a half-made one that is no file of ours to remove (PostgreSQL).
    """
    if not switch.is_whole():
        if Property.objects.exists():
            raise RuntimeError(
                "The database holds another house, or a demo cut off in the making. Empty it first."
            )
        make_demo(console)
        switch.mark_whole()
        seal_all()
    posts = {line["number"]: line["post"] for line in data("staff.yaml") if line.get("demo")}
    _posts, _departments, here = manned(Property.objects.get().pk, clock.now())
    people = Staff.objects.filter(staff_number__in=posts).order_by("staff_number")
    return [
        SignIn(
            one.staff_number,
            PASSWORD,
            one.work_name,
            one.work_name_en,
            posts[one.staff_number],
            one.pk in here,
        )
        for one in people
    ]


def seal_all() -> None:
    """Seal the log at once, or a first look at it would find a fortnight unsealed."""
    while seal_pending(at=clock.now()).sealed:
        pass


def make_demo(console: Console) -> None:
    """House, people, guests, fourteen days of work. A minute or two."""
    hurry(is_hurried=True)
    at = clock.now()
    with console.status("The house and its people"):
        publish_shipped(actor=system("demo"), at=at)
        seed_taxonomy()
        house = make_house(at=at)
        make_colleagues(house, at=at)
    with console.status("The guests"):
        stays = take_in_stays(house, at=at)
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("Fourteen days of work")
        cases = play(
            house, at=at, on_progress=lambda done, total: bar.update(task, completed=done, total=total)
        )
    with console.status("The shift"):
        make_shift(house, at=at)
    console.print(f"Qinghuai House 青槐酒店: 300 rooms, {stays} stays, {cases} cases.")
    hurry(is_hurried=False)


def hurry(*, is_hurried: bool) -> None:
    """Let SQLite skip its syncs while invented data are loaded: if that is cut off, the demo is simply made again."""
    for alias in ("default", "keys"):
        connection = connections[alias]
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA synchronous = {'OFF' if is_hurried else 'FULL'}")
