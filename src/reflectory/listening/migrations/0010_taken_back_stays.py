"""What somebody took back never comes back, whatever was read before and is saved after."""

from typing import ClassVar

from django.db import migrations

NAME = "listening_response_stays_taken_back"
CONDITION = "OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS NULL"
WHY = "an answer that was taken back does not come back"


def add(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE FUNCTION {NAME}() RETURNS trigger AS $$ BEGIN "
            f"IF {CONDITION} THEN RAISE EXCEPTION '{WHY}' USING ERRCODE = 'integrity_constraint_violation'; "
            f"END IF; RETURN NEW; END; $$ LANGUAGE plpgsql"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON listening_response FOR EACH ROW EXECUTE FUNCTION {NAME}()"
        )
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON listening_response WHEN {CONDITION} "
            f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        )


def take_away(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME} ON listening_response")
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {NAME}()")
        return
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("listening", "0009_after_action_reviews")]
    operations: ClassVar = [migrations.RunPython(add, take_away)]
