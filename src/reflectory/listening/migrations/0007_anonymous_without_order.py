"""Anonymous answers keep no order on SQLite, where their table loses its row numbers; and what was closed stays closed.

Whoever reads the answers, has one more person answer and reads them again would know what that person said.
"""

from typing import ClassVar

from django.db import migrations

TABLE = "listening_anonymousresponse"


def without_rowid(_apps, schema_editor):
    _rebuild(schema_editor, lambda sql: f"{sql} WITHOUT ROWID")


def with_rowid(_apps, schema_editor):
    _rebuild(schema_editor, lambda sql: sql.removesuffix(" WITHOUT ROWID"))


def _rebuild(schema_editor, change):
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT type, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL", [TABLE])
        found = cursor.fetchall()
        made = next(sql for kind, sql in found if kind == "table")
        new = f"{TABLE}_new"
        cursor.execute(change(made.replace(f'"{TABLE}"', f'"{new}"', 1)))
        cursor.execute(f"INSERT INTO {new} SELECT * FROM {TABLE} ORDER BY random()")
        cursor.execute(f"DROP TABLE {TABLE}")
        cursor.execute(f"ALTER TABLE {new} RENAME TO {TABLE}")
        for kind, sql in found:
            if kind in ("index", "trigger"):
                cursor.execute(sql)


NAME = "listening_ask_reopen_refused"
REOPENS = (
    "OLD.identity = 'anonymous' AND OLD.closed_at IS NOT NULL AND NEW.closed_at IS NULL "
    "AND EXISTS (SELECT 1 FROM listening_anonymousresponse WHERE ask_id = NEW.id)"
)
WHY = "an anonymous ask that was answered is not opened again"


def stay_closed(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE FUNCTION {NAME}() RETURNS trigger AS $$ BEGIN IF {REOPENS} THEN RAISE EXCEPTION '{WHY}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END; $$ LANGUAGE plpgsql"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON listening_ask FOR EACH ROW EXECUTE FUNCTION {NAME}()"
        )
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON listening_ask WHEN {REOPENS} "
            f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        )


def may_open_again(_apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME}" + (" ON listening_ask" if is_postgresql else ""))
    if is_postgresql:
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {NAME}()")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("listening", "0005_interviews")]
    operations: ClassVar = [
        migrations.RunPython(without_rowid, with_rowid),
        migrations.RunPython(stay_closed, may_open_again),
    ]
