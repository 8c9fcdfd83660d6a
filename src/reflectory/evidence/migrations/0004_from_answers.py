"""Texts that come from answers: which ask an intake holds the answers to, and when words were taken back."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("evidence", "0003_basis_and_blanked"),
        ("listening", "0002_forms_asks_and_answers"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            "intake",
            "ask",
            models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="intake",
                to="listening.ask",
            ),
        ),
        migrations.AddField("intake", "pulled", models.CharField(blank=True, default="", max_length=200)),
        migrations.AddField("source", "taken_back_on", models.DateField(blank=True, null=True)),
    ]
