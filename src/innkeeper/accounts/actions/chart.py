"""Sets up a hotel's chart: departments, roles, posts, ladders of deputies."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.accounts import policy
from innkeeper.accounts.models import DeputyStep, Post, Role
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotPermitted
from innkeeper.kernel.shipped import shipped_file
from innkeeper.properties.actions import establish_departments
from innkeeper.properties.models import Department
from innkeeper.properties.queries import property_of

Chart = Mapping[str, Any]


def first_chart() -> Chart:
    """The chart that a new hotel begins with."""
    chart: Chart = shipped_file("innkeeper.accounts", "house.yaml")
    return chart


def establish_house(
    *, actor: Actor, property_id: UUID, at: datetime, chart: Chart | None = None
) -> dict[str, Post]:
    """Give a hotel its chart and answer its posts by code. Done again, it adds what is missing and changes nothing.

    Raises NotPermitted, InvalidInput for a chart that names an unknown permission, department or post.
    """
    if not actor.may("settings.change"):
        raise NotPermitted(_("Setting up the chart needs the right to change settings."))
    plan = chart or first_chart()
    _check(plan)
    house = property_of(property_id)
    with transaction.atomic():
        departments = establish_departments(
            actor=actor, property_id=property_id, at=at, plan=plan["departments"]
        )
        roles = _roles(house.group_id, plan["roles"])
        posts = _posts(property_id, plan["posts"], departments, roles)
        _ladders(posts, plan["ladders"])
    return posts


def _check(plan: Chart) -> None:
    """Refuse a chart that names what it does not hold."""
    posts, departments = set(plan["posts"]), set(plan["departments"])
    wrong = [code for role in plan["roles"].values() for code in role["may"] if code not in policy.ALL]
    for entry in plan["posts"].values():
        wrong += [entry["in"]] if entry["in"] not in departments else []
        wrong += [entry["under"]] if entry["under"] not in posts | {None} else []
        wrong += [entry["role"]] if entry["role"] not in plan["roles"] else []
    for entry in plan["departments"].values():
        wrong += [entry["head"]] if entry["head"] not in posts else []
    wrong += [code for steps in plan["ladders"].values() for code in steps if code not in posts]
    if wrong:
        raise InvalidInput(
            _("The chart names what it does not hold: %(codes)s.") % {"codes": ", ".join(map(str, wrong))}
        )


def _roles(group_id: UUID, plan: Mapping[str, Any]) -> dict[str, Role]:
    roles = {role.code: role for role in Role.objects.filter(group_id=group_id)}
    for code, entry in plan.items():
        if code not in roles:
            roles[code] = Role.objects.create(
                group_id=group_id,
                code=code,
                name_zh=entry["zh"],
                name_en=entry["en"],
                permissions=entry["may"],
            )
    return roles


def _posts(
    property_id: UUID,
    plan: Mapping[str, Any],
    departments: Mapping[str, Department],
    roles: Mapping[str, Role],
) -> dict[str, Post]:
    posts = {post.code: post for post in Post.objects.filter(property_id=property_id)}
    fresh = []
    for position, (code, entry) in enumerate(plan.items()):
        if code in posts:
            continue
        posts[code] = Post(
            property_id=property_id,
            code=code,
            name_zh=entry["zh"],
            name_en=entry["en"],
            department=departments[entry["in"]],
            role=roles[entry["role"]],
            duties_zh=[duty[0] for duty in entry["duties"]],
            duties_en=[duty[1] for duty in entry["duties"]],
            is_on_call=entry.get("on_call", False),
            position=position,
        )
        fresh.append(posts[code])
    Post.objects.bulk_create(fresh)
    for post in fresh:
        post.reports_to = posts.get(plan[post.code]["under"])
    Post.objects.bulk_update(fresh, ["reports_to"])
    return posts


def _ladders(posts: Mapping[str, Post], plan: Mapping[str, list[str]]) -> None:
    known = set(DeputyStep.objects.filter(post__in=posts.values()).values_list("post_id", flat=True))
    DeputyStep.objects.bulk_create(
        DeputyStep(post=posts[code], deputy=posts[deputy], position=position)
        for code, steps in plan.items()
        if posts[code].pk not in known
        for position, deputy in enumerate(steps, start=1)
    )
