"""What is typed to hold a session today: what, when and where, of which programme, and who is coming, line by line.

An organisation that a line names is looked up, never guessed: where it may be several, or is none that is known, the
form asks, with a field of its own. What is made of it: `programmes.actions.holding`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.core.search import fold
from reflectory.core.visibility import Viewer
from reflectory.directory.models import Organisation, Person
from reflectory.programmes.actions.holding import Comer, Places
from reflectory.programmes.imports.places import NotFound, OrganisationFinder, Said
from reflectory.programmes.imports.words import role_choices
from reflectory.programmes.models import Edition
from reflectory.programmes.policies import can_add_programme

MOST_LINES = 300
MOST_OFFERED = 12
MOST_ASKED = 20  # organisations; looking for what was meant takes longer than finding what was said
QUARTER = 15
ASKED = "which_"
LONGEST_NAME = Person._meta.get_field("name").max_length or 200
LONGEST_PLACE = Organisation._meta.get_field("name").max_length or 200
_BULLET = re.compile(r"^(?:[-*•–]|\d{1,3}[.)])\s+")
_BETWEEN = re.compile(r"[,;\t]")


@dataclass(frozen=True)
class Line:
    """One line of those who come: its number, the name, and the organisation as it was written."""

    number: int
    name: str
    place: str


def next_quarter(now: datetime) -> datetime:
    """The quarter of an hour that begins next."""
    whole = now.replace(minute=now.minute - now.minute % QUARTER, second=0, microsecond=0)
    return whole if whole == now else whole + timedelta(minutes=QUARTER)


def lines_of(text: str) -> list[Line]:
    """The lines that name somebody: the name, and after the first comma (or tab) the organisation.

    >>> [(line.number, line.name, line.place) for line in lines_of("- Ana Reyes, Springfield, Ohio\\n\\nBo Lund")]
    [(1, 'Ana Reyes', 'Springfield, Ohio'), (3, 'Bo Lund', '')]
    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        name, _comma, place = _split(_BULLET.sub("", line.strip()))
        if name or place:
            found.append(Line(number, name, place))
    return found


def _split(line: str) -> tuple[str, str, str]:
    at = _BETWEEN.search(line)
    name, place = (line[: at.start()], line[at.end() :]) if at else (line, "")
    return " ".join(name.split()), ",", " ".join(place.split()).strip(" ,;")


