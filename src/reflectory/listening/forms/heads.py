"""What the team calls a form, what it is for, and whose it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.core.visibility import Viewer
from reflectory.listening.models import Form
from reflectory.listening.policies.forms import can_add_form, own_programmes
from reflectory.listening.purposes import PURPOSES
from reflectory.programmes.models import Programme


class HeadForm(forms.Form):
    """The head of a form. Only programmes are offered for which the viewer makes forms."""

    title = forms.CharField(
        label=gettext_lazy("What the team calls it"),
        max_length=200,
        help_text=gettext_lazy("People who answer read the title further down."),
    )
    purpose = forms.ChoiceField(label=gettext_lazy("What it is for"), choices=[("", "---------"), *PURPOSES])
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=gettext_lazy("Programme"), required=False
    )

    def __init__(self, *args: Any, viewer: Viewer, **given: Any) -> None:
        super().__init__(*args, **given)
        field = self.fields["programme"]
        field.queryset = own_programmes(viewer)
        field.required = not can_add_form(viewer, None)
        field.empty_label = _("Choose one") if field.required else _("all programmes share it")


class FormEditForm(HeadForm):
    """The head of a form that is there already."""

    def __init__(self, *args: Any, instance: Form, **given: Any) -> None:
        first = {"title": instance.title, "purpose": instance.purpose, "programme": instance.programme_id}
        super().__init__(*args, initial=first, **given)
