"""Forms for running an edition: deadlines, money, engagement of residents, safeguarding concerns."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.directory.models import Person
from reflectory.programmes.artefact_kinds import RUNGS
from reflectory.programmes.models import BudgetLine, Deadline, Engagement, Team


class DeadlineForm(forms.ModelForm):
    """Something that is due, and who sees to it."""

    class Meta:
        model = Deadline
        fields = ("what", "due_on", "owner")
        labels: ClassVar = {
            "what": gettext_lazy("What is due"),
            "due_on": gettext_lazy("Due on"),
            "owner": gettext_lazy("Who sees to it"),
        }

    def __init__(self, *args, people, **given):
        super().__init__(*args, **given)
        self.fields["owner"].queryset = people


class BudgetLineForm(forms.ModelForm):
    """An amount set aside, and what of it was spent."""

    class Meta:
        model = BudgetLine
        fields = ("what", "currency", "planned", "spent")
        labels: ClassVar = {
            "what": gettext_lazy("For"),
            "currency": gettext_lazy("Currency"),
            "planned": gettext_lazy("Planned"),
            "spent": gettext_lazy("Spent so far"),
        }
        help_texts: ClassVar = {"currency": gettext_lazy("Three letters, for instance USD or EUR.")}

    planned = forms.DecimalField(label=gettext_lazy("Planned"), min_value=0, max_digits=12, decimal_places=2)
    spent = forms.DecimalField(
        label=gettext_lazy("Spent so far"), min_value=0, max_digits=12, decimal_places=2, initial=0
    )

    def clean_currency(self):
        """Three letters, written large."""
        currency = self.cleaned_data["currency"].strip().upper()
        if len(currency) != 3 or not currency.isalpha() or not currency.isascii():
            raise forms.ValidationError(
                _("“{said}” is no currency. Write its three letters, for instance USD.").format(said=currency)
            )
        return currency


class EngagementForm(forms.ModelForm):
    """Residents who were engaged: people and contacts are asked for apart, and never added."""

    rung = forms.ChoiceField(
        label=gettext_lazy("How far they had a say"), widget=forms.RadioSelect, choices=RUNGS
    )

    class Meta:
        model = Engagement
        fields = ("on", "what", "team", "rung", "claimed_by", "n_people", "n_contacts")
        labels: ClassVar = {
            "on": gettext_lazy("Day"),
            "what": gettext_lazy("What was done"),
            "team": gettext_lazy("By which team"),
            "claimed_by": gettext_lazy("Who says so"),
            "n_people": gettext_lazy("Different people"),
            "n_contacts": gettext_lazy("Contacts"),
        }
        help_texts: ClassVar = {
            "claimed_by": gettext_lazy("The person or body that says how far residents had a say."),
            "n_people": gettext_lazy("Leave empty where nobody counted different people."),
            "n_contacts": gettext_lazy(
                "Somebody who came three times is three contacts. Leave empty if not counted."
            ),
        }

    def __init__(self, *args, edition, teams, needs_team, **given):
        super().__init__(*args, **given)
        self.instance.edition = edition
        self.fields["team"] = TeamField(
            label=gettext_lazy("By which team"), queryset=teams, required=needs_team
        )

    def clean(self):
        given = super().clean()
        people, contacts = given.get("n_people"), given.get("n_contacts")
        if self.has_error("n_people") or self.has_error("n_contacts"):
            return given
        if people is None and contacts is None:
            self.add_error(
                "n_people", _("Say how many different people there were, or how many contacts, or both.")
            )
        elif people is not None and contacts is not None and contacts < people:
            sentence = _("{people} people make at least {people} contacts. Check both numbers.")
            self.add_error("n_contacts", sentence.format(people=people))
        return given


class TeamField(forms.ModelChoiceField):
    """Teams by the name of their place; the edition is plain from the page."""

    def label_from_instance(self, obj: Team) -> str:
        return obj.organisation.name


class AlertForm(forms.Form):
    """A safeguarding concern."""

    concern = forms.CharField(
        label=gettext_lazy("What are you worried about"),
        widget=forms.Textarea,
        help_text=gettext_lazy("What you saw or heard, when and where. Kept encrypted; the leads read it."),
    )
    person = forms.ModelChoiceField(
        label=gettext_lazy("About whom"),
        queryset=Person.objects.none(),
        required=False,
        help_text=gettext_lazy(
            "Leave empty if it is about nobody in particular, or you would rather not say."
        ),
    )

    def __init__(self, *args, people, **given):
        super().__init__(*args, **given)
        self.fields["person"].queryset = people


class CloseAlertForm(forms.Form):
    """What was done about a concern."""

    outcome = forms.CharField(
        label=gettext_lazy("What was done"),
        widget=forms.Textarea,
        help_text=gettext_lazy("Whoever raised the concern reads this."),
    )
