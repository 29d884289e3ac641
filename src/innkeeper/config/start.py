"""Starts Django for a command, once, and only for the commands that need it."""

import os
import sys

import typer


def start() -> None:
    """Make the house ready: settings, apps, subscriptions. Ends the command with a plain sentence when secrets are missing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "innkeeper.config.settings")
    import django  # noqa: PLC0415  Django takes a second to load; 'innkeeper --help' does not wait for it
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415

    try:
        django.setup()
    except ImproperlyConfigured as wrong:
        print(str(wrong), file=sys.stderr)  # noqa: T201
        raise typer.Exit(2) from wrong
