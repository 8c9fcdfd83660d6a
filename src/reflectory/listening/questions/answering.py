"""What somebody sent, read against the form: the answers that are kept, and what stands in the way of handing in.

Nothing that was typed is lost: what cannot be read is kept as it came among `answers` and named in `problems`, so
that a draft can be saved with it and the page can show it again. Only `is_complete` readings are handed in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reflectory.listening.questions import kinds
from reflectory.listening.questions.conditions import is_given
from reflectory.listening.questions.document import Document, Question, Section

Answers = dict[str, Any]
_WORD = re.compile(r"\S+")
# No person writes more than a short book into a field; what is longer is cut by nobody and refused in words.
MOST_CHARACTERS = 200_000
WHOLE = 100  # what a triad's three parts add up to


@dataclass
class Reading:
    """The answers by key of question (a repeated section holds a list of such), and what is wrong, by field.

    A field is the question's key, in a repeated section "section.2.key".
    """

    answers: Answers = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether it can be handed in."""
        return not self.problems


def read_answers(document: Document, sent: Mapping[str, Any]) -> Reading:
    """What was sent, as the form understands it. Answers to what is not shown are left out."""
    reading = Reading()
    for section in document.sections:
        if section.shown_if and not section.shown_if.holds(reading.answers):
            continue
        if section.most_repeats is None:
            _read_section(section, sent, {}, reading.answers, reading.problems, prefix="")
        else:
            _read_repeats(section, sent, reading)
    return reading


def shown(document: Document, answers: Mapping[str, Any]) -> list[tuple[Section, list[Question]]]:
    """The sections and questions that these answers open, repeated sections with all their questions."""
    found = []
    for section in document.sections:
        if section.shown_if and not section.shown_if.holds(answers):
            continue
        questions = [
            one
            for one in section.questions
            if section.most_repeats is not None or one.shown_if is None or one.shown_if.holds(answers)
        ]
        found.append((section, questions))
    return found


def n_words(text: str) -> int:
    """How many words a text has: stretches without blanks."""
    return len(_WORD.findall(text))


def _read_repeats(section: Section, sent: Mapping[str, Any], reading: Reading) -> None:
    given = sent.get(section.key)
    rounds = [one for one in given if isinstance(one, Mapping)] if isinstance(given, list) else []
    kept = []
    for n, one in enumerate(rounds[: section.most_repeats], start=1):
        answers: Answers = {}
        problems: dict[str, str] = {}
        _read_section(section, one, reading.answers, answers, problems, prefix=f"{section.key}.{n}.")
        if answers:
            kept.append(answers)
            reading.problems |= problems
    if len(rounds) > (section.most_repeats or 0):
        reading.problems[section.key] = ngettext(
            "There is room for %(n)s here.", "There is room for %(n)s here.", section.most_repeats or 0
        ) % {"n": section.most_repeats}
        kept += [dict(one) for one in rounds[section.most_repeats :]]
    if kept:
        reading.answers[section.key] = kept


def _read_section(
    section: Section,
    sent: Mapping[str, Any],
    outside: Mapping[str, Any],
    answers: Answers,
    problems: dict[str, str],
    *,
    prefix: str,
) -> None:
    for question in section.questions:
        if question.shown_if and not question.shown_if.holds({**outside, **answers}):
            continue
        value, problem = read_answer(question, sent.get(question.key))
        if is_given(value):
            answers[question.key] = value
        if problem:
            problems[f"{prefix}{question.key}"] = problem
        elif question.is_required and not is_given(value):
            problems[f"{prefix}{question.key}"] = _("This needs an answer.")


def read_answer(question: Question, sent: Any) -> tuple[Any, str]:
    """One answer as it is kept, and what is wrong with it in a sentence; an empty sentence where nothing is."""
    if not is_given(sent):
        return None, ""
    return _READERS[question.kind](question, sent)


def _text(question: Question, sent: Any) -> tuple[Any, str]:
    text = str(sent).replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > MOST_CHARACTERS:
        return text, _("This is longer than %(n)s characters. Send it as a file, or in parts.") % {
            "n": MOST_CHARACTERS
        }
    words = n_words(text)
    if question.most_words and words > question.most_words:
        over = words - question.most_words
        return text, ngettext(
            "There is room for %(most)s words; please take out %(over)s.",
            "There is room for %(most)s words; please take out %(over)s.",
            over,
        ) % {"most": question.most_words, "over": over}
    return text, ""


def _choice(question: Question, sent: Any) -> tuple[Any, str]:
    if question.has_other and isinstance(sent, Mapping):
        words = str(sent.get("other", "")).replace("\x00", "").strip()[:500]
        return ({"other": words}, "") if words else (None, "")
    key = str(sent)
    if key in {option.key for option in question.options}:
        return key, ""
    return key, _("Choose one of those that are listed.")


def _choices(question: Question, sent: Any) -> tuple[Any, str]:
    given = sent if isinstance(sent, list) else [sent]
    known = [option.key for option in question.options]
    own = [one for one in given if isinstance(one, Mapping) and str(one.get("other", "")).strip()]
    picked = [str(one) for one in given if not isinstance(one, Mapping)]
    kept: list[Any] = [key for key in known if key in picked]
    if question.has_other and own:
        kept.append({"other": str(own[0]["other"]).replace("\x00", "").strip()[:500]})
    if any(key not in known for key in picked):
        return [*kept, *(key for key in picked if key not in known)], _("Choose from those that are listed.")
    return kept, ""


