"""Conditions as XLSForm writes them: `${helped} = 'yes' and ${age} >= 18`, and back.

Only what a form here can hold is read: comparisons of one answer with one value, joined by `and` or by `or`. For
anything else `read_relevant` gives None, and whoever asks tells it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

_TOKEN = re.compile(
    r"\s*(?:(?P<name>\$\{\s*[^}]+?\s*\})|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<sign><=|>=|!=|=|<|>|\(|\)|,)|(?P<word>[A-Za-z][\w-]*))"
)
_SIGNS = {"=": "is", "!=": "is_not", ">=": "at_least", "<=": "at_most"}
_MOST = 400  # tokens; what has more was made by a machine


class _NotHere(Exception):
    """The expression says more than a condition of ours can."""


def read_relevant(expression: str, *, key_of: Callable[[str], str | None]) -> dict[str, Any] | None:
    """The JSON of the condition; None where a form here cannot say the same."""
    try:
        tokens = _tokens(expression)
        found = _either(tokens, key_of)
        return found if not tokens else None
    except (_NotHere, IndexError):
        return None


def _tokens(expression: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(expression.rstrip()):
        match = _TOKEN.match(expression, at)
        if match is None or len(found) > _MOST:
            raise _NotHere
        kind = str(match.lastgroup)
        found.append((kind, match[kind]))
        at = match.end()
    return found


def _either(tokens: list[tuple[str, str]], key_of: Callable[[str], str | None]) -> dict[str, Any]:
    parts = [_all(tokens, key_of)]
    while tokens and tokens[0] == ("word", "or"):
        tokens.pop(0)
        parts.append(_all(tokens, key_of))
    return parts[0] if len(parts) == 1 else {"any": parts}


def _all(tokens: list[tuple[str, str]], key_of: Callable[[str], str | None]) -> dict[str, Any]:
    parts = [_one(tokens, key_of)]
    while tokens and tokens[0] == ("word", "and"):
        tokens.pop(0)
        parts.append(_one(tokens, key_of))
    return parts[0] if len(parts) == 1 else {"all": parts}


def _one(tokens: list[tuple[str, str]], key_of: Callable[[str], str | None]) -> dict[str, Any]:
    kind, said = tokens.pop(0)
    if (kind, said) == ("sign", "("):
        found = _either(tokens, key_of)
        _take(tokens, ")")
        return found
    if (kind, said) == ("word", "selected"):
        _take(tokens, "(")
        key = _key(tokens.pop(0), key_of)
        _take(tokens, ",")
        value = _value(tokens.pop(0))
        _take(tokens, ")")
        return {"question": key, "includes": value}
    key = _key((kind, said), key_of)
    _kind, sign = tokens.pop(0)
    value = _value(tokens.pop(0))
    if value == "" and sign in ("=", "!="):
        return {"question": key, "answered": sign == "!="}
    if sign in _SIGNS:
        return {"question": key, _SIGNS[sign]: value}
    # More than 17 is at least 18 among whole numbers alone, which is not known here.
    raise _NotHere


def _take(tokens: list[tuple[str, str]], sign: str) -> None:
    if tokens.pop(0) != ("sign", sign):
        raise _NotHere


def _key(token: tuple[str, str], key_of: Callable[[str], str | None]) -> str:
    key = key_of(token[1][2:-1].strip()) if token[0] == "name" else None
    if key is None:
        raise _NotHere
    return key


def _value(token: tuple[str, str]) -> Any:
    kind, said = token
    if kind == "text":
        return said[1:-1]
    if kind == "number":
        return float(said) if "." in said else int(said)
    raise _NotHere


def write_relevant(condition: dict[str, Any] | None) -> str:
    """The expression for a condition's JSON."""
    if not condition:
        return ""
    for name, word in (("all", "and"), ("any", "or")):
        if name in condition:
            return f" {word} ".join(_bracketed(one) for one in condition[name])
    key, test = condition["question"], next(name for name in condition if name != "question")
    value = condition[test]
    if test == "answered":
        return f"${{{key}}} {'!=' if value else '='} ''"
    if test == "includes":
        return f"selected(${{{key}}}, {_said(value)})"
    sign = {meaning: sign for sign, meaning in _SIGNS.items()}[test]
    return f"${{{key}}} {sign} {_said(value)}"


def _bracketed(condition: dict[str, Any]) -> str:
    said = write_relevant(condition)
    return said if "question" in condition else f"({said})"


def _said(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:g}"
    text = str(value)
    return f'"{text}"' if "'" in text else f"'{text}'"
