"""A publication without what must not leave: withdrawn words, hidden cells, characters that cannot be shown.

Composing has left them out already; this is the second lock, passed by whatever makes bytes, so that no template has
to remember. What comes out has the same shape: a page shows a bar or a sentence where something was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from ..plain import visible
from .content import HeardFrom, InProgramme, Link, Outcome, Words

Piece = TypeVar("Piece")


def blanked(piece: Piece, *, text: Callable[[str], str] = visible) -> Piece:
    """The same content, nothing in it that was withdrawn or is hidden; `text` is what becomes of each text.

    >>> blanked(Words("q1", "gone", "en", False, "a clerk", withdrawn="Withdrawn."))
    Words(key='q1', text='', language='', is_rtl=False, attribution='', programme='', said='', withdrawn='Withdrawn.')
    """
    done: Any = piece
    if isinstance(piece, str):
        done = text(piece)
    elif isinstance(piece, tuple):
        done = tuple(blanked(part, text=text) for part in piece)
    elif is_dataclass(piece) and not isinstance(piece, type):
        emptied: Any = _emptied(piece)
        changed = {}
        for field in fields(emptied):
            before = getattr(emptied, field.name)
            after = blanked(before, text=text)
            if after != before:
                changed[field.name] = after
        done = replace(emptied, **changed) if changed else emptied
    return cast(Piece, done)


def _emptied(piece: Any) -> Any:
    if isinstance(piece, Words) and piece.withdrawn:
        return Words(piece.key, "", "", False, "", withdrawn=piece.withdrawn)
    if isinstance(piece, Link) and piece.words.withdrawn:
        # Why words support a claim tells what they said.
        return replace(piece, why="")
    if isinstance(piece, InProgramme) and piece.is_hidden:
        return InProgramme(piece.programme, 0, 0, 0, 0, 0.0, None, None, True)
    if isinstance(piece, HeardFrom) and piece.is_hidden:
        return HeardFrom(piece.programme, 0, 0, (), (), True)
    if isinstance(piece, Outcome) and piece.is_hidden:
        return Outcome(piece.key, piece.action, piece.audience, 0, 0, 0, (), True)
    return piece
