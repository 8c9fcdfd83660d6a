"""What a team expects to hear, which the database locks."""

from typing import ClassVar

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

REFUSALS = [
    (
        "INSERT", "(SELECT fixed_at FROM listening_ask WHERE id = NEW.ask_id) IS NOT NULL",
        "nothing is expected after the first answer",
    ),
    (
        "UPDATE",
        "OLD.locked_at IS NOT NULL AND (NEW.claim <> OLD.claim OR NEW.sure <> OLD.sure OR NEW.seal <> OLD.seal "
        "OR NEW.locked_at IS NULL OR NEW.locked_at <> OLD.locked_at OR NEW.ask_id <> OLD.ask_id)",
        "what is locked is never changed",
    ),
    ("DELETE", "OLD.locked_at IS NOT NULL", "what is locked is never removed"),
]  # fmt: skip


def add(_apps, schema_editor):
    for when, condition, why in REFUSALS:
        name = f"listening_expectation_{when.lower()}_refused"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation'; "
                f"END IF; RETURN {'OLD' if when == 'DELETE' else 'NEW'}; END; $$ LANGUAGE plpgsql"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {when} ON listening_expectation FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
            continue
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TRIGGER {name} BEFORE {when} ON listening_expectation WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
            )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("listening", "0007_standing_questions")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Expectation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("claim", models.CharField(max_length=300, verbose_name="what we expect to hear")),
                (
                    "sure",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="how sure, out of a hundred",
                    ),
                ),
                ("made_by_name", models.CharField(max_length=200)),
                ("locked_at", models.DateTimeField(null=True)),
                ("seal", models.CharField(blank=True, default="", max_length=64)),
                ("came_true", models.BooleanField(null=True, verbose_name="did it come true")),
                (
                    "why",
                    models.TextField(
                        blank=True, default="", verbose_name="what was heard instead, or as expected"
                    ),
                ),
                ("judged_by_name", models.CharField(blank=True, default="", max_length=200)),
                (
                    "ask",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="expectations",
                        to="listening.ask",
                    ),
                ),
            ],
            options={
                "verbose_name": "expectation",
                "verbose_name_plural": "expectations",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sure__gte", 1), ("sure__lte", 99)), name="nobody_is_certain"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("came_true__isnull", True), ("locked_at__isnull", True), ("seal", "")),
                            models.Q(("locked_at__isnull", False), models.Q(("seal", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="locked_expectation_is_sealed",
                    ),
                ],
            },
        ),
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
