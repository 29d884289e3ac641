"""The messages of the house as their editor reads them: each fact by its name, never as a place in a template."""

from django.utils.translation import gettext as _

from innkeeper.notices import catalogue


def fact_words() -> dict[str, str]:
    """What a fact of a message is called."""
    return {
        "ref": _("case number"), "room": _("room number"), "share": _("share of the time"), "post": _("post"),
        "minutes": _("minutes"), "time": _("time"), "thing": _("thing asked for"), "department": _("department"),
        "open": _("open tasks"), "on_duty": _("people on duty"), "place": _("place"), "name": _("name of it"),
        "count": _("number of them"), "host": _("address"),
    }  # fmt: skip


def shown_text(text: str) -> str:
    """A message as a reader sees it in a list: each fact as a word in brackets."""
    words = fact_words()
    said = catalogue.PLACE.sub(lambda fact: f"[{words.get(fact[1], fact[1])}]", text)
    return said.replace("%%", "%")
