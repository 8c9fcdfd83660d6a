"""A takeaway says apart what would make it wrong; a report says of which other one it is a translation."""

import re
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

LEAD = "What would make this wrong:"  # as it stood among the paragraphs on how a claim was judged


def set_apart(apps, _schema):
    """Moves the paragraph that answered the question into the field of its own."""
    for row in apps.get_model("reports", "Takeaway").objects.filter(judged__contains=LEAD):
        parts = [one.strip() for one in re.split(r"\n\s*\n", row.judged.replace("\r", ""))]
        said = [one.removeprefix(LEAD).strip() for one in parts if one.startswith(LEAD)]
        row.wrong_if = "\n\n".join(one for one in said if one)
        row.judged = "\n\n".join(one for one in parts if one and not one.startswith(LEAD))
        row.save(update_fields=["wrong_if", "judged"])


def put_together(apps, _schema):
    """The way back."""
    for row in apps.get_model("reports", "Takeaway").objects.exclude(wrong_if=""):
        parts = [row.judged, f"{LEAD} {' '.join(row.wrong_if.split())}"]
        row.judged = "\n\n".join(one for one in parts if one)
        row.save(update_fields=["judged"])


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reports", "0002_initial")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="takeaway",
            name="wrong_if",
            field=models.TextField(blank=True, default="", verbose_name="what would make this wrong"),
        ),
        migrations.AddField(
            model_name="report",
            name="translation_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="translations",
                to="reports.report",
                verbose_name="translation of",
            ),
        ),
        migrations.AlterField(
            model_name="section",
            name="kind",
            field=models.CharField(
                choices=[
                    ("introduction", "Introduction"),
                    ("gratitude", "Thanks"),
                    ("where", "Where we worked"),
                    ("programmes", "Programmes"),
                    ("takeaways", "Takeaways"),
                    ("recommendations", "Recommendations"),
                    ("became", "What became of the advice"),
                    ("impact", "Impact in figures"),
                    ("quotes", "In their words"),
                    ("heard", "Whom we heard"),
                    ("download", "Download"),
                    ("share", "Share"),
                    ("next", "What is next"),
                    ("method", "Method"),
                    ("corrections", "Corrections"),
                    ("supporters", "Programmes, partners and funders"),
                    ("text", "Text"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.RunPython(set_apart, put_together),
    ]