def _number(question: Question, sent: Any) -> tuple[Any, str]:
    if isinstance(sent, bool):
        return None, _("Write a number, such as 12.")
    said = str(sent).strip().replace("\u00a0", "").replace(",", ".")
    try:
        value = float(said)
    except ValueError:
        return said, _("“%(said)s” is not a number. Write one such as 12.") % {"said": said[:40]}
    if value != value or value in (float("inf"), float("-inf")):
        return said, _("Write a number, such as 12.")
    value = int(value) if value == int(value) else value
    if question.is_whole and not isinstance(value, int):
        return value, _("Write a whole number.")
    if question.least is not None and value < question.least:
        return value, _("Not less than %(least)s.") % {"least": f"{question.least:g}"}
    if question.most is not None and value > question.most:
        return value, _("Not more than %(most)s.") % {"most": f"{question.most:g}"}
    return value, ""


def _scale(question: Question, sent: Any) -> tuple[Any, str]:
    if question.may_not_apply and sent == "na":
        return "na", ""
    value, problem = _number(question, sent)
    if problem or not isinstance(value, int):
        return value, problem or _("Choose one step of the scale.")
    return value, ""


def _date(question: Question, sent: Any) -> tuple[Any, str]:
    said = str(sent).strip()
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return said, _("“%(said)s” is not a day. Write it as 2026-05-31.") % {"said": said[:40]}
    if question.earliest and day.isoformat() < question.earliest:
        return said, _("Not before %(day)s.") % {"day": question.earliest}
    if question.latest and day.isoformat() > question.latest:
        return said, _("Not after %(day)s.") % {"day": question.latest}
    return day.isoformat(), ""


def _place(_question: Question, sent: Any) -> tuple[Any, str]:
    """The words as written, with the id of the gazetteer where one was picked. Whether it exists is asked above."""
    if isinstance(sent, Mapping):
        words = str(sent.get("words", "")).replace("\x00", "").strip()[:200]
        picked = str(sent.get("id", ""))[:60]
        return ({"words": words, "id": picked} if picked else {"words": words}) if words else None, ""
    words = str(sent).replace("\x00", "").strip()[:200]
    return ({"words": words} if words else None), ""


def _file(_question: Question, sent: Any) -> tuple[Any, str]:
    """The ids of what was uploaded; the files were looked at when they came."""
    given = sent if isinstance(sent, list) else [sent]
    return [str(one)[:40] for one in given if one], ""


def _matrix(question: Question, sent: Any) -> tuple[Any, str]:
    if not isinstance(sent, Mapping):
        return None, ""
    rows = {row.key for row in question.rows}
    options = {option.key for option in question.options}
    kept = {key: str(sent[key]) for key in (row.key for row in question.rows) if is_given(sent.get(key))}
    if any(value not in options for value in kept.values()) or any(key not in rows for key in sent):
        return kept, _("Choose one of those that are listed, in each row.")
    if question.is_required and kept and len(kept) < len(rows):
        return kept, _("One row or more has no answer yet.")
    return kept, ""


def _ranking(question: Question, sent: Any) -> tuple[Any, str]:
    """The keys in order. A page without script sends {key: position}."""
    known = [option.key for option in question.options]
    if isinstance(sent, Mapping):
        places: dict[int, list[str]] = {}
        for key in known:
            said = str(sent.get(key, "")).strip()
            if said.isdecimal():
                places.setdefault(int(said), []).append(key)
        twice = [n for n, keys in places.items() if len(keys) > 1]
        if twice:
            return dict(sent), _("Place %(n)s is given twice. Give each place once.") % {"n": min(twice)}
        return [places[n][0] for n in sorted(places)], ""
    given = [str(one) for one in sent] if isinstance(sent, list) else []
    if len(set(given)) != len(given) or any(key not in known for key in given):
        return given, _("Put each of those that are listed in one place.")
    return given, ""


def _triad(question: Question, sent: Any) -> tuple[Any, str]:
    """Three whole parts of a hundred, in the order of the ends. Parts that add up otherwise are scaled."""
    if question.may_not_apply and sent == "na":
        return "na", ""
    parts = list(sent.values()) if isinstance(sent, Mapping) else sent
    if not isinstance(parts, list) or len(parts) != 3 or not any(is_given(part) for part in parts):
        return None, "" if not is_given(parts) or not any(map(is_given, parts or [])) else _(
            "Give three numbers."
        )
    try:
        values = [float(part) if is_given(part) else 0.0 for part in parts]
    except (TypeError, ValueError):
        return parts, _("Give three numbers, such as 50, 30 and 20.")
    if any(not 0 <= value <= 1e6 for value in values) or sum(values) <= 0:
        return parts, _("Give three numbers that are not less than 0, and not all 0.")
    return _in_hundred(values), ""


def _in_hundred(values: list[float]) -> list[int]:
    """Whole parts of a hundred by largest remainder; a tie goes to the earlier end."""
    shares = [value * WHOLE / sum(values) for value in values]
    whole = [int(share) for share in shares]
    order = sorted(range(len(values)), key=lambda i: (whole[i] - shares[i], i))
    for i in order[: WHOLE - sum(whole)]:
        whole[i] += 1
    return whole


def _dyad(question: Question, sent: Any) -> tuple[Any, str]:
    """0 to 100, from the first end to the second."""
    if question.may_not_apply and sent == "na":
        return "na", ""
    value, problem = _number(Question(question.key, kinds.NUMBER, question.label, least=0, most=WHOLE), sent)
    return (round(value), "") if not problem else (value, problem)


_READERS = {
    kinds.TEXT: _text,
    kinds.LONG_TEXT: _text,
    kinds.CHOICE: _choice,
    kinds.CHOICES: _choices,
    kinds.SCALE: _scale,
    kinds.NUMBER: _number,
    kinds.DATE: _date,
    kinds.PLACE: _place,
    kinds.FILE: _file,
    kinds.MATRIX: _matrix,
    kinds.RANKING: _ranking,
    kinds.TRIAD: _triad,
    kinds.DYAD: _dyad,
}
