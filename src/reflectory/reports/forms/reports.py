"""Beginning a report and changing its head."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.core.visibility import Viewer
from reflectory.reports.models import Report
from reflectory.reports.presets import PRESETS
from reflectory.sensemaking.models import Run

FIRST_YEAR, LAST_YEAR = 1900, 2200


class NewReportForm(forms.Form):
    """What a report must have to be begun: year, title, whose it is, and what it is laid out from."""

    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=gettext_lazy("Its figures are counted over this year."),
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    organisation = forms.CharField(label=gettext_lazy("Published by"), max_length=200)
    slug = forms.SlugField(
        label=gettext_lazy("Address"),
        max_length=80,
        required=False,
        help_text=gettext_lazy(
            "The word by which readers find it, for instance reflect-2022. It stays as it is. "
            "Leave empty to have it made."
        ),
    )
    preset = forms.ChoiceField(
        label=gettext_lazy("Begin with"),
        choices=[(one.key, one.name) for one in PRESETS.values()],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Sections can be added, moved, renamed, hidden and taken out at any time."),
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["year"].initial = timezone.localdate().year
        self.fields["preset"].initial = next(iter(PRESETS))

    def clean(self) -> dict[str, Any]:
        """Makes an address where none was given, and refuses one that is taken."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("slug") and given.get("title") and given.get("year"):
            given["slug"] = slugify(f"{given['title']} {given['year']}")[:80] or f"report-{given['year']}"
        if given.get("slug") and Report.objects.filter(slug=given["slug"]).exists():
            self.add_error("slug", _("There is a report at the address “{slug}” already. Choose another.").format(
                slug=given["slug"]))  # fmt: skip
        return given


class ReportForm(forms.ModelForm):
    """What stands on the head of a report, its release day, and the run that its method tells of."""

    class Meta:
        model = Report
        fields = (
            "title", "strap", "kicker", "summary", "year", "organisation", "contact", "licence", "released_on", "run",
        )  # fmt: skip
        labels: ClassVar = {
            "title": gettext_lazy("Title"),
            "strap": gettext_lazy("Line under the title"),
            "kicker": gettext_lazy("Line above the title"),
            "summary": gettext_lazy("Summary in a sentence"),
            "year": gettext_lazy("Year"),
            "organisation": gettext_lazy("Published by"),
            "contact": gettext_lazy("Contact"),
            "licence": gettext_lazy("Licence"),
            "released_on": gettext_lazy("Release day"),
            "run": gettext_lazy("Run of the engine that found its themes"),
        }
        help_texts: ClassVar = {
            "summary": gettext_lazy("Shown where others link to the report."),
            "year": gettext_lazy("All its figures are counted over this year."),
            "contact": gettext_lazy("An address at which readers reach you."),
            "released_on": gettext_lazy(
                "The day that readers are told. It is signed off with the rest and does not change by itself."
            ),
            "run": gettext_lazy("Its method is told under “Method”. Leave empty where there is none."),
        }
        widgets: ClassVar = {"summary": forms.Textarea}

    def __init__(self, *args: Any, viewer: Viewer, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["year"].min_value, self.fields["year"].max_value = FIRST_YEAR, LAST_YEAR
        runs = Run.objects.visible_to(viewer).filter(state="done")
        run: Any = self.fields["run"]
        run.queryset = runs | Run.objects.filter(pk=self.instance.run_id) if self.instance.run_id else runs

    def clean_year(self) -> int:
        """A year that a calendar has."""
        year: int = self.cleaned_data["year"]
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise forms.ValidationError(
                _("Give a year between {first} and {last}.").format(first=FIRST_YEAR, last=LAST_YEAR)
            )
        return year
