"""What is filled in for an ask: few fields with good values in them, and more behind a fold; whom else to ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from reflectory.accounts.roles import ROLES
from reflectory.core.templatetags.look import language_name
from reflectory.core.visibility import Viewer, visible
from reflectory.directory.models import Contact, Person
from reflectory.listening.actions.asks import (
    EDITABLE,
    MOST_REMINDERS,
    READERS,
    USES_ASKED,
)
from reflectory.listening.asks_shown import STATES
from reflectory.listening.audience import core_roles, members, people_of, role_names
from reflectory.listening.identities import CONFIDENTIAL, IDENTITIES, NAMED, TOLD
from reflectory.listening.models import Ask, FormVersion
from reflectory.listening.models.asks import AUDIENCES, REPEATS
from reflectory.listening.purposes import PURPOSES
from reflectory.listening.uses import USES
from reflectory.programmes.forms.activities import TimeThere
from reflectory.programmes.models import Edition, PlannedAsk

NOBODY, CORE, ALL, ROLE, TEAM = "nobody", "core", "all", "role:", "team:"
LASTS = timedelta(days=14)
READERS_OFFERED = ("programme_lead", "analyst", "coach", "editor", "panel_chair")
FOLDED = ("languages", "readers", "uses_asked", "floor", "most_reminders", "days_between_reminders")


class AskFilter(forms.Form):
    """Which asks are shown."""

    state = forms.ChoiceField(label=_("State"), choices=[("", _("all")), *STATES], required=False)
    edition = forms.ChoiceField(label=_("Programme"), required=False)
    purpose = forms.ChoiceField(label=_("What for"), choices=[("", _("all")), *PURPOSES], required=False)

    def __init__(self, *args: Any, editions: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["edition"].choices = [("", _("all")), *((str(pk), name) for pk, name in editions)]


class AskForm(forms.Form):
    """An ask. What the plan foresees, and what the identity suggests, stands in it already."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("For the team. People read the title of the form.")
    )
    form_version = forms.ModelChoiceField(FormVersion.objects.none(), label=_("Questions"))
    purpose = forms.ChoiceField(label=_("What for"), choices=PURPOSES)
    identity = forms.ChoiceField(label=_("Who answered is"), widget=forms.RadioSelect)
    audience = forms.ChoiceField(label=_("Who can answer"), choices=AUDIENCES, widget=forms.RadioSelect)
    whom = forms.ChoiceField(label=_("Whom to invite"), required=False)
    opens_at = TimeThere(label=_("Opens"))
    closes_at = TimeThere(label=_("Closes"), required=False)
    repeats = forms.ChoiceField(
        label=_("Again"), choices=REPEATS, required=False,
        help_text=_("Each turn is an ask of its own, laid out when the one before closes, until the edition ends."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Languages"), widget=forms.CheckboxSelectMultiple, required=False
    )
    readers = forms.MultipleChoiceField(
        label=_("Who reads single answers"), widget=forms.CheckboxSelectMultiple, required=False,
        choices=[(key, ROLES[key].name) for key in READERS_OFFERED],
        help_text=_("Confidential answers are never shown to anybody of the person's own organisation."),
    )  # fmt: skip
    uses_asked = forms.MultipleChoiceField(
        label=_("What people are asked to agree to"), choices=USES, widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Each is asked by itself; whoever says nothing agrees to nothing."),
    )  # fmt: skip
    floor = forms.IntegerField(
        label=_("Smallest group that is shown"), min_value=1, max_value=100, initial=5,
        help_text=_("Answers of fewer people are not shown apart. At least 3 unless answers are named."),
    )  # fmt: skip
    most_reminders = forms.IntegerField(
        label=_("Reminders at most"), min_value=0, max_value=MOST_REMINDERS, initial=2
    )
    days_between_reminders = forms.IntegerField(
        label=_("Days between reminders"), min_value=1, max_value=60, initial=3
    )

    def __init__(
        self, *args: Any, by: Viewer, edition: Edition | None, ask: Ask | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["identity"].choices = [
            (key, f"{capfirst(name)}. {TOLD[key]}") for key, name in IDENTITIES
        ]
        if edition is not None:
            for name in ("opens_at", "closes_at"):
                self.fields[name].use_zone_of(edition)
        if ask is None:
            self.fields["form_version"].queryset = newest_versions(by, edition)
            self.fields["form_version"].label_from_instance = lambda row: row.form.title
            self.fields["languages"].help_text = _("All of the form where none is ticked.")
            codes = ["en", "es", "fr", "pt"]
            choices = audiences(edition)
            self.fields["whom"].choices = choices
        else:
            del self.fields["form_version"], self.fields["whom"]
            codes = list(ask.form_version.document.languages)
        self.fields["languages"].choices = [(code, language_name(code)) for code in codes]

    @property
    def main(self) -> Iterator[Any]:
        """The fields that everybody fills in."""
        return (one for one in self.visible_fields() if one.name not in FOLDED)

    @property
    def folded(self) -> list[Any]:
        """Those with a good value in them."""
        return [one for one in self.visible_fields() if one.name in FOLDED]

    @property
    def has_questions(self) -> bool:
        """Whether there is any form to choose."""
        return "form_version" not in self.fields or self.fields["form_version"].queryset.exists()

    @property
    def is_unfolded(self) -> bool:
        """Whether one of those needs to be mended."""
        return any(name in self.errors for name in FOLDED)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        version = said.get("form_version")
        if version is not None and said.get("languages"):
            offered = version.document.languages
            if missing := [code for code in said["languages"] if code not in offered]:
                self.add_error("languages", _("The form is not written in {languages}. Take that tick away.").format(
                    languages=", ".join(language_name(code) for code in missing)))  # fmt: skip
        return said

    def values(self) -> dict[str, Any]:
        """The fields of the row, as actions want them."""
        said = self.cleaned_data
        return {name: said[name] for name in EDITABLE if name in said and (name != "languages" or said[name])}


def newest_versions(by: Viewer, edition: Edition | None) -> Any:
    """The newest version of each form that is in use here."""
    rows = visible(FormVersion.objects.all(), by).filter(form__retired_on__isnull=True)
    if edition is not None:
        of_programme = rows.filter(form__programme=edition.programme_id)
        rows = of_programme | rows.filter(form__programme__isnull=True)
    newest = dict(rows.order_by("number").values_list("form", "pk"))
    return FormVersion.objects.filter(pk__in=newest.values()).select_related("form").order_by("form__title")


def audiences(edition: Edition | None) -> list[tuple[str, Any]]:
    """Groups of people of the edition that can be invited at once, each with how many they are."""
    choices: list[tuple[str, Any]] = [(NOBODY, _("nobody yet: I choose people afterwards"))]
    if edition is None:
        return choices
    rows = list(members(edition, on=timezone.localdate()))
    core = set(core_roles(edition))
    names = role_names(edition)
    groups: list[tuple[str, Any, set[int]]] = [
        (CORE, _("everybody in the core teams"), {row.person_id for row in rows if row.role in core}),
        (ALL, _("everybody in a team"), {row.person_id for row in rows}),
    ]
    for key in sorted({row.role for row in rows}, key=lambda one: names.get(one, one)):
        groups.append((ROLE + key, names.get(key, key), {row.person_id for row in rows if row.role == key}))
    teams = {row.team_id: row.team for row in rows}
    for pk, team in sorted(teams.items(), key=lambda one: one[1].organisation.name):
        people = {row.person_id for row in rows if row.team_id == pk}
        groups.append((f"{TEAM}{pk}", _("all of {team}").format(team=team.organisation.name), people))
    return choices + [(key, f"{name} ({_people(len(who))})") for key, name, who in groups if who]


def _people(n: int) -> str:
    return ngettext("{n} person", "{n} people", n).format(n=n)


def people_meant(edition: Edition | None, chosen: str) -> list[Person]:
    """The people of a group of `audiences`."""
    if edition is None or not chosen or chosen == NOBODY:
        return []
    today = timezone.localdate()
    if chosen == CORE:
        return people_of(edition, on=today, roles=core_roles(edition))
    if chosen.startswith(ROLE):
        return people_of(edition, on=today, roles=[chosen.removeprefix(ROLE)])
    if chosen.startswith(TEAM) and chosen.removeprefix(TEAM).isdecimal():
        return people_of(edition, on=today, teams=[int(chosen.removeprefix(TEAM))])
    return people_of(edition, on=today) if chosen == ALL else []


def starting_values(
    edition: Edition | None, planned: PlannedAsk | None, activity: Any = None
) -> dict[str, Any]:
    """What stands in the form of a new ask."""
    zone = ZoneInfo(edition.time_zone) if edition else timezone.get_current_timezone()
    identity = planned.identity if planned else (CONFIDENTIAL if activity is None else NAMED)
    now = timezone.now().astimezone(zone).replace(minute=0, second=0, microsecond=0)
    opens_at = now
    if planned is not None and planned.on > now.date():
        opens_at = datetime.combine(planned.on, time(9), tzinfo=zone)
    if activity is not None:
        ends = activity.starts_at + timedelta(minutes=activity.minutes)
        opens_at = max(opens_at, ends.astimezone(zone))
    return {
        "title": planned.name if planned else (activity.title if activity else ""),
        "purpose": planned.purpose if planned else ("session_feedback" if activity else "pulse"),
        "identity": identity, "audience": "open" if activity is not None else "invited",
        "whom": CORE if planned else NOBODY, "opens_at": opens_at, "closes_at": opens_at + LASTS,
        "repeats": "", "readers": list(READERS[identity]), "uses_asked": list(USES_ASKED[identity]),
    }  # fmt: skip


class InviteForm(forms.Form):
    """Whom else to ask: a group of the edition, or people by name."""

    whom = forms.ChoiceField(label=_("A group"), required=False)
    names = forms.CharField(
        label=_("People by name or address"), required=False, max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One in each line: the full name as it stands in the directory, or an e-mail address."),
    )  # fmt: skip

    def __init__(self, *args: Any, by: Viewer, edition: Edition | None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.by, self.edition = by, edition
        self.fields["whom"].choices = audiences(edition)
        self.people: list[Person] = []

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        self.people = people_meant(self.edition, said.get("whom", ""))
        for line in str(said.get("names", "")).splitlines():
            if line.strip():
                self._add(line.strip())
        if not self.people and not self.errors:
            self.add_error(None, _("Choose a group, or write a name or an address."))
        return said

    def _add(self, line: str) -> None:
        found = self._named(line)
        if len(found) == 1:
            self.people.append(found[0])
        elif found:
            several = _("“{line}” are several people. Write the address of the one you mean.")
            self.add_error("names", several.format(line=line))
        else:
            nobody = _("“{line}” is nobody in the directory. Check the spelling, or add the person first.")
            self.add_error("names", nobody.format(line=line))

    def _named(self, line: str) -> list[Person]:
        if "@" in line:
            rows = Person.objects.filter(contacts__in=Contact.objects.known_by(line))
            return list(rows.filter(merged_into__isnull=True).distinct()[:2])
        rows = Person.objects.visible_to(self.by).filter(merged_into__isnull=True, forgotten_on__isnull=True)
        return list(rows.filter(name__iexact=line)[:2])
