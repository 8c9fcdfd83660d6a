"""The words of single cells: stages, roles, levels, seniority, days, addresses; each read or refused with a sentence.

Whoever fills a spreadsheet writes what they see on the pages, or the short keys; both are read, whatever the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import override

from reflectory.core.search import fold
from reflectory.directory.levels import LEVELS
from reflectory.directory.models import SENIORITY
from reflectory.intake.dates import Days, read_days
from reflectory.programmes import stages
from reflectory.programmes.catalogue import kind_of
from reflectory.programmes.models import Edition

# What is written in a cell that holds nothing.
NOTHING = {"", "-", "–", "—", "n/a", "na", "none", "null", "?"}


class WrongWord(Exception):
    """A cell that cannot be read; the text says which, and which words are allowed."""


@dataclass(frozen=True)
class Vocabulary:
    """The words that may stand in a column, with the keys that they stand for."""

    label: str
    keys: Mapping[str, str]  # folded word → key
    shown: tuple[str, ...]

    def read(self, cell: str) -> str:
        """The key, "" for an empty cell. Raises `WrongWord`."""
        if not cell:
            return ""
        key = self.keys.get(_plain(cell))
        if key is None:
            raise WrongWord(_("{column}: “{cell}” is not known here. Use one of: {allowed}.").format(
                column=self.label, cell=cell, allowed=", ".join(self.shown)))  # fmt: skip
        return key


def levels() -> Vocabulary:
    """Levels of organisations."""
    return _vocabulary(_("Level"), LEVELS)


def seniorities() -> Vocabulary:
    """Seniority."""
    return _vocabulary(_("Seniority"), SENIORITY)


def all_stages() -> Vocabulary:
    """Every stage; those in which a team cannot begin are refused later, for new teams only."""
    return _vocabulary(_("Stage"), stages.STAGES)


def roles(edition: Edition) -> Vocabulary:
    """The roles of the kind of this edition's programme."""
    return _vocabulary(_("Role"), role_choices(edition))


def role_choices(edition: Edition) -> list[tuple[str, Any]]:
    """Keys and names of the roles that somebody may have in a team of this edition."""
    kind = kind_of(edition.programme.kind)
    found = [(role.key, role.name) for role in kind.roles] if kind else []
    return found or [("core_team_member", _("team member"))]


def implied_seniority(edition: Edition) -> dict[str, str]:
    """What seniority a role implies, where it does."""
    kind = kind_of(edition.programme.kind)
    return {role.key: role.seniority for role in kind.roles if role.seniority} if kind else {}


def filled(cell: str) -> str:
    """The cell without blanks around it; "" where it says in some way that there is nothing.

    >>> filled(" n/a "), filled("Ana  Reyes")
    ('', 'Ana Reyes')
    """
    said = " ".join(cell.split())
    return "" if said.casefold() in NOTHING else said


def read_address(cell: str) -> str:
    """The e-mail address. Raises `WrongWord`."""
    said = cell.removeprefix("mailto:").strip("<>;, ")
    if said:
        try:
            validate_email(said)
        except ValidationError:
            sentence = _(
                "E-mail: “{cell}” is no address. Write one, like ana@example.org, or leave it empty."
            )
            raise WrongWord(sentence.format(cell=cell)) from None
    return said


class DayColumn:
    """The days of a column, read as a whole, because only together they show whether the day or the month is first."""

    def __init__(self, cells: Iterable[str]) -> None:
        self._days: Days = read_days(cells)
        self.note = self._days.note

    def read(self, cell: str) -> date | None:
        """The day, None for an empty cell. Raises `WrongWord`."""
        if not cell:
            return None
        day = self._days.of.get(cell)
        if day is None:
            sentence = _("Joined on: “{cell}” is no day. Write it as year, month and day, like 2021-03-31.")
            raise WrongWord(sentence.format(cell=cell))
        return day

    def is_doubtful(self, cell: str) -> bool:
        """Whether nothing shows if the day or the month stands first."""
        return cell in self._days.assumed


def _vocabulary(label: str, choices: Iterable[tuple[str, Any]]) -> Vocabulary:
    keys: dict[str, str] = {}
    pairs = list(choices)
    with override("en"):
        for key, name in pairs:
            keys[_plain(str(name))] = key
    for key, name in pairs:
        keys[_plain(str(name))] = key
        keys[_plain(key)] = key
    return Vocabulary(label, keys, tuple(str(name) for _key, name in pairs))


def _plain(word: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in fold(word)).split())
