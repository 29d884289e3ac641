"""Where people sit in the browser tests: each does with the page what they do at work, in either language."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

BOUNCE = 650
"""Milliseconds: a second press of the same card within them is a thumb that bounced."""


@dataclass(frozen=True)
class Seat:
    """One person before one screen."""

    page: Page

    def form(self, noun: str) -> Locator:
        """The form of the page that posts to this noun, its fold opened."""
        form = self.page.locator(f'form[action$="/{noun}/"]').last
        self._fetch(noun, form)
        fold = self.page.locator("details:not([open])").filter(has=form)
        while fold.count():
            fold.first.locator("> summary").click()
        return form

    def _fetch(self, noun: str, form: Locator) -> None:
        """What the page fetches later is asked for: the noun's own form by its fold, a section by coming into sight."""
        expect(self.page.locator('[hx-trigger="load"] > p > a')).to_have_count(0)
        own = self.page.locator(f'[hx-get$="/{noun}/"]')
        if own.count() and not form.count():
            own.locator("xpath=ancestor::details[1]/summary").first.click()
            expect(form).to_be_attached()
        for later in self.page.locator('.part[hx-trigger="intersect once"]').all():
            if not form.count():
                later.scroll_into_view_if_needed()
                expect(later.locator("> p > a")).to_have_count(0)

    def send(self, noun: str, **typed: str) -> None:
        """Fill the form of the noun in and press its button."""
        form = self.form(noun)
        fill(form, typed)
        self.press(form.locator("button").last)

    def press(self, button: Locator) -> None:
        """Press, and wait until the page has come back, with what it fetches where the hand was."""
        with self.page.expect_navigation():
            button.click()
        self.page.wait_for_load_state("networkidle")

    def open(self, path: str) -> None:
        """Go there."""
        self.page.goto(path)

    def says(self, *words: str) -> None:
        """The page holds these words."""
        for one in words:
            expect(self.page.locator("main")).to_contain_text(one)


def fill(form: Locator, typed: dict[str, str]) -> None:
    """Put what was typed into the fields of that name."""
    for name, value in typed.items():
        field = form.locator(f'[name="{name}"]').first
        kind = field.evaluate("node => node.tagName + ':' + node.type")
        if kind.startswith("SELECT"):
            field.select_option(value)
        elif kind.endswith("checkbox"):
            field.check()
        else:
            field.fill(value)
