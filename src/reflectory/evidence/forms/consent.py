"""What is filled in on somebody's behalf: that they agreed, or that they took something back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reflectory.evidence.forms.sources import uses_field
from reflectory.listening.models import BASES


class Withdraw(forms.Form):
    """What is taken back, from which day on."""

    on = forms.DateField(label=_("Withdrawn on"), help_text=_("The day on which they said so."))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"initial": {"on": timezone.localdate()}, **more})
        everything = uses_field(
            _("What they take back"), _("Tick nothing where they take back everything."), required=False
        )
        self.fields = {"uses": everything, **self.fields}


class Agree(forms.Form):
    """What somebody agreed to, how, and on which day."""

    basis = forms.ChoiceField(label=_("How they agreed"), choices=BASES, widget=forms.RadioSelect)
    stated_by = forms.CharField(
        label=_("Who says so"), max_length=200, required=False,
        help_text=_("Needed where it is stated by whoever brought the words."),
    )  # fmt: skip
    on = forms.DateField(label=_("Agreed on"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"initial": {"on": timezone.localdate()}, **more})
        self.fields = {"uses": uses_field(_("Their words may")), **self.fields}
