"""Forms for an edition: a new one from its kind, and changes to one."""

from __future__ import annotations

from typing import ClassVar
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.programmes.models import Edition

MOST_PLACES = 100_000


def time_zones():
    """Every zone by name, UTC first."""
    named = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in named)]


class NewEditionForm(forms.Form):
    """What has to be known before a year can be laid out."""

    label = forms.CharField(
        label=gettext_lazy("Label"),
        max_length=60,
        help_text=gettext_lazy("Usually the year, for instance 2022."),
    )
    starts_on = forms.DateField(
        label=gettext_lazy("First day"),
        widget=forms.DateInput,
        help_text=gettext_lazy("Week 1 begins on this day; everything else is counted from it."),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone of its sessions"),
        choices=time_zones,
        help_text=gettext_lazy("Sessions are put at 10 o'clock there until somebody sets their hour."),
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Places"),
        required=False,
        min_value=1,
        max_value=MOST_PLACES,
        help_text=gettext_lazy("How many teams can take part. Leave empty where there is no limit."),
    )

    def __init__(self, *args, programme, **given):
        super().__init__(*args, **given)
        self.programme = programme

    def clean_label(self):
        """Refuses a label that the programme has used."""
        label = self.cleaned_data["label"].strip()
        if self.programme.editions.filter(label__iexact=label).exists():
            raise forms.ValidationError(
                _("{programme} has an edition called “{label}” already. Choose another label.").format(
                    programme=self.programme, label=label
                )
            )
        return label


class EditionForm(forms.ModelForm):
    """The dates of an edition, planned and actual, its places and the day on which personal data goes."""

    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone of its sessions"), choices=time_zones)

    class Meta:
        model = Edition
        fields = (
            "label", "planned_starts_on", "planned_ends_on", "actual_starts_on", "actual_ends_on", "why_changed",
            "capacity", "time_zone", "retention_on",
        )  # fmt: skip
        labels: ClassVar = {
            "label": gettext_lazy("Label"),
            "planned_starts_on": gettext_lazy("Planned first day"),
            "planned_ends_on": gettext_lazy("Planned last day"),
            "actual_starts_on": gettext_lazy("Actual first day"),
            "actual_ends_on": gettext_lazy("Actual last day"),
            "why_changed": gettext_lazy("Why the dates changed"),
            "capacity": gettext_lazy("Places"),
            "retention_on": gettext_lazy("Personal data is deleted on"),
        }
        help_texts: ClassVar = {
            "planned_starts_on": gettext_lazy("What was announced stays visible beside what happened."),
            "actual_starts_on": gettext_lazy("Leave empty until it has begun."),
            "actual_ends_on": gettext_lazy("Leave empty until it is over."),
            "why_changed": gettext_lazy("Needed where the actual days are others than the planned ones."),
        }
        widgets: ClassVar = {"why_changed": forms.Textarea}

    def clean(self):
        given = super().clean()
        for start, end in (("planned_starts_on", "planned_ends_on"), ("actual_starts_on", "actual_ends_on")):
            if given.get(start) and given.get(end) and given[end] < given[start]:
                self.add_error(end, _("This day is before the first day. Put it on {day} or later.").format(
                    day=given[start]))  # fmt: skip
        changed = any(
            given.get(actual) and given[actual] != given.get(planned)
            for planned, actual in (
                ("planned_starts_on", "actual_starts_on"),
                ("planned_ends_on", "actual_ends_on"),
            )
        )
        if changed and not given.get("why_changed", "").strip():
            self.add_error("why_changed", _("The dates differ from the plan. Say why: people will ask."))
        last = given.get("actual_ends_on") or given.get("planned_ends_on")
        if last and given.get("retention_on") and given["retention_on"] < last:
            self.add_error(
                "retention_on", _("The edition lasts until {day}. Choose a later day.").format(day=last)
            )
        return given
