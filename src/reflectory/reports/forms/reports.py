"""Beginning a report and changing its head."""

from __future__ import annotations

from typing import Any, ClassVar

from babel import Locale
from django import forms
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.core.visibility import Viewer
from reflectory.press.language import catalogue
from reflectory.reports.models import Report
from reflectory.reports.presets import PRESETS
from reflectory.sensemaking.models import Run

FIRST_YEAR, LAST_YEAR = 1900, 2200
LANGUAGES = ("en", "es", "fr", "pt")  # offered where the press has the words


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


def languages_for(now: str) -> list[tuple[str, str]]:
    """The languages in which pages can speak, by their own names; and the one that is chosen now."""
    codes = [code for code in LANGUAGES if code == "en" or catalogue(code) is not None]
    codes += [] if now in codes or not now else [now]
    return [(code, str(Locale.parse(code, sep="-").get_display_name(code)).capitalize()) for code in codes]


class ReportForm(forms.ModelForm):
    """What stands on the head of a report, its release day, and the run that its method tells of."""

    class Meta:
        model = Report
        fields = (
            "title", "strap", "kicker", "summary", "year", "language", "translation_of", "organisation", "contact",
            "licence", "released_on", "run",
        )  # fmt: skip
        labels: ClassVar = {
            "title": gettext_lazy("Title"),
            "strap": gettext_lazy("Line under the title"),
            "kicker": gettext_lazy("Line above the title"),
            "summary": gettext_lazy("Summary in a sentence"),
            "year": gettext_lazy("Year"),
            "language": gettext_lazy("Language"),
            "translation_of": gettext_lazy("Translation of"),
            "organisation": gettext_lazy("Published by"),
            "contact": gettext_lazy("Contact"),
            "licence": gettext_lazy("Licence"),
            "released_on": gettext_lazy("Release day"),
            "run": gettext_lazy("Run of the engine that found its themes"),
        }
        help_texts: ClassVar = {
            "summary": gettext_lazy("Shown where others link to the report."),
            "year": gettext_lazy("All its figures are counted over this year."),
            "language": gettext_lazy(
                "In which its pages speak: headings, numbers and days. What you write, you write in it yourself; "
                "people’s words stay as they were said."
            ),
            "translation_of": gettext_lazy(
                "Readers are led from one to the other. Leave empty for an original."
            ),
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
        language: Any = self.fields["language"]
        self.fields["language"] = forms.ChoiceField(
            label=language.label, help_text=language.help_text, choices=languages_for(self.instance.language)
        )
        originals: Any = self.fields["translation_of"]
        originals.queryset = Report.objects.visible_to(viewer).filter(translation_of=None).exclude(
            pk=self.instance.pk
        )  # fmt: skip
        originals.empty_label = _("none: it is an original")
        run: Any = self.fields["run"]
        run.queryset = runs | Run.objects.filter(pk=self.instance.run_id) if self.instance.run_id else runs

    def clean(self) -> dict[str, Any]:
        """A translation is of the same year, in another language, and of an original."""
        given: dict[str, Any] = super().clean() or {}
        original = given.get("translation_of")
        if original is None:
            return given
        if self.instance.translations.exists():
            said = _("Other reports are translations of this one, so it is an original.")
        elif original.language == given.get("language"):
            said = _("“{report}” is in this language too. Choose another language for this one.").format(
                report=original
            )
        elif original.year != given.get("year"):
            said = _("“{report}” is of the year {year}. A translation is of the same year.").format(
                report=original, year=original.year
            )
        else:
            return given
        self.add_error("translation_of", said)
        return given

    def clean_year(self) -> int:
        """A year that a calendar has."""
        year: int = self.cleaned_data["year"]
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise forms.ValidationError(
                _("Give a year between {first} and {last}.").format(first=FIRST_YEAR, last=LAST_YEAR)
            )
        return year
