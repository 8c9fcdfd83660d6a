"""What somebody sets for themselves."""

from __future__ import annotations

from typing import ClassVar
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from reflectory.accounts.models import Account

# Names that stand for a rule, not for a place where somebody is.
_NO_PLACES = ("Etc", "SystemV", "US", "Canada", "Brazil", "Mexico", "Chile")


def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every zone that is named for a place, under its continent."""
    by_area: dict[str, list[tuple[str, str]]] = {}
    for zone in sorted(available_timezones()):
        area, _slash, place = zone.partition("/")
        if place and area not in _NO_PLACES:
            by_area.setdefault(area, []).append((zone, place.replace("_", " ").replace("/", ", ")))
    return list(by_area.items())


class PreferencesForm(forms.ModelForm):
    """Name, language, time zone, and how often a summary comes."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        help_text=_(
            "Times are shown as your clock has them. A session held elsewhere shows its own time too."
        ),
    )

    class Meta:
        model = Account
        fields = ("name", "language", "time_zone", "digest")
        labels: ClassVar = {"name": _("Name"), "digest": _("Summary by e-mail")}
        help_texts: ClassVar = {
            "name": _("As others see it beside what you did."),
            "digest": _("What waits for you: sessions, missing attendance, promises that are due."),
        }
        widgets: ClassVar = {"digest": forms.RadioSelect}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("as my browser asks")), *settings.LANGUAGES]
        unset = _("the installation’s: {zone}").format(zone=settings.TIME_ZONE)
        self.fields["time_zone"].choices = [("", unset), ("UTC", "UTC"), *time_zones()]
