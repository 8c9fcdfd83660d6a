"""What the lists of places and people are narrowed to, as it stands in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.directory.levels import LEVELS

Choices = list[tuple[Any, Any]]


class PlacesFilter(forms.Form):
    """Words, level, country, edition."""

    q = forms.CharField(
        label=gettext_lazy("Name"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False)
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    edition = forms.ChoiceField(label=gettext_lazy("Programme"), required=False)

    def __init__(self, *args: Any, countries: Choices, editions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [("", _("any level")), *LEVELS]
        self.fields["country"].choices = [("", _("any country")), *countries]
        self.fields["edition"].choices = [("", _("any programme")), *editions]


class PeopleFilter(forms.Form):
    """Words, role, organisation."""

    q = forms.CharField(
        label=gettext_lazy("Name or post"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    organisation = forms.CharField(label=gettext_lazy("Organisation"), required=False)

    def __init__(self, *args: Any, roles: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("any role")), *roles]
