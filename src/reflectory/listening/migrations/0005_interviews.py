from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("directory", "0001_initial"),
        ("listening", "0004_asks_more"),
        ("programmes", "0002_attendance_found_by_whoever_came"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Interview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "invited"),
                            ("agreed", "agreed"),
                            ("scheduled", "scheduled"),
                            ("held", "held"),
                            ("written_up", "written up"),
                            ("second_read", "second read"),
                            ("declined", "declined"),
                            ("cancelled", "cancelled"),
                        ],
                        default="invited",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("scheduled_at", models.DateTimeField(blank=True, null=True, verbose_name="takes place at")),
                (
                    "time_zone",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="time zone"),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=60, verbose_name="minutes")),
                (
                    "place",
                    models.CharField(blank=True, default="", max_length=300, verbose_name="place or link"),
                ),
                ("written_to_at", models.DateTimeField(null=True)),
                ("begun_at", models.DateTimeField(null=True)),
                ("consent_asked_at", models.DateTimeField(null=True)),
                ("notes_saved_at", models.DateTimeField(null=True)),
                ("held_at", models.DateTimeField(null=True)),
                ("written_up_at", models.DateTimeField(null=True)),
                ("second_read_at", models.DateTimeField(null=True)),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "ask",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interviews",
                        to="listening.ask",
                    ),
                ),
                (
                    "guide_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interviews",
                        to="listening.formversion",
                    ),
                ),
                (
                    "interviewer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.person",
                        verbose_name="who interviews",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interviews",
                        to="programmes.membership",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interviews",
                        to="directory.organisation",
                        verbose_name="speaks for",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interviews",
                        to="directory.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "second_reader",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.person",
                        verbose_name="second reader",
                    ),
                ),
                (
                    "voice",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interview",
                        to="listening.voice",
                    ),
                ),
            ],
            options={
                "verbose_name": "interview",
                "verbose_name_plural": "interviews",
                "ordering": ["scheduled_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="InterviewMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_state", models.CharField(max_length=20, null=True)),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("invited", "invited"),
                            ("agreed", "agreed"),
                            ("scheduled", "scheduled"),
                            ("held", "held"),
                            ("written_up", "written up"),
                            ("second_read", "second read"),
                            ("declined", "declined"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
                ("by_name", models.CharField(max_length=200)),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="listening.interview",
                    ),
                ),
            ],
            options={
                "verbose_name": "move of an interview",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SamplingFrame",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "question",
                    models.TextField(
                        max_length=1000, verbose_name="the question that the interviews are to answer"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sampling_frames",
                        to="programmes.edition",
                        verbose_name="edition",
                    ),
                ),
                (
                    "guide",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sampling_frames",
                        to="listening.ask",
                        verbose_name="guide",
                    ),
                ),
            ],
            options={
                "verbose_name": "series of interviews",
                "verbose_name_plural": "series of interviews",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="interview",
            name="frame",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="interviews",
                to="listening.samplingframe",
            ),
        ),
        migrations.CreateModel(
            name="SecondReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=60)),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("answered", "answered"),
                            ("asked_no", "asked: no"),
                            ("silent", "asked: silent"),
                            ("not_asked", "not asked"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("answered", "answered"),
                            ("asked_no", "asked: no"),
                            ("silent", "asked: silent"),
                            ("not_asked", "not asked"),
                        ],
                        max_length=20,
                    ),
                ),
                ("before", models.TextField(blank=True, default="")),
                ("after", models.TextField(blank=True, default="")),
                ("why", models.CharField(blank=True, default="", max_length=300)),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="listening.interview",
                    ),
                ),
            ],
            options={
                "verbose_name": "second reading",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Stratum",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("region", models.CharField(blank=True, default="", max_length=100, verbose_name="region")),
                (
                    "size",
                    models.CharField(blank=True, default="", max_length=100, verbose_name="size of place"),
                ),
                ("role", models.CharField(blank=True, default="", max_length=100, verbose_name="role")),
                ("wanted", models.PositiveSmallIntegerField(verbose_name="wanted")),
                (
                    "why_fewer",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="why it stays empty, or short"
                    ),
                ),
                (
                    "frame",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="strata",
                        to="listening.samplingframe",
                    ),
                ),
            ],
            options={
                "verbose_name": "cell of the sampling frame",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="interview",
            name="strata",
            field=models.ManyToManyField(blank=True, related_name="interviews", to="listening.stratum"),
        ),
        migrations.CreateModel(
            name="Transcript",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("turns", models.JSONField(default=list)),
                ("preamble", models.TextField(blank=True, default="")),
                ("speakers", models.JSONField(default=dict)),
                ("language", models.CharField(blank=True, default="", max_length=20)),
                ("brought_at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=200)),
                (
                    "interview",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transcript",
                        to="listening.interview",
                    ),
                ),
                (
                    "upload",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transcript",
                        to="listening.upload",
                    ),
                ),
            ],
            options={
                "verbose_name": "transcript",
            },
        ),
        migrations.CreateModel(
            name="InterviewCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("question", models.CharField(max_length=60)),
                ("domain", models.CharField(blank=True, default="", max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("answered", "answered"),
                            ("asked_no", "asked: no"),
                            ("silent", "asked: silent"),
                            ("not_asked", "not asked"),
                        ],
                        default="not_asked",
                        max_length=20,
                    ),
                ),
                ("notes", models.TextField(blank=True, default="")),
                ("saved_at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=200)),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cells",
                        to="listening.interview",
                    ),
                ),
            ],
            options={
                "verbose_name": "note of an interview",
                "ordering": ["interview", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("interview", "question"), name="one_cell_per_interview_and_question"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["answered", "asked_no", "silent", "not_asked"])),
                        name="cell_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "not_asked"), _negated=True), ("notes", ""), _connector="OR"
                        ),
                        name="what_was_not_asked_has_no_notes",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="stratum",
            constraint=models.UniqueConstraint(
                fields=("frame", "region", "size", "role"), name="stratum_once_per_frame"
            ),
        ),
        migrations.AddConstraint(
            model_name="stratum",
            constraint=models.CheckConstraint(
                condition=models.Q(("region", ""), ("role", ""), ("size", ""), _negated=True),
                name="stratum_says_who_is_meant",
            ),
        ),
        migrations.AddIndex(
            model_name="interview",
            index=models.Index(fields=["frame", "state"], name="listening_i_frame_i_0156de_idx"),
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.UniqueConstraint(
                fields=("frame", "person"), name="interviewed_once_per_series"
            ),
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("scheduled_at__isnull", True),
                    models.Q(("time_zone", ""), _negated=True),
                    _connector="OR",
                ),
                name="scheduled_in_a_time_zone",
            ),
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("begun_at__isnull", True),
                    models.Q(
                        ("consent_asked_at__isnull", False),
                        ("guide_version__isnull", False),
                        ("voice__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="begun_interview_has_guide_and_consent_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("written_up_at__isnull", True), ("held_at__isnull", False), _connector="OR"
                ),
                name="written_up_after_it_was_held",
            ),
        ),
    ]
