"""What is typed about sessions: when and where, notes, why one is cancelled, who was there, guests."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.models import Person
from reflectory.programmes import stages
from reflectory.programmes.actions.activities import Mark
from reflectory.programmes.forms.choosing import organisation_words
from reflectory.programmes.forms.teams import choice_of_organisation, choice_of_person
from reflectory.programmes.models import Activity, Edition, Phase, Team
from reflectory.programmes.policies import can_run_edition
from reflectory.programmes.visibility import coached_by

MARKS = {"here": True, "away": False, "unknown": None}
WORD_OF = {mark: word for word, mark in MARKS.items()}
_PERSON = re.compile(r"p([0-9]{1,18})")


class TimeThere(forms.DateTimeField):
    """A day and time on the clocks of the edition, whatever the reader's own zone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo("UTC")

    def use_zone_of(self, edition: Edition) -> None:
        """Reads and shows times as the edition's clocks do, and says so."""
        self.zone = ZoneInfo(edition.time_zone)
        self.help_text = gettext("On the clocks of {zone}.").format(zone=edition.time_zone)

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(self.zone):
            return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(self.zone):
            return super().prepare_value(value)


class TeamChoice(forms.ModelChoiceField):
    """One team of an edition, called by its place."""

    def label_from_instance(self, obj: Team) -> str:
        return organisation_words(obj.organisation)


def teams_for(by: Viewer, edition: Edition) -> QuerySet[Team]:
    """The teams of an edition that the person may plan for: those that take part, or are about to."""
    rows = Team.objects.visible_to(by).filter(edition=edition).select_related("organisation__parent")
    if not can_run_edition(by, edition):
        return rows.filter(coached_by(by))
    return rows.filter(stage__in=(stages.SELECTED, *stages.TAKES_PART))


class ActivityForm(forms.ModelForm):
    """A session that takes place, or is to."""

    starts_at = TimeThere(label=_("Takes place at"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=10_080, initial=60)

    class Meta:
        model = Activity
        fields: ClassVar = [
            "title", "kind", "starts_at", "minutes", "where", "confidentiality", "is_for_leaders", "is_open", "plan",
        ]  # fmt: skip
        widgets: ClassVar = {"confidentiality": forms.RadioSelect}
        help_texts: ClassVar = {
            "where": _("A room, or the address of a call."),
            "is_open": _("People of places that have no team can come and be marked as guests."),
        }

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_at"].use_zone_of(edition)


class NewActivity(ActivityForm):
    """A session that is planned."""

    team = TeamChoice(Team.objects.none(), label=_("Only for"), required=False, empty_label=_("all teams"))
    phase = forms.ModelChoiceField(
        Phase.objects.none(), label=_("Phase"), required=False, empty_label=_("runs through several")
    )

    def __init__(self, *args: Any, by: Viewer, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, edition=edition, **kwargs)
        self.fields["team"].queryset = teams_for(by, edition)
        self.fields["phase"].queryset = edition.phases.all()
        if not can_run_edition(by, edition):
            self.fields["team"].required = True
            self.fields["team"].empty_label = None


class EditActivity(ActivityForm):
    """A session with other words, on another day or in another place."""

    class Meta(ActivityForm.Meta):
        fields: ClassVar = [*ActivityForm.Meta.fields, "why_changed"]
        widgets: ClassVar = {**ActivityForm.Meta.widgets, "why_changed": forms.Textarea(attrs={"rows": 2})}
        help_texts: ClassVar = {
            **ActivityForm.Meta.help_texts,
            "why_changed": _("Asked for when it moves to another time. The time first planned is kept."),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        at = cleaned.get("starts_at")
        if (
            at is not None
            and at != self.initial.get("starts_at")
            and not cleaned.get("why_changed", "").strip()
        ):
            self.add_error("why_changed", _("It moves to another time. Say why: people will ask."))
        return cleaned


class ActivityNotes(forms.ModelForm):
    """What was noted in a session."""

    class Meta:
        model = Activity
        fields: ClassVar = ["notes"]
        widgets: ClassVar = {"notes": forms.Textarea(attrs={"rows": 16})}


class CancelActivity(forms.Form):
    """A session does not take place."""

    why = forms.CharField(label=_("Why it does not take place"), widget=forms.Textarea(attrs={"rows": 3}))


class NewGuest(forms.Form):
    """Somebody came who is in no team: one of those found, or a new person; and for which organisation."""

    name = forms.CharField(label=_("Name of somebody new"), required=False, max_length=200)
    email = forms.EmailField(label=_("Their e-mail address"), required=False, help_text=_("Kept encrypted."))

    def __init__(self, *args: Any, viewer: Viewer, words: str, came_for: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = dict(self.fields)
        person = choice_of_person(viewer, words, label=_("Who was there?"))
        place = choice_of_organisation(viewer, came_for, label=_("Who did they come for?"), required=False)
        self.fields = {
            **({"person": person} if words else {}), **own, **({"organisation": place} if came_for else {}),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        person: Person | None = cleaned.get("person")
        if person is None and not cleaned.get("name"):
            self.add_error("name", _("Nobody is chosen. Look for somebody above, or write a name here."))
        if person is not None and cleaned.get("name"):
            self.add_error("name", _("You chose {person} above. Empty this, or choose “somebody else”.").format(
                person=person))  # fmt: skip
        return cleaned


def listed_in(posted: Mapping[str, str]) -> list[int]:
    """The people that an attendance list was about."""
    return [int(found[1]) for found in map(_PERSON.fullmatch, posted) if found]


def marks_in(posted: Mapping[str, str], *, everybody_else_is_here: bool = False) -> list[Mark]:
    """What was said about whom, of an attendance list as it was sent: only what differs from what it showed.

    So two people who mark one session at the same time do not undo each other.
    """
    marks = []
    for pk in listed_in(posted):
        word, was = posted[f"p{pk}"], posted.get(f"was-p{pk}", "unknown")
        if word not in MARKS:
            said = gettext(
                "“{word}” says neither here, away nor unknown. Load the page again and mark it there."
            )
            raise Refused(said.format(word=word))
        if word == "unknown" and everybody_else_is_here:
            word = "here"
        if word != was:
            marks.append(Mark(pk, was_there=MARKS[word]))
    return marks
