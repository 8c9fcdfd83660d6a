"""What a group is called: councils, teams, or the values of a column whose name is no word we know.

Each noun is a text of its own, since plural and gender differ between languages. Counts of other things are
in words.py.
"""

from __future__ import annotations

import re

from ...language import Language

KNOWN = frozenset(
    (
        "government", "council", "city", "county", "state", "country", "region", "district", "department",
        "agency", "organisation", "programme", "team", "trust", "school", "place", "group",
    )
)  # fmt: skip
SAME = {"organization": "organisation", "program": "programme", "municipality": "city"}
# Said of how a group is written down, not of what it is: "state code" is about states.
WRITTEN = frozenset(("name", "code", "id"))


def noun(column: str) -> str:
    """The noun a column is about, by its last word: state for Event State; empty where it is not known."""
    parts = re.sub(r"[\W_]+", " ", column).strip().lower().split()
    while len(parts) > 1 and parts[-1] in WRITTEN:
        parts.pop()
    word = SAME.get(parts[-1], parts[-1]) if parts else "group"
    return word if word in KNOWN else ""


def is_known(column: str) -> bool:
    return noun(column) != ""


def counted(lang: Language, column: str, n: int) -> str:
    """9 councils; 9 values of Site where the noun is not known."""
    match noun(column):
        case "government":
            return lang.say_n("%(n)s government", "%(n)s governments", n)
        case "council":
            return lang.say_n("%(n)s council", "%(n)s councils", n)
        case "city":
            return lang.say_n("%(n)s city", "%(n)s cities", n)
        case "county":
            return lang.say_n("%(n)s county", "%(n)s counties", n)
        case "state":
            return lang.say_n("%(n)s state", "%(n)s states", n)
        case "country":
            return lang.say_n("%(n)s country", "%(n)s countries", n)
        case "region":
            return lang.say_n("%(n)s region", "%(n)s regions", n)
        case "district":
            return lang.say_n("%(n)s district", "%(n)s districts", n)
        case "department":
            return lang.say_n("%(n)s department", "%(n)s departments", n)
        case "agency":
            return lang.say_n("%(n)s agency", "%(n)s agencies", n)
        case "organisation":
            return lang.say_n("%(n)s organisation", "%(n)s organisations", n)
        case "programme":
            return lang.say_n("%(n)s programme", "%(n)s programmes", n)
        case "team":
            return lang.say_n("%(n)s team", "%(n)s teams", n)
        case "trust":
            return lang.say_n("%(n)s trust", "%(n)s trusts", n)
        case "school":
            return lang.say_n("%(n)s school", "%(n)s schools", n)
        case "place":
            return lang.say_n("%(n)s place", "%(n)s places", n)
        case "group":
            return lang.say_n("%(n)s group", "%(n)s groups", n)
        case _:
            return lang.say_n("%(n)s value of %(column)s", "%(n)s values of %(column)s", n, column=column)


def both(lang: Language, column: str) -> str:
    """Both councils; both values of Site where the noun is not known."""
    match noun(column):
        case "government":
            return lang.say("both governments")
        case "council":
            return lang.say("both councils")
        case "city":
            return lang.say("both cities")
        case "county":
            return lang.say("both counties")
        case "state":
            return lang.say("both states")
        case "country":
            return lang.say("both countries")
        case "region":
            return lang.say("both regions")
        case "district":
            return lang.say("both districts")
        case "department":
            return lang.say("both departments")
        case "agency":
            return lang.say("both agencies")
        case "organisation":
            return lang.say("both organisations")
        case "programme":
            return lang.say("both programmes")
        case "team":
            return lang.say("both teams")
        case "trust":
            return lang.say("both trusts")
        case "school":
            return lang.say("both schools")
        case "place":
            return lang.say("both places")
        case "group":
            return lang.say("both groups")
        case _:
            return lang.say("both values of %(column)s", column=column)
