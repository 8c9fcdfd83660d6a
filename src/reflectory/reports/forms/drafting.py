"""What is asked before an exploration becomes a draft report: its title, whose it is, what may be quoted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.evidence.actions.intake import Basis
from reflectory.listening.models import BASES
from reflectory.listening.uses import ANALYSE, ROLE_PLACE, WITHOUT_NAME

# How agreement can be known of people who are not here: not by their own choice on a page of ours.
HOW = [(key, name) for key, name in BASES if key != "own_choice"]


class DraftForm(forms.Form):
    """The head of the report, and the basis of quoting, per use."""

    title = forms.CharField(
        label=gettext_lazy("Title of the page"), max_length=200,
        help_text=gettext_lazy("What you learned, and from whom. You can change it later."),
    )  # fmt: skip
    organisation = forms.CharField(label=gettext_lazy("Published by"), max_length=200)
    without_name = forms.BooleanField(
        label=gettext_lazy("They agreed to be quoted without a name"), required=False
    )
    role_place = forms.BooleanField(
        label=gettext_lazy("They agreed to be quoted with role and place"), required=False,
        help_text=gettext_lazy("Where there are few in that role and place, readers there will know who it is."),
    )  # fmt: skip
    by = forms.CharField(
        label=gettext_lazy("Who states that they agreed"), max_length=200, required=False,
        help_text=gettext_lazy("A name: whoever asked these people and can show what they agreed to."),
    )  # fmt: skip
    on = forms.DateField(label=gettext_lazy("On which day they agreed"), required=False)
    how = forms.ChoiceField(
        label=gettext_lazy("How it is known"), choices=HOW, initial="stated", required=False
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not (given.get("without_name") or given.get("role_place")):
            return given
        if not given.get("by", "").strip() and "by" not in self.errors:
            self.add_error("by", _("Say who states that these people agreed, or untick what they agreed to."))
        on = given.get("on")
        if on is None and "on" not in self.errors:
            self.add_error("on", _("Say on which day they agreed, or untick what they agreed to."))
        if on is not None and on > timezone.localdate():
            self.add_error("on", _("This day is still to come. Choose the day on which they agreed."))
        return given

    def basis(self) -> Basis | None:
        """What is stated; None where nothing may be quoted."""
        given = self.cleaned_data
        uses = {
            use for use, name in ((WITHOUT_NAME, "without_name"), (ROLE_PLACE, "role_place")) if given[name]
        }
        if not uses:
            return None
        return Basis(frozenset({ANALYSE, *uses}), given["by"].strip(), given["on"], given["how"] or "stated")
