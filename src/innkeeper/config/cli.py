"""The command `innkeeper`: one verb for each job of the house. Django is started only by the verbs that need it."""

import typer

app = typer.Typer(no_args_is_help=True, help="Innkeeper 掌柜: the guest-service desk of a hotel.")


@app.callback()
def innkeeper() -> None:
    """The guest-service desk of a hotel."""


def main() -> None:
    """Entry point of the `innkeeper` command."""
    app()
