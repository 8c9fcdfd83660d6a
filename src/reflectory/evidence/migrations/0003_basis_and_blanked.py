"""What an intake stated as its basis, and which stretches a redacted version hides."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("evidence", "0002_initial")]

    operations: ClassVar = [
        migrations.AddField("intake", "basis", models.JSONField(blank=True, default=dict)),
        migrations.AddField("sourceversion", "blanked", models.JSONField(blank=True, default=list)),
    ]
