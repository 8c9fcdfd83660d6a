"""A field in which one names a row of the directory in words, as one would say it: "Larkspur County, CO".

Exactly one row that the viewer sees: it is the one. Several: the error lists them with their numbers. None: the
error says so. Nothing is guessed.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from reflectory.core.visibility import Viewer
from reflectory.directory.models import Organisation

MOST_SHOWN = 6


class OrganisationField(forms.CharField):
    """An organisation by its name, by name and region, or by "#" and its number."""

    def __init__(self, *, viewer: Viewer, **more: Any) -> None:
        super().__init__(**more)
        self.viewer = viewer

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            found = Organisation.objects.visible_to(self.viewer).filter(pk=value).first()
            return said(found) if found else ""
        return value

    def clean(self, value: Any) -> Organisation | None:
        text = super().clean(value)
        if not text:
            return None
        found = list(named(text, self.viewer))
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(
                _(
                    "No organisation is called “{text}”. Check the spelling, or add it under Places first."
                ).format(text=text)
            )
        shown = "; ".join(f"#{row.pk} {said(row)}" for row in found[:MOST_SHOWN])
        raise ValidationError(
            _("{n} organisations are called “{text}”. Type the number of the one you mean: {shown}.").format(
                n=len(found), text=text, shown=shown
            )
        )


def named(text: str, viewer: Viewer) -> Any:
    """The standing organisations that the viewer sees and that the text may mean."""
    rows = Organisation.objects.visible_to(viewer).standing()
    number = text.removeprefix("#")
    if text.startswith("#") and number.isdecimal():
        return rows.filter(pk=int(number))
    name, _comma, where = text.rpartition(",")
    whole = Q(name__iexact=text) | Q(aliases__name__iexact=text)
    if name:
        place = Q(region__iexact=where.strip()) | Q(country__iexact=where.strip())
        whole |= place & (Q(name__iexact=name.strip()) | Q(aliases__name__iexact=name.strip()))
    return rows.filter(pk__in=rows.filter(whole).values("pk"))


def said(organisation: Organisation) -> str:
    """The name with what tells it from its namesakes: "Larkspur County, CO"."""
    where = organisation.region or organisation.country
    return f"{organisation.name}, {where}" if where else organisation.name
