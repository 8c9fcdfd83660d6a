"""Mail about asks: what leaves by itself, the links of reminders, addresses that want none; the plan of an ask."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

NAME = "listening_invitationlink_insert_refused"
ANONYMOUS = "'anonymous' = (SELECT identity FROM listening_invitation WHERE id = NEW.invitation_id)"
WHY = "an anonymous invitation has no link of its own"


def add(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE FUNCTION {NAME}() RETURNS trigger AS $$ BEGIN "
            f"IF {ANONYMOUS} THEN RAISE EXCEPTION '{WHY}' USING ERRCODE = 'integrity_constraint_violation'; "
            f"END IF; RETURN NEW; END; $$ LANGUAGE plpgsql"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE INSERT OR UPDATE ON listening_invitationlink "
            f"FOR EACH ROW EXECUTE FUNCTION {NAME}()"
        )
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TRIGGER {NAME} BEFORE INSERT ON listening_invitationlink WHEN {ANONYMOUS} "
            f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        )


def take_away(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME} ON listening_invitationlink")
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {NAME}()")
        return
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("listening", "0003_what_the_database_refuses"),
        ("programmes", "0002_attendance_found_by_whoever_came"),
    ]
    operations: ClassVar = [
        migrations.AddField(
            "ask", "planned",
            models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="asks",
                to="programmes.plannedask",
            ),
        ),
        # Only columns that may be empty: SQLite makes the table anew for others, and loses its triggers.
        migrations.AddField("ask", "mails_since", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="InvitationLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links",
                        to="listening.invitation",
                    ),
                ),
            ],
            options={"verbose_name": "link of an invitation"},
        ),
        migrations.CreateModel(
            name="EmailRefusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("refused_on", models.DateField()),
            ],
            options={"verbose_name": "address that wants no mail"},
        ),
        migrations.RunPython(add, take_away),
    ]  # fmt: skip
