"""The action cards as shipped, and the numbers of each hotel."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from innkeeper.incidents.models import EmergencyNumber, Service
from innkeeper.incidents.rules import Card, Duty, Theme, Words
from innkeeper.kernel.shipped import shipped_file


@dataclass(frozen=True, slots=True)
class ShownNumber:
    """A number on the card: whom it calls."""

    label: str
    number: str


def cards() -> tuple[Card, ...]:
    """Every card, in the order of the file. Queries: 0."""
    return tuple(_cards().values())


def card_of(code: str) -> Card | None:
    """The card of a code, None for a code without one. Queries: 0."""
    return _cards().get(code)


def theme_of(code: str) -> Theme | None:
    """The shared matter of a code, None where each room stands alone. Queries: 0."""
    return _themes().get(code)


def places() -> Mapping[str, Words]:
    """The places of a house that are no guest room. Queries: 0."""
    return {row["code"]: Words(row["zh"], row["en"]) for row in _body("cards")["places"]}


def place_words(room: str, place: str) -> str:
    """Where it is, for everybody in both languages: the room, else the place."""
    named = places().get(place)
    return room or (f"{named.zh} {named.en}" if named else "—")


def numbers_of(property_id: UUID) -> dict[str, str]:
    """The hotel's numbers, the shipped ones where it has none of its own. Queries: 1."""
    own = dict(EmergencyNumber.objects.filter(property_id=property_id).values_list("service", "number"))
    return {**_body("cards")["numbers"], **own}


def shown_numbers(card: Card, numbers: Mapping[str, str]) -> list[ShownNumber]:
    """Whom the card calls, those that have a number. Queries: 0."""
    return [ShownNumber(str(Service(name).label), numbers[name]) for name in card.call if numbers.get(name)]


@cache
def _cards() -> dict[str, Card]:
    taxonomy = shipped_file("innkeeper.cases", "data", "taxonomy.yaml")
    names = {row["code"]: Words(row["name_zh"], row["name_en"]) for row in taxonomy["codes"]}
    return {row["code"]: _card(row, names[row["code"]]) for row in _body("cards")["cards"]}


def _card(row: Mapping[str, Any], title: Words) -> Card:
    return Card(
        code=row["code"],
        title=title,
        call=tuple(row["call"]),
        posts=tuple(row["posts"]),
        steps=tuple(Words(one["zh"], one["en"]) for one in row["steps"]),
        duties=tuple(
            Duty(one["department"], one["post"], one["minutes"], Words(one["zh"], one["en"]))
            for one in row["tasks"]
        ),
        is_health=bool(row.get("is_health")),
    )


@cache
def _themes() -> dict[str, Theme]:
    return {
        row["code"]: Theme(
            code=row["code"],
            calls=row["calls"],
            minutes=row["minutes"],
            duty=Duty(row["department"], "", row["task_minutes"], Words(row["zh"], row["en"])),
            message=Words(row["message_zh"], row["message_en"]),
        )
        for row in _body("themes")["themes"]
    }


@cache
def _body(name: str) -> dict[str, Any]:
    body: dict[str, Any] = shipped_file("innkeeper.incidents", "data", f"{name}.yaml")
    return body
