"""The command `innkeeper`: one verb for each job of the house. Django is started only by the verbs that need it."""

from importlib import import_module

import typer

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Innkeeper 掌柜: the guest-service desk of a hotel.",
)

GROUPS = {
    "audit": ("audit", "The audit log: verify, seal, checkpoint."),
    "evidence": ("evidence", "Evidence packs of disputes: verify."),
    "downtime": ("downtime", "The downtime pack 应急打印包: make, open."),
    "import": ("imports", "Take in stays, room states and cases from files."),
    "keys": ("keys", "The vault's keys: rotate, replace, finish, orphans."),
    "playbooks": ("playbooks", "Check the playbooks 服务规程."),
}
SINGLE = ("house", "serve", "worker", "backup", "simulate")


def assembled() -> typer.Typer:
    """The whole command: groups with their verbs, then the single verbs."""
    for verb, (module, text) in GROUPS.items():
        app.add_typer(import_module(f"innkeeper.config.commands.{module}").app, name=verb, help=text)
    for module in SINGLE:
        commands = import_module(f"innkeeper.config.commands.{module}").app
        app.registered_commands.extend(commands.registered_commands)
    return app


def main() -> None:
    """Entry point of the `innkeeper` command."""
    assembled()()


if __name__ == "__main__":
    main()
