"""Answers named in later words: "${department}" in a label is what was answered to `department`.

A name that has no answer yet is shown as three dots, so that the sentence still reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import ngettext

from reflectory.listening.questions import kinds
from reflectory.listening.questions.conditions import is_given
from reflectory.listening.questions.document import PIPED, Document, Question

NAME = PIPED
MISSING = "…"


def piped(text: str, *, document: Document, answers: Mapping[str, Any], language: str) -> str:
    """The text with what was answered in place of each name."""

    def said(match: re.Match[str]) -> str:
        question = document.question(match[1])
        value = answers.get(match[1])
        return in_words(question, value, language) if question and is_given(value) else MISSING

    return PIPED.sub(said, text)


def names_in(text: str) -> Iterator[str]:
    """The questions that a text names."""
    return (match[1] for match in PIPED.finditer(text))


def in_words(question: Question, value: Any, language: str) -> str:
    """An answer as a reader sees it, in one line: the label of a choice rather than its key."""
    if not is_given(value):
        return ""
    if value == "na" and question.may_not_apply:
        return "–"
    labels = {one.key: one.label.in_(language) for one in question.options}
    if question.kind == kinds.CHOICE:
        return _picked(value, labels)
    if question.kind in (kinds.CHOICES, kinds.RANKING) and isinstance(value, list):
        return ", ".join(_picked(one, labels) for one in value)
    if question.kind == kinds.PLACE and isinstance(value, Mapping):
        return str(value.get("words", ""))
    if question.kind == kinds.MATRIX and isinstance(value, Mapping):
        rows = {row.key: row.label.in_(language) for row in question.rows}
        return "; ".join(f"{rows.get(key, key)}: {_picked(one, labels)}" for key, one in value.items())
    if question.kind == kinds.TRIAD and isinstance(value, list):
        ends = [end.in_(language) for end in question.ends]
        return ", ".join(f"{end} {part}" for end, part in zip(ends, value, strict=False))
    if question.kind == kinds.FILE and isinstance(value, list):
        return ngettext("%(n)s file", "%(n)s files", len(value)) % {"n": len(value)}
    return str(value)


def _picked(value: Any, labels: Mapping[str, str]) -> str:
    if isinstance(value, Mapping):
        return str(value.get("other", ""))
    return labels.get(str(value), str(value))
