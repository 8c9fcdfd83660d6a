"""What no code of ours may get round: questions that were answered stay as they were, anonymous stays anonymous."""

from typing import ClassVar

from django.db import migrations

# Table, when, on which condition of the row it is refused, and what is said.
SAME = "NEW.identity <> (SELECT identity FROM listening_ask WHERE id = NEW.ask_id)"
REFUSALS = [
    (
        "formversion", "UPDATE",
        "OLD.frozen_at IS NOT NULL AND (CAST(NEW.body AS TEXT) <> CAST(OLD.body AS TEXT) "
        "OR NEW.content_hash <> OLD.content_hash OR NEW.frozen_at IS NULL)",
        "a version of a form that was answered is never changed",
    ),
    (
        "ask", "UPDATE", "OLD.fixed_at IS NOT NULL AND (NEW.identity <> OLD.identity OR NEW.fixed_at IS NULL)",
        "who is known to have answered is fixed by the first answer",
    ),
    ("invitation", "INSERT", SAME, "an invitation is as its ask"),
    ("invitation", "UPDATE", SAME, "an invitation is as its ask"),
    ("response", "INSERT", SAME, "a response is as its ask"),
    ("response", "UPDATE", SAME, "a response is as its ask"),
    ("draft", "INSERT", SAME, "a draft is as its ask"),
    ("draft", "UPDATE", SAME, "a draft is as its ask"),
    ("upload", "INSERT", SAME, "a file is as its ask"),
    ("upload", "UPDATE", SAME, "a file is as its ask"),
    (
        "anonymousresponse", "INSERT",
        "'anonymous' <> (SELECT identity FROM listening_ask WHERE id = NEW.ask_id)",
        "an anonymous response belongs to an anonymous ask",
    ),
]  # fmt: skip


def add(_apps, schema_editor):
    for table, when, condition, why in REFUSALS:
        name = f"listening_{table}_{when.lower()}_refused"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation'; "
                f"END IF; RETURN NEW; END; $$ LANGUAGE plpgsql"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {when} ON listening_{table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
            continue
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TRIGGER {name} BEFORE {when} ON listening_{table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
            )


def take_away(_apps, schema_editor):
    for table, when, _condition, _why in REFUSALS:
        name = f"listening_{table}_{when.lower()}_refused"
        schema_editor.execute(
            f"DROP TRIGGER IF EXISTS {name} ON listening_{table}"
            if schema_editor.connection.vendor == "postgresql"
            else f"DROP TRIGGER IF EXISTS {name}"
        )
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("listening", "0002_forms_asks_and_answers")]
    operations: ClassVar = [migrations.RunPython(add, take_away)]
