"""`innkeeper keys`: fresh keys for hotels, a fresh KEK for the house, and what a crash left half destroyed."""

from pathlib import Path

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
    """Destroy keys whose tombstone stands: what a crash in the middle of an erasure left behind."""
    start()
    from innkeeper.vault.actions import finish_shreds  # noqa: PLC0415  needs a started Django

    typer.echo(f"{finish_shreds()}")


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
