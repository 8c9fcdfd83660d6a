"""What is typed about interviews: a series and its cells, somebody new in it, a time, a letter, a transcript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reflectory.core.visibility import Viewer
from reflectory.directory.models import Person
from reflectory.listening import interview_states as states
from reflectory.listening.actions.interviews import Wanted
from reflectory.listening.identities import ANONYMOUS
from reflectory.listening.models import Ask, Interview, SamplingFrame, Stratum
from reflectory.listening.purposes import INTERVIEW
from reflectory.listening.transcripts import SUFFIXES
from reflectory.programmes.forms.activities import TimeThere
from reflectory.programmes.forms.editions import time_zones
from reflectory.programmes.forms.teams import choice_of_organisation, choice_of_person
from reflectory.programmes.models import Edition
from reflectory.programmes.views.within import staff

EMPTY_ROWS = 3


class FrameForm(forms.ModelForm):
    """A series of interviews: what it wants to know, and along which guide."""

    class Meta:
        model = SamplingFrame
        fields: ClassVar = ["title", "question", "guide"]
        widgets: ClassVar = {"question": forms.Textarea(attrs={"rows": 2})}
        labels: ClassVar = {
            "title": _("Title"),
            "question": _("The question that the interviews are to answer"),
        }
        help_texts: ClassVar = {
            "guide": _(
                "A named or confidential interview guide of this edition. Interviews that have begun keep theirs."
            )
        }

    def __init__(self, *args: Any, by: Viewer, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guides = Ask.objects.visible_to(by).filter(edition=edition, purpose=INTERVIEW)
        self.fields["guide"].queryset = guides.exclude(identity=ANONYMOUS)
        self.fields["guide"].label = _("Guide")


class StratumForm(forms.Form):
    """One cell of the frame. An empty row is no cell."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    region = forms.CharField(label=_("Region"), required=False, max_length=100)
    size = forms.CharField(label=_("Size of place"), required=False, max_length=100)
    role = forms.CharField(label=_("Role"), required=False, max_length=100)
    wanted = forms.IntegerField(label=_("Wanted"), required=False, min_value=0, max_value=999)
    why_fewer = forms.CharField(label=_("Why it stays empty, or short"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            n = int(self.prefix.rpartition("-")[2]) + 1 if self.prefix else 1
            if name != "pk":
                field.widget.attrs["aria-label"] = gettext("{column}, row {n}").format(
                    column=field.label, n=n
                )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        has_name = any(said.get(name) for name in ("region", "size", "role"))
        if has_name and said.get("wanted") is None and "wanted" not in self.errors:
            self.add_error("wanted", _("Say how many; 0 where nobody is wanted."))
        if not has_name and (said.get("wanted") or said.get("why_fewer")):
            self.add_error("region", _("Give a region, a size or a role."))
        if said.get("wanted") == 0 and not said.get("why_fewer"):
            self.add_error("why_fewer", _("Say why nobody is wanted here."))
        return said

    def as_wanted(self) -> Wanted | None:
        """The cell, None for an empty row."""
        said = self.cleaned_data
        if not any(said.get(name) for name in ("region", "size", "role")):
            return None
        return Wanted(
            said["wanted"], said["region"], said["size"], said["role"], said["why_fewer"], said.get("pk")
        )


StrataForms = forms.formset_factory(StratumForm, extra=EMPTY_ROWS, max_num=200, absolute_max=200)


class _Placed(forms.Form):
    """In which cells somebody stands, who interviews them and who reads again."""

    strata = forms.ModelMultipleChoiceField(
        Stratum.objects.none(),
        label=_("Cells of the frame"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    interviewer = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who interviews"), required=False, empty_label=_("nobody yet")
    )
    second_reader = forms.ModelChoiceField(
        Person.objects.none(), label=_("Second reader"), required=False, empty_label=_("nobody yet"),
        help_text=_("Somebody else than who interviews."),
    )  # fmt: skip

    def offer(self, frame: SamplingFrame) -> None:
        """The cells of the series, and the people who work for its edition."""
        self.fields["strata"].queryset = frame.strata.all()
        if not frame.strata.exists():
            del self.fields["strata"]
        workers = staff(frame.edition)
        for name in ("interviewer", "second_reader"):
            self.fields[name].queryset = workers

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        one = said.get("interviewer")
        if one is not None and one == said.get("second_reader"):
            self.add_error("second_reader", _("The second reader is a second person."))
        return said


class NewInterview(_Placed):
    """Somebody who is to be interviewed: one of those found, or a new person."""

    name = forms.CharField(label=_("Name of somebody new"), required=False, max_length=200)
    email = forms.EmailField(label=_("Their e-mail address"), required=False, help_text=_("Kept encrypted."))
    state = forms.ChoiceField(
        label=_("How far it is"), widget=forms.RadioSelect, initial=states.INVITED,
        choices=[(states.INVITED, _("not asked yet, or not answered")), (states.AGREED, _("has agreed"))],
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        by: Viewer,
        frame: SamplingFrame,
        words: str,
        place: str,
        may_add: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        own = dict(self.fields)
        person = choice_of_person(by, words, label=_("Who is to be interviewed?"))
        speaks_for = choice_of_organisation(by, place, label=_("For whom do they speak?"), required=False)
        new = {name: own.pop(name) for name in ("name", "email")}
        found = list(person.queryset[:2])
        person.initial = found[0].pk if len(found) == 1 else None
        if not may_add:
            person.required, person.empty_label = True, None
            new = {}
        self.fields = {
            **({"person": person} if words else {}), **new, **({"organisation": speaks_for} if place else {}), **own,
        }  # fmt: skip
        self.offer(frame)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        person = said.get("person")
        if "name" in self.fields:
            if person is None and not said.get("name"):
                self.add_error("name", _("Nobody is chosen. Look for somebody above, or write a name here."))
            if person is not None and said.get("name"):
                self.add_error("name", _("You chose {person} above. Empty this, or choose “somebody else”.").format(
                    person=person))  # fmt: skip
        return said


class EditInterview(_Placed):
    """Other cells, another interviewer or second reader."""

    def __init__(self, *args: Any, instance: Interview, **kwargs: Any) -> None:
        initial = {
            "strata": list(instance.strata.values_list("pk", flat=True)), "interviewer": instance.interviewer_id,
            "second_reader": instance.second_reader_id,
        }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        self.offer(instance.frame)


class ScheduleForm(forms.Form):
    """When and where an interview takes place."""

    scheduled_at = TimeThere(label=_("Takes place at"))
    time_zone = forms.ChoiceField(label=_("On the clocks of"), choices=time_zones)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=600)
    place = forms.CharField(
        label=_("Place or link"),
        required=False,
        max_length=300,
        help_text=_("A room, or the address of a call."),
    )

    def __init__(self, *args: Any, interview: Interview, **kwargs: Any) -> None:
        zone = interview.time_zone or interview.frame.edition.time_zone
        initial = {
            "scheduled_at": interview.scheduled_at, "time_zone": zone, "minutes": interview.minutes,
            "place": interview.place,
        }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        asked = self.data.get("time_zone", zone) if self.is_bound else zone
        if asked in dict(time_zones()):
            self.fields["scheduled_at"].zone = ZoneInfo(asked)
        self.fields["scheduled_at"].help_text = gettext("Day and hour on the clocks that you choose beneath.")


class MoveForm(forms.Form):
    """Why an interview goes on or is called off."""

    reason = forms.CharField(
        label=_("Why"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class LetterForm(forms.Form):
    """A letter to the person."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(label=_("Letter"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 14}))


class TranscriptForm(forms.Form):
    """A file with who said what."""

    file = forms.FileField(
        label=_("File"), widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        help_text=_("A .docx, .txt, .vtt or .srt file with the names of the speakers, at most 25 MB."),
    )  # fmt: skip


class SpeakersForm(forms.Form):
    """Who each name in a transcript is."""

    def __init__(
        self, *args: Any, speakers: Sequence[tuple[str, int, str]], known: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names = [name for name, _n, _first in speakers]
        for at, (name, n, first) in enumerate(speakers):
            label = name or gettext("Words without a name")
            self.fields[f"speaker-{at}"] = forms.ChoiceField(
                label=label, choices=states.SPEAKERS, widget=forms.RadioSelect, initial=known.get(name) or None,
                help_text=gettext("Speaks {n} times. First: “{words}”").format(n=n, words=first),
            )  # fmt: skip

    def said(self) -> dict[str, str]:
        """The name in the file, and who it is."""
        return {name: self.cleaned_data[f"speaker-{at}"] for at, name in enumerate(self.names)}
