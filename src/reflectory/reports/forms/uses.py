"""What an edition makes of a piece of advice: adopted, adapted or rejected, why, and later what came of it."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from reflectory.reports.models import Use


class UseForm(forms.ModelForm):
    """The decision, its reason, its result."""

    decision = forms.ChoiceField(
        label=gettext_lazy("What you make of it"), widget=forms.RadioSelect,
        choices=[
            ("adopted", gettext_lazy("Adopt it: we do as it says")),
            ("adapted", gettext_lazy("Adapt it: we do it another way")),
            ("rejected", gettext_lazy("Reject it: we do not do it")),
        ],
    )  # fmt: skip
    why = forms.CharField(
        label=gettext_lazy("Why"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("A sentence or two. What you change, or what speaks against it here."),
    )  # fmt: skip
    result = forms.CharField(
        label=gettext_lazy("What came of it"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Leave empty until you know. The next report tells what became of its advice."),
    )  # fmt: skip

    class Meta:
        model = Use
        fields: ClassVar = ["decision", "why", "result"]
