"""What stands in a section: its paragraphs, figures, programmes, recommendations, share texts and corrections."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reflectory.core.visibility import Viewer
from reflectory.programmes.models import Programme
from reflectory.reports.composing.sections import LONGEST_SHARE
from reflectory.reports.models import (
    Erratum,
    Figure,
    ProgrammeBlock,
    Recommendation,
    Report,
    Section,
    ShareText,
)
from reflectory.reports.section_kinds import SECTION_KINDS

PARAGRAPHS = gettext_lazy("Plain words. An empty line begins a new paragraph.")
STEPS = (1, 5, 10, 25, 50, 100, 250, 500, 1000, 5000, 10_000)


class NewSectionForm(forms.Form):
    """Which kind of section, and what it is called."""

    kind = forms.ChoiceField(label=gettext_lazy("What it holds"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Leave empty to call it what its kind is called."),
    )

    def __init__(self, *args: Any, report: Report, **given: Any) -> None:
        super().__init__(*args, **given)
        there = set(report.sections.values_list("kind", flat=True))
        kind: Any = self.fields["kind"]
        kind.choices = [
            (one.key, f"{one.name}. {one.holds}")
            for one in SECTION_KINDS.values()
            if not (one.is_once and one.key in there)
        ]


class SectionForm(forms.ModelForm):
    """The title and paragraphs of a section, and what its kind alone has."""

    class Meta:
        model = Section
        fields = ("title", "text", "second", "pictured")
        labels: ClassVar = {
            "title": gettext_lazy("Title"),
            "text": gettext_lazy("Paragraphs"),
            "second": gettext_lazy("Whom we did not hear"),
            "pictured": gettext_lazy("Country on the map"),
        }
        help_texts: ClassVar = {
            "text": PARAGRAPHS,
            "second": gettext_lazy(
                "Whose voices are missing, and why. An empty line begins a new paragraph."
            ),
            "pictured": gettext_lazy(
                "Two letters, for instance US or CO. Leave empty for a map of the world."
            ),
        }

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for name, kind in (("second", "heard"), ("pictured", "where")):
            if self.instance.kind != kind:
                del self.fields[name]

    def clean_pictured(self) -> str:
        """Two capital letters, or nothing."""
        given: str = self.cleaned_data["pictured"].strip().upper()
        if given and not (len(given) == 2 and given.isascii() and given.isalpha()):
            raise forms.ValidationError(
                _("“{given}” is no code of a country. Give two letters, for instance US.").format(given=given)
            )
        return given


def rounding_choices(value: int, *more: int) -> list[tuple[int, str]]:
    """How a value can be rounded down, each as readers would see it, exact first.

    >>> [words for _step, words in rounding_choices(631)][:2]
    ['631, as counted', '630+, rounded down to 5']
    """
    steps = sorted({one for one in (*STEPS, *more) if one == 1 or one <= value} | {*more})
    found = []
    for step in steps:
        down = value // step * step
        if step == 1:
            found.append((1, _("{value}, as counted").format(value=value)))
        elif down in (0, value):
            if step in more:
                found.append(
                    (
                        step,
                        _("{value}, rounded down to {step} changes nothing").format(value=value, step=step),
                    )
                )
        else:
            found.append((step, _("{shown}+, rounded down to {step}").format(shown=down, step=step)))
    return found


class FigureForm(forms.ModelForm):
    """The words after a number, and how it is rounded, shown with the value of today."""

    rounding = forms.TypedChoiceField(
        label=gettext_lazy("Readers see"), coerce=int, widget=forms.RadioSelect,
        help_text=gettext_lazy("Numbers are only ever rounded down. The exact value stands with the figure’s data."),
    )  # fmt: skip

    class Meta:
        model = Figure
        fields = ("label", "rounding")
        labels: ClassVar = {"label": gettext_lazy("Words after the number")}
        help_texts: ClassVar = {"label": gettext_lazy("As it reads after the number: “cities applied”.")}

    def __init__(
        self, *args: Any, value: int | None, label: str = "", rounding: int = 1, **given: Any
    ) -> None:
        super().__init__(*args, **given)
        if label:
            self.fields["label"].initial = label
        usual = rounding if value is not None and value % rounding and value > rounding else 1
        now = self.instance.rounding if self.instance.pk else usual
        chosen: Any = self.fields["rounding"]
        chosen.choices = (
            rounding_choices(value, now) if value is not None else [(now, _("It cannot be counted any more"))]
        )
        self.initial["rounding"] = now


class NewBlockForm(forms.Form):
    """A programme for the report."""

    programme = forms.ModelChoiceField(Programme.objects.none(), label=gettext_lazy("Programme"))
    name = forms.CharField(
        label=gettext_lazy("Name in the report"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Leave empty to use the programme’s own."),
    )
    blurb = forms.CharField(label=gettext_lazy("What it is"), widget=forms.Textarea, help_text=PARAGRAPHS)

    def __init__(self, *args: Any, viewer: Viewer, report: Report, **given: Any) -> None:
        super().__init__(*args, **given)
        programme: Any = self.fields["programme"]
        programme.queryset = (
            Programme.objects.visible_to(viewer)
            .exclude(pk__in=report.programmes.values("programme"))
            .order_by("name", "pk")
        )


class BlockForm(forms.ModelForm):
    """What a report says of a programme."""

    class Meta:
        model = ProgrammeBlock
        fields = ("name", "blurb", "more")
        labels: ClassVar = {
            "name": gettext_lazy("Name in the report"),
            "blurb": gettext_lazy("What it is"),
            "more": gettext_lazy("Page of its own"),
        }
        help_texts: ClassVar = {
            "blurb": PARAGRAPHS,
            "more": gettext_lazy(
                "What “Learn more” leads to. Without any words here there is no page and no link."
            ),
        }


class RecommendationForm(forms.ModelForm):
    """Advice: for whom, when, what to do, the smallest first step, and what it rests on and bears on."""

    class Meta:
        model = Recommendation
        fields = ("audience", "moment", "action", "first_step", "takeaway", "programmes")
        labels: ClassVar = {
            "audience": gettext_lazy("For whom"),
            "moment": gettext_lazy("When, in the course of a programme"),
            "action": gettext_lazy("What to do"),
            "first_step": gettext_lazy("A small first step"),
            "takeaway": gettext_lazy("The takeaway it follows from"),
            "programmes": gettext_lazy("For these programmes"),
        }
        help_texts: ClassVar = {
            "action": gettext_lazy("Begin with a verb: “Ask residents before the first sketch”."),
            "first_step": gettext_lazy("What somebody could do next week."),
            "programmes": gettext_lazy("Tick none where it is for all of them."),
        }
        widgets: ClassVar = {"programmes": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, report: Report, viewer: Viewer, **given: Any) -> None:
        super().__init__(*args, **given)
        takeaway: Any = self.fields["takeaway"]
        takeaway.queryset = report.takeaways.all()
        programmes: Any = self.fields["programmes"]
        here = Programme.objects.filter(blocks__report=report)
        chosen = Programme.objects.filter(recommendations__report=report)
        seen = Programme.objects.visible_to(viewer).values("pk")
        programmes.queryset = Programme.objects.filter(
            pk__in={*_keys(here), *_keys(chosen), *(row["pk"] for row in seen)}
        ).order_by("name", "pk")
        moment: Any = self.fields["moment"]
        moment.choices = [("", _("at any time")), *(one for one in moment.choices if one[0])]


def _keys(rows: Iterable[Programme]) -> set[int]:
    return {row.pk for row in rows}


class ShareTextForm(forms.ModelForm):
    """A text that readers can post as it is."""

    class Meta:
        model = ShareText
        fields = ("text", "takeaway")
        labels: ClassVar = {"text": gettext_lazy("Text"), "takeaway": gettext_lazy("About the takeaway")}

    def __init__(self, *args: Any, report: Report, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["text"].help_text = _("At most {most} characters, with its hashtag.").format(
            most=LONGEST_SHARE
        )
        takeaway: Any = self.fields["takeaway"]
        takeaway.queryset = report.takeaways.all()

    def clean_text(self) -> str:
        """Not longer than can be posted."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n").strip()
        over = len(text) - LONGEST_SHARE
        if over > 0:
            raise forms.ValidationError(
                ngettext(
                    "It has {n} characters; {most} is the most that can be posted. Take out {over}.",
                    "It has {n} characters; {most} is the most that can be posted. Take out {over}.",
                    over,
                ).format(n=len(text), most=LONGEST_SHARE, over=over)
            )
        return text


class CorrectionForm(forms.ModelForm):
    """What was put right since the first release, told to readers."""

    class Meta:
        model = Erratum
        fields = ("on", "text")
        labels: ClassVar = {"on": gettext_lazy("Day"), "text": gettext_lazy("What was put right")}
        help_texts: ClassVar = {
            "text": gettext_lazy("Never repeat words that were withdrawn, or whose they were.")
        }

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["on"].initial = timezone.localdate()
