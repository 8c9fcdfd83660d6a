"""The one form of the shell: which kinds of programme to begin with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reflectory.programmes.catalogue import kinds


class PresetForm(forms.Form):
    """Which kinds of programme this organisation runs."""

    kinds = forms.MultipleChoiceField(
        label=_("Which kinds of programme do you run?"),
        help_text=_("Each becomes a programme that you can rename. More can be added at any time."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Nothing is chosen. Choose at least one kind.")},
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["kinds"].choices = [
            (kind.key, f"{kind.name}: {kind.team_is}") for kind in kinds().values()
        ]  # type: ignore[attr-defined]  # a field with choices
