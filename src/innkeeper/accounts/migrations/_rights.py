"""A right that comes after a hotel was set up: given to the shipped roles that it is meant for, where nobody changed them."""

from collections.abc import Collection
from typing import Any


def give_right(apps: Any, right: str, *, role: str, former: Collection[str]) -> None:
    """Add the right to every role of this code that still holds exactly what it was shipped with.

    A role that a hotel has changed is the hotel's own: there its administrator gives the right, or does not.
    """
    for held in apps.get_model("accounts", "Role").objects.filter(code=role):
        if set(held.permissions) == set(former):
            held.permissions = [*held.permissions, right]
            held.save(update_fields=["permissions"])
