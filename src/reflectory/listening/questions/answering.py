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
from reflectory.listening.questions.texts import storable

Answers = dict[str, Any]
_WORD = re.compile(r"\S+")
_BLANK = re.compile(r"\s+")
_NUMBER = re.compile(r"[+-]?(\d{1,18}([.,]\d{0,18})?|[.,]\d{1,18})")
# 1,000 is one to some readers and a thousand to others. 0,125 is neither.
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
# No person writes more than a short book into a field; what is longer is cut by nobody and refused in words.
MOST_CHARACTERS = 200_000
MOST_IN_A_LINE = 500  # a choice in one's own words, a place
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
    kept: list[Answers] = []
    for one in rounds[: section.most_repeats]:
        answers: Answers = {}
        problems: dict[str, str] = {}
        prefix = f"{section.key}.{len(kept) + 1}."
        _read_section(section, one, reading.answers, answers, problems, prefix=prefix)
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
    text = _words(sent)
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


def _words(sent: Any) -> str:
    return storable(str(sent)).replace("\r\n", "\n").strip()


def _too_long(text: str, most: int) -> str:
    if len(text) <= most:
        return ""
    return _("There is room for %(n)s characters here.") % {"n": most}


def _choice(question: Question, sent: Any) -> tuple[Any, str]:
    if question.has_other and isinstance(sent, Mapping):
        words = _words(sent.get("other", ""))
        return ({"other": words}, _too_long(words, MOST_IN_A_LINE)) if words else (None, "")
    key = _words(sent)
    if key in {option.key for option in question.options}:
        return key, ""
    return key, _("Choose one of those that are listed.")


def _choices(question: Question, sent: Any) -> tuple[Any, str]:
    given = sent if isinstance(sent, list) else [sent]
    known = [option.key for option in question.options]
    own = [_words(one["other"]) for one in given if isinstance(one, Mapping) and is_given(one.get("other"))]
    picked = [_words(one) for one in given if is_given(one) and not isinstance(one, Mapping)]
    kept: list[Any] = [key for key in known if key in picked]
    kept += [{"other": words} for words in own if words]
    strange = [key for key in picked if key and key not in known]
    if strange or len(kept) > len(known) + question.has_other or (own and not question.has_other):
        return [*kept, *strange], _("Choose from those that are listed.")
    return kept, next((why for words in own if (why := _too_long(words, MOST_IN_A_LINE))), "")


def _number(question: Question, sent: Any) -> tuple[Any, str]:
    said = _words(sent)
    plain = _BLANK.sub("", said)
    if _AMBIGUOUS.fullmatch(plain) and ("," in plain or question.is_whole):
        return said, _("“%(said)s” can be read in two ways. Write thousands without a comma or point.") % {
            "said": said
        }
    if not _NUMBER.fullmatch(plain):
        return said, _("“%(said)s” is not a number. Write one such as 12.") % {"said": said[:40]}
    value: float = float(plain.replace(",", "."))
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
    given = sent if isinstance(sent, Mapping) else {"words": sent}
    words, picked = _words(given.get("words", "")), _words(given.get("id", ""))[:60]
    if not words:
        return None, ""
    return {"words": words, "id": picked} if picked else {"words": words}, _too_long(words, MOST_IN_A_LINE)


def _file(_question: Question, sent: Any) -> tuple[Any, str]:
    """The ids of what was uploaded; the files were looked at when they came."""
    given = sent if isinstance(sent, list) else [sent]
    return [_words(one)[:40] for one in given if one], ""


def _matrix(question: Question, sent: Any) -> tuple[Any, str]:
    if not isinstance(sent, Mapping):
        return _words(sent), _("Choose one of those that are listed, in each row.")
    rows = {row.key for row in question.rows}
    options = {option.key for option in question.options}
    kept = {key: _words(sent[key]) for key in (row.key for row in question.rows) if is_given(sent.get(key))}
    if any(value not in options for value in kept.values()) or any(key not in rows for key in sent):
        return kept, _("Choose one of those that are listed, in each row.")
    if question.is_required and kept and len(kept) < len(rows):
        return kept, _("One row or more has no answer yet.")
    return kept, ""


def _ranking(question: Question, sent: Any) -> tuple[Any, str]:
    """The keys in order. A page without script sends {key: position}."""
    known = [option.key for option in question.options]
    if isinstance(sent, Mapping):
        given = {key: _words(sent[key]) for key in known if is_given(sent.get(key))}
        if any(not said.isdecimal() or not 1 <= len(said) <= 3 or int(said) < 1 for said in given.values()):
            return given, _("Give places as 1, 2, 3 and so on.")
        places = {key: int(said) for key, said in given.items()}
        twice = [n for n in places.values() if list(places.values()).count(n) > 1]
        if twice:
            return given, _("Place %(n)s is given twice. Give each place once.") % {"n": min(twice)}
        return sorted(places, key=lambda key: places[key]), ""
    order = [_words(one) for one in (sent if isinstance(sent, list) else [sent]) if is_given(one)]
    if len(set(order)) != len(order) or any(key not in known for key in order):
        return order, _("Put each of those that are listed in one place.")
    return order, ""


def _triad(question: Question, sent: Any) -> tuple[Any, str]:
    """Three whole parts of a hundred, in the order of the ends. Parts that add up otherwise are scaled."""
    if question.may_not_apply and sent == "na":
        return "na", ""
    # By name and not by place: a database may keep the names in an order of its own.
    parts = [sent[key] for key in sorted(sent, key=str)] if isinstance(sent, Mapping) else sent
    if not isinstance(parts, list):
        return _words(parts), _("Give three numbers, such as 50, 30 and 20.")
    if not any(is_given(part) for part in parts):
        return None, ""
    said = [_words(part) if is_given(part) else "0" for part in parts]
    if len(said) != 3 or not all(_NUMBER.fullmatch(one) for one in said):
        return parts, _("Give three numbers, such as 50, 30 and 20.")
    values = [float(one.replace(",", ".")) for one in said]
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
