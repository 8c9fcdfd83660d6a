"""The form of an organisation. Which place it is was looked up before; the form asks for it to be confirmed."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.core.visibility import Viewer
from reflectory.directory import gazetteer
from reflectory.directory.forms.fields import OrganisationField
from reflectory.directory.levels import DEPARTMENT
from reflectory.directory.models import Organisation


class OrganisationForm(forms.ModelForm):
    """Everything about an organisation that is not a merge."""

    aliases = forms.CharField(
        label=gettext_lazy("Other names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line. It is found by each of them."),
    )
    place_id = forms.ChoiceField(
        label=gettext_lazy("Which place it is"), required=False, widget=forms.RadioSelect
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    latitude = forms.FloatField(label=gettext_lazy("Latitude"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(
        label=gettext_lazy("Longitude"), required=False, min_value=-180, max_value=180
    )

    class Meta:
        model = Organisation
        fields = (
            "place_id", "name", "level", "parent", "country", "region", "population", "latitude", "longitude", "note",
        )  # fmt: skip
        labels: ClassVar = {
            "name": gettext_lazy("Name"),
            "level": gettext_lazy("Level"),
            "region": gettext_lazy("State or region"),
            "population": gettext_lazy("People who live there"),
            "note": gettext_lazy("Note"),
        }
        widgets: ClassVar = {"note": forms.Textarea(attrs={"rows": 3})}

    field_order = (
        "place_id", "name", "aliases", "level", "parent", "country", "region", "population", "latitude", "longitude",
        "note",
    )  # fmt: skip

    def __init__(self, *args: Any, viewer: Viewer, place_id: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = OrganisationField(
            viewer=viewer,
            label=_("Part of"),
            required=False,
            help_text=_("Of a department, its government. With the region where several share it."),
        )
        self.order_fields(self.field_order)
        self.fields["country"].choices = [("", _("not known")), *gazetteer.countries()]
        given = (place_id, self.data.get("place_id"), self.instance.place_id)
        self.fields["place_id"].choices = [*_choices(given), ("", _("No place of the list: entered by hand"))]
        if self.instance.pk:
            names = self.instance.aliases.values_list("name", flat=True)
            self.initial.setdefault("aliases", "\n".join(names))

    def clean_aliases(self) -> list[str]:
        lines = (line.strip() for line in self.cleaned_data["aliases"].splitlines())
        return [line for line in dict.fromkeys(lines) if line]

    def clean_place_id(self) -> str | None:
        place_id = self.cleaned_data["place_id"] or None
        if place_id is None:
            return None
        others = Organisation.objects.standing().filter(place_id=place_id).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(
                _("This place is here already. Open it under Places, or choose “no place of the list”.")
            )
        return place_id

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        parent, level = cleaned.get("parent"), cleaned.get("level")
        if level == DEPARTMENT and parent is None and "parent" not in self.errors:
            self.add_error("parent", _("A department is part of something. Name its government."))
        if parent is not None and parent.pk == self.instance.pk:
            self.add_error("parent", _("An organisation is no part of itself. Name another, or none."))
        known = [cleaned.get("latitude") is not None, cleaned.get("longitude") is not None]
        if any(known) and not all(known) and not {"latitude", "longitude"} & set(self.errors):
            self.add_error("longitude", _("Latitude and longitude go together. Give both, or neither."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """The fields of the row, as actions want them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


def _choices(place_ids: tuple[str | None, ...]) -> list[tuple[str, str]]:
    found = [gazetteer.get(one) for one in dict.fromkeys(place_ids) if one]
    return [(place.id, gazetteer.describe(place)) for place in found if place is not None]
