"""The words of a mail that was written as a web page only."""

import re
from html.parser import HTMLParser

SILENT = frozenset({"script", "style", "title"})
"""A head needs no end: what follows one that nobody closed is read."""
BREAKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "blockquote", "table"})


def words_of(page: str) -> str:
    """What a reader would see, line by line; nothing of what only the machine reads."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in "".join(reader.said).splitlines())
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    """Keeps the words, drops the rest."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a line; what is not shown begins silence."""
        if tag in SILENT and not self._silent:
            self._silent = tag
        if tag in BREAKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """A block ends its line."""
        if tag == self._silent:
            self._silent = ""
        if tag in BREAKS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        """Words, unless nobody sees them."""
        if not self._silent:
            self.said.append(data)
