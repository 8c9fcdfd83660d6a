"""The components of the workspace as template tags: `{% load look %}`.

Each tag turns plain values into one piece of a page; it reads no database and decides nothing. Components that
need no more than HTML are classes in `static/core/`; docs/reference/look.md shows the markup of both, and
`/look/` shows them all at once while DEBUG is on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, gettext_lazy

register = template.Library()

SPRITE = Path(__file__).resolve().parent.parent / "static" / "core" / "icons.svg"

# What a machine proposed and what became of it: the word, and the icon beside it. The edge comes from the style.
STATUSES = {
    "suggested": (gettext_lazy("Suggested"), "lightbulb"),
    "accepted": (gettext_lazy("Accepted"), "check"),
    "rejected": (gettext_lazy("Rejected"), "x"),
    "stale": (gettext_lazy("Out of date"), "hourglass"),
    "withdrawn": (gettext_lazy("Withdrawn"), "minus"),
}

# Shapes for states that a room names itself (a team's stage, a commitment's step), so that colour is never alone.
SHAPES = ("waiting", "going", "done", "stopped")

_DASHES = BLANK_CHOICE_DASH[0][1]

# How a browser's own picker wants a value; Django reads these back in every language.
PICKERS = (
    (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    (forms.DateInput, "date", "%Y-%m-%d"),
    (forms.TimeInput, "time", "%H:%M"),
)


@cache
def names_of_icons() -> frozenset[str]:
    """Every icon of the sprite, by its name."""
    return frozenset(re.findall(r'<symbol id="([a-z0-9-]+)"', SPRITE.read_text(encoding="utf-8")))


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon beside a word; screen readers pass over it.

    A name that the sprite lacks is a mistake in the template, and is refused.
    """
    if name not in names_of_icons():
        raise template.TemplateSyntaxError(
            f"There is no icon named {name!r}; core/icons.svg lists those there are."
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("core/icons.svg"),
        name,
    )


@register.inclusion_tag("core/status.html")
def status(name: str, *, reason: str = "") -> dict[str, Any]:
    """A chip for what was suggested and what became of it: edge, icon and word say the same."""
    word, icon_name = STATUSES[name]
    return {"name": name, "word": word, "icon_name": icon_name, "reason": reason}


@register.inclusion_tag("core/stage.html")
def stage(word: str, *, shape: str) -> dict[str, Any]:
    """A chip for a state that a room names: `{% stage team.get_stage_display shape="going" %}`."""
    if shape not in SHAPES:
        raise template.TemplateSyntaxError(f"A stage has the shape {', '.join(SHAPES)}, not {shape!r}.")
    return {"word": word, "shape": shape}


