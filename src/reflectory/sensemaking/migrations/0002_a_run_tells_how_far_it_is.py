"""A run that is being carried out tells its stage, and that it is still there."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sensemaking", "0001_initial")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="run", name="seen_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="run", name="stage", field=models.CharField(blank=True, default="", max_length=20)
        ),
    ]
