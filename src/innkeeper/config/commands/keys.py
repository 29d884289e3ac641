"""`innkeeper keys`: fresh keys for hotels, a fresh KEK for the house, and what crashes left: half destroyed, or unused."""

from pathlib import Path
from typing import Annotated

import typer

from innkeeper.config.preparation import secrets_folder
from innkeeper.config.start import start

app = typer.Typer(name="keys", no_args_is_help=True)


@app.command()
def rotate() -> None:
    """Give every hotel and group a fresh key and wrap all data keys by it. Values are not sealed anew."""
    start()
    from innkeeper.properties.models import Group, Property  # noqa: PLC0415  needs a started Django
    from innkeeper.vault.actions import rotate_scope_key  # noqa: PLC0415

    for scope in [*Group.objects.all(), *Property.objects.all()]:
        typer.echo(f"{scope}: {rotate_scope_key(scope_id=scope.pk)} data keys wrapped anew")


@app.command()
def replace_kek() -> None:
    """Put a fresh kek.key in place and wrap every scope key by it; the old file stays beside it until you destroy it.

    Cut short at any point it is run again: it goes on with the fresh key that it had made.
    """
    start()
    from innkeeper.vault import custody  # noqa: PLC0415  needs a started Django
    from innkeeper.vault.actions import rewrap_scope_keys  # noqa: PLC0415
    from innkeeper.vault.kek import FileKek  # noqa: PLC0415

    folder = secrets_folder()
    current, fresh = folder / custody.KEK, folder / "fresh"
    custody.create_secrets(fresh)
    custody.read_key.cache_clear()
    old = FileKek.at(current)
    wrapped = rewrap_scope_keys(old=old, new=FileKek.at(fresh / custody.KEK))
    retired = folder / f"retired-{old.id}.key"
    if not retired.exists():
        retired.hardlink_to(current)
    (fresh / custody.KEK).replace(current)
    _clear(fresh)
    typer.echo(
        f"{wrapped} scope keys wrapped by the fresh KEK. Destroy {retired.name} once every process has restarted."
    )


@app.command()
def finish() -> None:
    """Destroy keys whose tombstone stands, and empty those guests' files: what a crash in the middle of an erasure left."""
    start()
    from innkeeper.guests.actions import finish_erasures  # noqa: PLC0415  needs a started Django
    from innkeeper.kernel import clock  # noqa: PLC0415
    from innkeeper.kernel.actors import system  # noqa: PLC0415
    from innkeeper.vault.actions import finish_shreds  # noqa: PLC0415

    destroyed = finish_shreds().keys_destroyed
    emptied = finish_erasures(actor=system("keys"), at=clock.now())
    typer.echo(f"{destroyed} keys destroyed, {emptied} guest files emptied.")


@app.command()
def orphans(
    sweep: Annotated[bool, typer.Option("--sweep", help="Doubt and destroy.")] = False,  # noqa: FBT002
    full: Annotated[bool, typer.Option("--full", help="Look at settled keys too.")] = False,  # noqa: FBT002
) -> None:
    """Show the keys that no stored value uses; with --sweep do what the night does.

    A key is destroyed once two looks, a day apart, found no value under it; sealing in between takes the doubt away.
    """
    start()
    from innkeeper.audit.actions import sweep_orphans  # noqa: PLC0415  needs a started Django
    from innkeeper.kernel.actors import system  # noqa: PLC0415
    from innkeeper.kernel.clock import now  # noqa: PLC0415
    from innkeeper.vault.queries import look_for_orphans, made_at  # noqa: PLC0415

    at = now()
    if sweep:
        done = sweep_orphans(actor=system("keys"), at=at, is_full=full)
        typer.echo(f"{done.used} in use, {done.doubted} doubted now, {done.waiting} waiting in doubt")
        typer.echo(f"{done.destroyed} destroyed")
        return
    look = look_for_orphans(at=at, is_full=full)
    for word, keys in (("unused, first look", look.fresh), ("unused for a day, to be destroyed", look.ripe)):
        for key_id in keys:
            typer.echo(f"{key_id} made {made_at(key_id):%Y-%m-%d %H:%M} UTC: {word}")
    typer.echo(f"{len(look.used)} in use, {len(look.fresh)} unused, {look.waiting} waiting in doubt")
    typer.echo(f"{len(look.ripe)} would be destroyed")


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