@register.inclusion_tag("core/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """One field of a form: label, help, widget, error, wired to each other."""
    _use_picker(bound)
    _name_the_blank(bound)
    return {
        "field": bound,
        "sentences": _sentences(bound),
        "is_checkbox": isinstance(bound.field.widget, forms.CheckboxInput),
    }


@register.inclusion_tag("core/fields.html")
def fields(form: forms.BaseForm) -> dict[str, Any]:
    """A whole form without its buttons: what went wrong first, then every field."""
    return {"form": form}


@register.inclusion_tag("core/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """What must be mended before the form can be saved; each line leads to its field."""
    wrong = [form[name] for name in form.errors if name in form.fields]
    lines = [(_first_control(one), one.label, sentence) for one in wrong for sentence in _sentences(one)]
    general = form.non_field_errors()
    return {"lines": lines, "general": general, "n_wrong": len(lines) + len(general)}


def _sentences(bound: BoundField) -> list[str]:
    """What is wrong with a field; an empty one is told what to do, unless the form has words of its own."""
    generic = forms.Field.default_error_messages["required"]
    return [
        str(_what_to_fill_in(bound.field.widget)) if error == generic else error for error in bound.errors
    ]


def _what_to_fill_in(widget: forms.Widget) -> Any:
    if isinstance(widget, forms.FileInput):
        return gettext_lazy("No file is chosen. Choose one.")
    if isinstance(widget, forms.CheckboxInput):
        return gettext_lazy("This is not ticked. Tick it to go on.")
    if isinstance(widget, forms.widgets.ChoiceWidget):
        return gettext_lazy("Nothing is chosen. Choose one.")
    return gettext_lazy("This is empty. Fill it in.")


def _use_picker(bound: BoundField) -> None:
    """Days and times through the browser's own picker, unless the form has chosen another type."""
    widget = bound.field.widget
    for kind, input_type, written in PICKERS:
        if isinstance(widget, kind) and "type" not in widget.attrs and widget.input_type == "text":
            widget.input_type = input_type
            widget.format = written
            return


def _name_the_blank(bound: BoundField) -> None:
    """A row of dashes in a list of choices says what it means, unless the form has said so already."""
    asked = bound.field
    widget = asked.widget
    if not isinstance(widget, forms.Select) or widget.allow_multiple_selected:
        return
    words = gettext_lazy("Choose one") if asked.required else gettext_lazy("none")
    if isinstance(asked, forms.ModelChoiceField):
        if asked.empty_label == _DASHES:
            asked.empty_label = words
        return
    widget.choices = [(key, words if name == _DASHES else name) for key, name in widget.choices]


def _first_control(bound: BoundField) -> str:
    """The id of what a person can type into or tick first."""
    if bound.use_fieldset and bound.subwidgets:
        return bound.subwidgets[0].id_for_label or bound.auto_id
    return bound.id_for_label or bound.auto_id


@register.inclusion_tag("core/sort_header.html", takes_context=True)
def sort_header(context: Context, key: str, label: str, *, is_number: bool = False) -> dict[str, Any]:
    """The head of a column that sorts by a link; the address keeps every filter and goes back to page one."""
    asked = context["request"].GET
    now = asked.get("sort", "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(now)
    query = asked.copy()
    query["sort"] = f"-{key}" if direction == "ascending" else key
    query.pop("page", None)
    return {
        "label": label,
        "direction": direction,
        "url": f"?{query.urlencode()}",
        "is_number": is_number,
        "icon_name": {"ascending": "arrow-up", "descending": "arrow-down", None: "arrow-up-down"}[direction],
    }


@register.inclusion_tag("core/pages.html", takes_context=True)
def pages(context: Context, page: Page) -> dict[str, Any]:
    """Links to the other pages of a long list, keeping filters and order; nothing where there is one page."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "numbers": list(numbers),
        "gap": page.paginator.ELLIPSIS,
        "request": context["request"],
    }


@register.inclusion_tag("core/figure.html")
def figure(
    value: str | int,
    sentence: str,
    *,
    n: str = "",
    as_of: date | None = None,
    url: str = "",
    caveat: str = "",
) -> dict[str, Any]:
    """A number with its sentence, how many it rests on, its day, and a link to the names behind it."""
    words = number_format(value, force_grouping=True) if isinstance(value, int) else value
    return {"value": words, "sentence": sentence, "n": n, "as_of": as_of, "url": url, "caveat": caveat}


@dataclass(frozen=True)
class Bar:
    """One line of a funnel, its length in hundredths of the longest."""

    label: str
    n: int
    length: float
    note: str
    url: str


@register.inclusion_tag("core/funnel.html")
def funnel(steps: Iterable[Mapping[str, Any]], *, label: str) -> dict[str, Any]:
    """Bars for numbers that belong together: each step has a `label` and an `n`, perhaps a `note` and a `url`."""
    listed = list(steps)
    return {"bars": list(_bars(listed)), "label": label}


def _bars(steps: list[Mapping[str, Any]]) -> Iterator[Bar]:
    longest = max((step["n"] for step in steps), default=0)
    for step in steps:
        length = round(100 * step["n"] / longest, 1) if longest else 0.0
        yield Bar(step["label"], step["n"], length, step.get("note", ""), step.get("url", ""))


@register.inclusion_tag("core/moment.html")
def moment(at: datetime, *, zone: str = "") -> dict[str, Any]:
    """An instant in the reader's zone, and in the event's where `zone` names another."""
    return {"at": at, "zone": zone, "town": zone.rpartition("/")[2].replace("_", " ")}


@register.filter
def language_name(code: str) -> str:
    """The name of a language in the reader's own; the code itself where nobody here has a name for it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


@dataclass(frozen=True)
class Piece:
    """Some words of a text, and whether the other text has them too."""

    text: str
    is_changed: bool


def compare_words(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, so that what differs can be marked in each.

    >>> [piece.text for piece in compare_words("four teams met", "five teams met")[1] if piece.is_changed]
    ['five']
    """
    old, new = (re.findall(r"\w+|\s+|[^\w\s]", text) for text in (before, after))
    left, right = [], []
    for what, i, j, k, m in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if j > i:
            left.append(Piece("".join(old[i:j]), what != "equal"))
        if m > k:
            right.append(Piece("".join(new[k:m]), what != "equal"))
    return left, right


@register.inclusion_tag("core/difference.html")
def difference(rows: Iterable[Mapping[str, str]], *, theirs: str, yours: str) -> dict[str, Any]:
    """Two versions side by side, what differs marked: each row has a `label`, `theirs` and `yours`."""
    compared = [(row["label"], *compare_words(row["theirs"], row["yours"])) for row in rows]
    return {"rows": compared, "theirs": theirs, "yours": yours}
