"""What a team expects, and what came of it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from reflectory.listening.models.expectations import Expectation


class ExpectationForm(forms.ModelForm):
    """One claim."""

    class Meta:
        model = Expectation
        fields = ("claim", "sure")
        help_texts = {  # noqa: RUF012 - as Django wants it
            "claim": _("One sentence that can turn out false: “Half of them name the permit office.”"),
            "sure": _("50 is a guess, 90 would surprise you if it were wrong."),
        }


class JudgementForm(forms.Form):
    """Whether it came true."""

    came_true = forms.TypedChoiceField(
        label=_("Did it come true?"),
        choices=[("yes", _("It came true")), ("no", _("It did not"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    why = forms.CharField(label=_("What was heard"), widget=forms.Textarea(attrs={"rows": 3}))
