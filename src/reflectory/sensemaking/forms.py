"""What people fill in: in which texts to look for themes, what becomes of a theme, which passages to show."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reflectory.accounts.roles import ANALYST, LEAD
from reflectory.core.visibility import Viewer
from reflectory.evidence.models import Intake
from reflectory.programmes.models import Edition, Programme
from reflectory.sensemaking.models import STATES


class NewRun(forms.Form):
    """Over which texts, of which days."""

    title = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("As you will look for it later: “What we heard in 2021”."),
    )
    editions = forms.ModelMultipleChoiceField(
        Edition.objects.none(), label=_("Editions"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Those whose texts you may read. More programmes show better what recurs."),
    )  # fmt: skip
    first = forms.DateField(label=_("Said from"), required=False)
    last = forms.DateField(
        label=_("Until"), required=False, help_text=_("Both days may be left out; then all days count.")
    )
    intake = forms.ModelChoiceField(
        Intake.objects.none(), label=_("Only texts of this intake"), required=False,
        help_text=_("For a spreadsheet that belongs to no edition, choose it here and no edition."),
    )  # fmt: skip

    def __init__(self, *args: Any, by: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        editions = Edition.objects.visible_to(by).select_related("programme")
        mine = editions if by.is_operator else editions.filter(pk__in=by.editions_as(LEAD, ANALYST))
        self.fields["editions"].queryset = mine.order_by("-planned_starts_on", "programme__name", "pk")
        intakes = Intake.objects.visible_to(by)
        if not by.is_operator:
            intakes = intakes.filter(brought_by=by.account_id)
        self.fields["intake"].queryset = intakes

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("editions") and not said.get("intake"):
            self.add_error("editions", _("Choose at least one edition, or an intake below."))
        if said.get("first") and said.get("last") and said["first"] > said["last"]:
            self.add_error("last", _("The period ends before it begins. Change one of its two days."))
        return said


class Decision(forms.Form):
    """What becomes of a theme. The machine's label stays beside the name."""

    state = forms.ChoiceField(label=_("What becomes of it"), choices=STATES, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name"), max_length=200, required=False,
        help_text=_("In your words. Without one it goes by the words that the machine found."),
    )  # fmt: skip


class PassageFilter(forms.Form):
    """Which passages of a theme are shown."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("Programme"), required=False, empty_label=_("all programmes")
    )

    def __init__(self, *args: Any, theme: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["programme"].queryset = Programme.objects.filter(Q(recurrences__theme=theme))
