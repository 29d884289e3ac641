"""What the browser tests do with a page."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

HEIGHT = 900
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]
FACES = [(width, language, theme) for width in (1440, 360) for language in ("zh-hans", "en") for theme in ("light", "dark")]  # fmt: skip


def overflow(page: Page) -> int:
    """How many pixels the page scrolls sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@dataclass(frozen=True)
class Picture:
    """Looks at a page the way its readers do."""

    look: Callable[[Page, str], Path]
    axe: Callable[[Page], None]

    def of(self, page: Page, name: str) -> None:
        """A picture is kept; the page is sound."""
        self.look(page, name)
        assert overflow(page) == 0, f"{name} scrolls sideways"
        assert page.wrong == [], f"{name}: {page.wrong}"  # type: ignore[attr-defined]
        self.axe(page)