class HoldSession(forms.Form):
    """Everything that has to be known before people can be marked."""

    title = forms.CharField(label=gettext_lazy("What it is called"), max_length=200)
    starts_at = forms.DateTimeField(label=gettext_lazy("When it begins"))
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes"), min_value=5, max_value=10_080, initial=120
    )
    where = forms.CharField(
        label=gettext_lazy("Where"), required=False, max_length=300,
        help_text=gettext_lazy("A room, or the address of a call."),
    )  # fmt: skip
    edition = forms.ModelChoiceField(
        Edition.objects.none(), label=gettext_lazy("Programme"), required=False,
        empty_label=gettext_lazy("a new one, with the name below"),
    )  # fmt: skip
    programme_name = forms.CharField(
        label=gettext_lazy("Name of a new programme"), required=False, max_length=200,
        help_text=gettext_lazy(
            "Sessions that belong together are one programme. It gets an edition that begins on this day, and "
            "nothing else is planned in it."
        ),
    )  # fmt: skip
    people = forms.CharField(
        label=gettext_lazy("Who is coming"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "One person a line: the name, a comma, and the government or organisation they come from, for instance "
            "“Ana Reyes, Springfield, Ohio”. Whoever comes without being on the list can be added as a guest."
        ),
    )  # fmt: skip
    place = forms.CharField(
        label=gettext_lazy("Where people come from whose line does not say"), required=False,
        max_length=LONGEST_PLACE,
        help_text=gettext_lazy("A government or organisation. It counts for those lines only."),
    )  # fmt: skip

    def __init__(self, *args: Any, by: Viewer, editions: QuerySet[Edition], **more: Any) -> None:
        super().__init__(*args, **more)
        self.comers: list[Comer] = []
        self.role = ""
        self.may_set_up = can_add_programme(by)
        self.fields["edition"].queryset = editions
        self.fields["starts_at"].help_text = _("On your clock, in {zone}.").format(
            zone=timezone.get_current_timezone_name()
        )
        if not self.may_set_up:
            del self.fields["programme_name"]
            self.fields["edition"].required = True
            self.fields["edition"].empty_label = None
        elif not editions.exists():
            del self.fields["edition"]
            self.fields["programme_name"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._check_programme(cleaned)
        self._ask_for_role(cleaned.get("edition"))
        self._read_people(cleaned)
        return cleaned

    def refuse_lines(self, problems: Any) -> None:
        """Says which lines cannot be used, and why."""
        for number, sentence in problems:
            self.add_error("people", _("Line {n}: {sentence}").format(n=number, sentence=sentence))

    def _check_programme(self, cleaned: dict[str, Any]) -> None:
        if "edition" not in self.fields or "programme_name" not in self.fields or self.has_error("edition"):
            return
        edition, name = cleaned.get("edition"), cleaned.get("programme_name")
        if edition is None and not name:
            self.add_error(
                "programme_name", _("No programme is chosen. Choose one above, or name a new one here.")
            )
        if edition is not None and name:
            sentence = _("You chose {edition} above. Empty this, or choose a new one above.")
            self.add_error("programme_name", sentence.format(edition=edition))

    def _ask_for_role(self, edition: Edition | None) -> None:
        """In a programme with several roles: as what people come. One of workshops has participants."""
        choices = role_choices(edition) if edition is not None else [("participant", "")]
        keys = [key for key, _name in choices]
        if len(keys) == 1 or "participant" in keys:
            self.role = "participant" if "participant" in keys else keys[0]
            return
        self.fields["role"] = forms.ChoiceField(
            label=_("As what they come"), choices=[("", _("Choose one")), *choices],
            help_text=_("In {edition}. Whoever is in a team there already keeps their role.").format(edition=edition),
        )  # fmt: skip
        self.role = str(self.data.get(self.add_prefix("role"), ""))
        if self.role not in keys and lines_of(str(self.data.get("people", ""))):
            self.add_error("role", _("Nothing is chosen. Choose one."))

    def _read_people(self, cleaned: dict[str, Any]) -> None:
        lines = lines_of(cleaned.get("people", ""))
        if len(lines) > MOST_LINES:
            self.add_error("people", _("These are {n} lines; {most} can be read at once. Bring the others in with a "
                                       "spreadsheet.").format(n=len(lines), most=MOST_LINES))  # fmt: skip
            return
        self.places = Places(OrganisationFinder())
        otherwise = cleaned.get("place", "").strip()
        keys = {
            words: self._key_of(words) for words in dict.fromkeys(line.place or otherwise for line in lines)
        }
        first: dict[tuple[str, str], int] = {}
        for line in lines:
            words = line.place or otherwise
            problem = _wrong_with(line, words)
            twice = first.setdefault((fold(line.name), keys.get(words) or fold(words)), line.number)
            if not problem and twice != line.number:
                problem = _("“{name}” stands in line {first} too. Keep one of them.").format(
                    name=line.name, first=twice)  # fmt: skip
            if problem:
                self.refuse_lines([(line.number, problem)])
            elif keys[words] is not None:
                self.comers.append(Comer(line.number, line.name, str(keys[words])))

    def _key_of(self, words: str) -> str | None:
        """The key of the organisation that is meant; None, and a field that asks, where that cannot be told."""
        if not words or len(words) > LONGEST_PLACE:
            return None
        finder = self.places.finder
        try:
            key, organisation = finder.find(Said(words, "", "", ""))
        except NotFound:
            if sum(name.startswith(ASKED) for name in self.fields) == MOST_ASKED:
                self._say_too_many_are_unknown()
                return None
            offered = finder.may_be(words)[:MOST_OFFERED]
            answer = self._ask_which(words, offered)
            if answer is None:
                return None
            key, organisation = finder.chosen(words, answer)
        self.places.by_key[key] = organisation
        return key

    def _say_too_many_are_unknown(self) -> None:
        words = _(
            "More than {most} organisations are not known, so only the first are asked about. Add the others under "
            "Places first, or bring the people in with a spreadsheet."
        )
        sentence = words.format(most=MOST_ASKED)
        if sentence not in self.errors.get("people", []):
            self.add_error("people", sentence)

    def _ask_which(self, words: str, offered: list[tuple[str, str]]) -> str | None:
        name = f"{ASKED}{hashlib.sha256(fold(words).encode()).hexdigest()[:12]}"
        is_body = any(key.startswith("level:") for key, _name in offered)
        choices = [
            (key, _("a new one: {level}").format(level=label) if key.startswith("level:") else label)
            for key, label in offered
        ]
        self.fields[name] = forms.ChoiceField(
            label=_("What “{words}” is").format(words=words), choices=choices, widget=forms.RadioSelect,
            help_text=_("No government or organisation of that name is known. If it is a government too small to be "
                        "known here, add it under Places first.") if is_body else
            _("Several are called so. If it is none of these, write its region or country behind it in the line."),
        )  # fmt: skip
        answer = self.data.get(self.add_prefix(name))
        if answer in dict(choices):
            return str(answer)
        self.add_error(name, _("Nothing is chosen. Choose one, or change the line."))
        return None


def _wrong_with(line: Line, place: str) -> str:
    """Why a line cannot be used; "" where it can."""
    if "@" in line.name or "@" in place:
        return _("Leave e-mail addresses out here. They are kept encrypted, on the page of the person.")
    if not line.name:
        return _("There is no name before the comma. Write it, or take the line out.")
    if len(line.name) > LONGEST_NAME or len(place) > LONGEST_PLACE:
        return _("A name has at most {most} letters. Shorten it.").format(most=LONGEST_NAME)
    if not place:
        return _("Where does {name} come from? Write it after a comma, or below for all lines that do not say.").format(
            name=line.name)  # fmt: skip
    return ""
