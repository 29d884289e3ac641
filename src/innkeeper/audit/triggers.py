"""The triggers by which the database itself refuses to change the log, and notes each new entry for the sealer."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

GUARDED = ("audit_entry", "audit_subject", "audit_leaf")
REFUSAL = "The audit log is insert-only."

SQLITE_GUARD = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
SQLITE_PENDING = """
CREATE TRIGGER IF NOT EXISTS audit_entry_pending AFTER INSERT ON audit_entry
BEGIN INSERT INTO audit_pending (entry_id) VALUES (NEW.id); END
"""
POSTGRES_FUNCTIONS = """
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE OR REPLACE FUNCTION audit_note_pending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO audit_pending (entry_id) VALUES (NEW.id); RETURN NULL; END $$;
"""
POSTGRES_GUARD = """
CREATE OR REPLACE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
"""
POSTGRES_PENDING = """
CREATE OR REPLACE TRIGGER audit_entry_pending AFTER INSERT ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_note_pending()
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Set the guards and the sealer's note; safe to repeat."""
    is_sqlite = connection.vendor == "sqlite"
    statements = [] if is_sqlite else [POSTGRES_FUNCTIONS.format(refusal=REFUSAL)]
    statements.append(SQLITE_PENDING if is_sqlite else POSTGRES_PENDING)
    guard = SQLITE_GUARD if is_sqlite else POSTGRES_GUARD
    statements += [
        guard.format(table=table, verb=verb, refusal=REFUSAL) for table, verb in _guards(connection)
    ]
    _run(connection, statements)


def drop_guards(connection: BaseDatabaseWrapper) -> None:
    """Take the guards away, as only an owner of the database can; `innkeeper audit verify` reports it."""
    on_table = " ON {table}" if connection.vendor != "sqlite" else ""
    drop = "DROP TRIGGER IF EXISTS {table}_no_{verb}" + on_table
    _run(connection, [drop.format(table=table, verb=verb) for table, verb in _guards(connection)])


def missing_guards(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of the triggers that should stand and do not. Queries: 1."""
    if connection.vendor == "sqlite":
        ask = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        ask = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(ask)
        standing = {row[0] for row in cursor.fetchall()}
    wanted = [f"{table}_no_{verb}".lower() for table, verb in _guards(connection)] + ["audit_entry_pending"]
    return sorted(name for name in wanted if name not in {one.lower() for one in standing})


def migrate_forwards(apps: Any, schema_editor: Any) -> None:
    """The migration's step."""
    install(schema_editor.connection)


def migrate_backwards(apps: Any, schema_editor: Any) -> None:
    """The way back: the guards go before their tables do."""
    drop_guards(schema_editor.connection)


def _guards(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    verbs = ("UPDATE", "DELETE") if connection.vendor == "sqlite" else ("UPDATE", "DELETE", "TRUNCATE")
    return [(table, verb) for table in GUARDED for verb in verbs]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
