"""What the browser tests do with a page."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

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

    look: Callable[[Page, str], Path | None]
    axe: Callable[[Page], None]

    def at(self, page: Page, name: str, *, widths: tuple[int, ...]) -> None:
        """The page is sound at each width, beginning with the one that it has now; without widths at that one."""
        for width in widths:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            self.of(page, f"{name}-{width}")
        if widths:
            page.set_viewport_size({"width": widths[0], "height": HEIGHT})
        else:
            self.of(page, name)

    def of(self, page: Page, name: str) -> None:
        """The page is sound, with what it fetches by itself; a picture is kept where pictures are wanted."""
        expect(page.locator('[hx-trigger="load"] > p > a')).to_have_count(0)
        self.look(page, name)
        assert overflow(page) == 0, f"{name} scrolls sideways"
        assert page.wrong == [], f"{name}: {page.wrong}"  # type: ignore[attr-defined]
        self.axe(page)
