"""A question asked again elsewhere: copied with a key of its own, and marked as the same."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.text import slugify

_NOT_IN_KEYS = re.compile(r"[^a-z0-9]+")
_LONGEST = 40  # of a key made from words: it is read in tables


def key_from(words: str, *, taken: Collection[str], otherwise: str = "question") -> str:
    """A key made from words, which nothing else has.

    >>> key_from("What helped you most?", taken={"what_helped_you_most"})
    'what_helped_you_most_2'
    """
    plain = _NOT_IN_KEYS.sub("_", slugify(words).replace("-", "_")).strip("_")
    plain = plain.lstrip("0123456789_")
    if len(plain) > _LONGEST:
        plain = plain[: _LONGEST + 1].rpartition("_")[0] or plain[:_LONGEST]
    return free_key(plain or otherwise, taken=taken)


def free_key(wanted: str, *, taken: Collection[str]) -> str:
    """The key, with a number behind it where it is taken.

    >>> free_key("helped", taken={"helped", "helped_2"})
    'helped_3'
    """
    found, n = wanted, 1
    while found in taken:
        n += 1
        found = f"{wanted[:50]}_{n}"
    return found


def reused(body: Mapping[str, Any], *, same_as: str, taken: Collection[str]) -> dict[str, Any]:
    """The JSON of a copy that is marked as the same question."""
    key = free_key(str(body.get("key") or same_as), taken=taken)
    return {**body, "key": key, "same_as": same_as}


def languages_of(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The languages in which the words of a question's JSON are written, those of its label first."""
    found: dict[str, None] = {}

    def look(value: Any) -> None:
        if isinstance(value, Mapping):
            for name in ("label", "hint"):
                if isinstance(value.get(name), Mapping):
                    found.update(dict.fromkeys(map(str, value[name])))
            for name in ("options", "rows", "ends"):
                for one in value.get(name) or ():
                    if name == "ends" and isinstance(one, Mapping):
                        found.update(dict.fromkeys(map(str, one)))
                    else:
                        look(one)

    look(body)
    return tuple(found)
