"""The three questions that every programme asks come with the installation; what the team changed of them stays."""

import json
from pathlib import Path
from typing import ClassVar

from django.db import migrations

QUESTIONS = Path(__file__).resolve().parent.parent / "standing_questions.json"


def add(apps, _schema_editor):
    model = apps.get_model("listening", "LibraryQuestion")
    for one in json.loads(QUESTIONS.read_text(encoding="utf-8")):
        model.objects.get_or_create(key=one["key"], defaults={"body": one["body"], "note": one["note"]})


class Migration(migrations.Migration):
    dependencies: ClassVar = [("listening", "0007_anonymous_without_order")]
    # Backwards nothing is taken away: forms may use them by then.
    operations: ClassVar = [migrations.RunPython(add, migrations.RunPython.noop)]
