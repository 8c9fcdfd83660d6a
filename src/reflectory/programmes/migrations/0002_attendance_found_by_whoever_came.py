"""Whoever came is found by an index that holds the activity too."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("directory", "0001_initial"),
        ("programmes", "0001_initial"),
    ]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="attendance",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attendance",
                to="directory.organisation",
                verbose_name="came for",
            ),
        ),
        migrations.AlterField(
            model_name="attendance",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attendance",
                to="directory.person",
            ),
        ),
        migrations.AddIndex(
            model_name="attendance",
            index=models.Index(
                fields=["person", "activity", "was_there"], name="programmes__person__10440e_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="attendance",
            index=models.Index(
                fields=["organisation", "activity", "was_there"], name="programmes__organis_1b2950_idx"
            ),
        ),
    ]
