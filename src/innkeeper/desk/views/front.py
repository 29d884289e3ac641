"""The front door: everybody begins with their own work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from innkeeper.accounts.doors import actor_of, signed_in


@require_safe
@signed_in()
def front(request: HttpRequest) -> HttpResponse:
    """The board for who oversees the house, my work for everybody else."""
    oversees = {"manager_on_duty", "general_manager"} & actor_of(request).posts
    return redirect("desk:house" if oversees else "desk:work")
