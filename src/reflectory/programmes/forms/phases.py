"""A phase of an edition: what it is called, the days that were planned and those it really had."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.programmes.models import Phase


class PhaseForm(forms.ModelForm):
    """Name, days, and what it begins and ends with."""

    planned_starts_on = forms.DateField(label=gettext_lazy("Planned first day"))
    planned_ends_on = forms.DateField(
        label=gettext_lazy("Planned last day"), required=False,
        help_text=gettext_lazy("Leave empty where it goes on without an end."),
    )  # fmt: skip
    actual_starts_on = forms.DateField(
        label=gettext_lazy("Actual first day"), required=False,
        help_text=gettext_lazy("Leave empty until it has begun."),
    )  # fmt: skip
    actual_ends_on = forms.DateField(
        label=gettext_lazy("Actual last day"), required=False, help_text=gettext_lazy("Leave empty until it is over.")
    )  # fmt: skip
    entry = forms.CharField(
        label=gettext_lazy("It begins when"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    exit = forms.CharField(
        label=gettext_lazy("It ends when"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    class Meta:
        model = Phase
        fields = (
            "name", "planned_starts_on", "planned_ends_on", "actual_starts_on", "actual_ends_on", "entry", "exit",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for start, end in (("planned_starts_on", "planned_ends_on"), ("actual_starts_on", "actual_ends_on")):
            if given.get(start) and given.get(end) and given[end] < given[start]:
                self.add_error(end, _("This day is before the first day. Put it on {day} or later.").format(
                    day=given[start]))  # fmt: skip
        if given.get("actual_ends_on") and not given.get("actual_starts_on"):
            self.add_error("actual_starts_on", _("It has ended, so it has begun. Say on which day."))
        return given
