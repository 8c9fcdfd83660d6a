"""Forms for a programme and its partners."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from reflectory.directory.levels import ACADEMIC, COMMUNITY, FUNDER, OPERATOR, TECH
from reflectory.directory.models import Organisation
from reflectory.programmes.catalogue import kinds
from reflectory.programmes.models import Programme, ProgrammePartner


class ProgrammeForm(forms.ModelForm):
    """What is said about a programme. Its kind is chosen once, when it is set up."""

    learn_more = forms.URLField(
        label=_("Page to learn more"),
        required=False,
        assume_scheme="https",
        help_text=_("Begins with https://"),
    )

    class Meta:
        model = Programme
        fields = ("name", "initiative", "our_role", "blurb", "learn_more")
        labels: ClassVar = {
            "name": _("Name"),
            "initiative": _("A track of"),
            "our_role": _("Our role"),
            "blurb": _("What it is, in a paragraph"),
        }
        help_texts: ClassVar = {
            "initiative": _("The larger initiative that it belongs to, where there is one."),
            "blurb": _("As a reader outside would need it."),
        }
        widgets: ClassVar = {"blurb": forms.Textarea}


class NewProgrammeForm(ProgrammeForm):
    """A new programme, with the kind that its editions will be laid out from."""

    kind = forms.ChoiceField(
        label=_("Kind of programme"),
        widget=forms.RadioSelect,
        help_text=_(
            "It says which phases, sessions and questions an edition begins with. It is not changed later."
        ),
    )
    field_order = ("name", "kind", "initiative", "our_role", "blurb", "learn_more")

    def __init__(self, *args, **given):
        super().__init__(*args, **given)
        self.fields["kind"].choices = [
            (kind.key, format_lazy("{name}: {summary}", name=kind.name, summary=kind.summary))
            for kind in kinds().values()
        ]


class PartnerForm(forms.Form):
    """An organisation that carries the programme with us, or pays for it."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        help_text=_("Community bodies, funders, academic bodies and technology partners that you can see."),
    )
    role = forms.ChoiceField(
        label=_("As"), widget=forms.RadioSelect, choices=ProgrammePartner._meta.get_field("role").flatchoices
    )

    def __init__(self, *args, viewer, **given):
        super().__init__(*args, **given)
        self.fields["organisation"].queryset = Organisation.objects.visible_to(viewer).filter(
            level__in=[COMMUNITY, FUNDER, ACADEMIC, TECH, OPERATOR], merged_into__isnull=True
        )
