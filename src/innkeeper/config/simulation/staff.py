"""Who is on in a played day: the bodies of the roster, and each as an actor with every right of the post."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from innkeeper.accounts.models import DutyTurn, Staff
from innkeeper.accounts.queries import actor_for
from innkeeper.config.simulation.people import Body, rest_time
from innkeeper.kernel.actors import Actor
from innkeeper.properties.models import Property


class Crew:
    """The colleagues of one hotel from one moment to another, by the duty roster."""

    def __init__(self, house: Property, *, begins_at: datetime, ends_at: datetime) -> None:
        self.house = house
        self.bodies = list(_bodies(house, begins_at=begins_at, ends_at=ends_at))
        self._actors: dict[UUID, Actor] = {}

    def actor(self, staff_id: UUID, at: datetime) -> Actor:
        """The colleague, signed in with a second factor. Posts do not change within a day."""
        if staff_id not in self._actors:
            staff = Staff.objects.get(pk=staff_id)
            self._actors[staff_id] = actor_for(
                staff, property_id=self.house.pk, session="simulation", at=at, has_second_factor=True
            )
        return self._actors[staff_id]

    def on(self, at: datetime, *posts: str) -> list[Body]:
        """Who is on duty now, of these posts in their order, or of all."""
        here = [body for body in self.bodies if body.on_from <= at < body.on_until]
        if not posts:
            return here
        return sorted((body for body in here if body.post in posts), key=lambda body: posts.index(body.post))

    def free(self, at: datetime, *posts: str) -> list[Body]:
        """Of those on duty, who has empty hands and does not rest."""
        return [body for body in self.on(at, *posts) if body.is_free(at)]


def _bodies(house: Property, *, begins_at: datetime, ends_at: datetime) -> Iterator[Body]:
    turns = DutyTurn.objects.filter(
        property_id=house.pk, ends_at__gt=begins_at, starts_at__lt=ends_at, is_deputy=False
    )
    number: dict[datetime, int] = {}
    for turn in turns.select_related("post__department").order_by("starts_at", "staff__staff_number"):
        number[turn.starts_at] = number.get(turn.starts_at, -1) + 1
        yield Body(
            staff_id=turn.staff_id,
            post=turn.post.code,
            on_from=turn.starts_at,
            on_until=turn.ends_at,
            break_at=rest_time(number[turn.starts_at], turn.starts_at),
            free_at=begins_at,
        )
