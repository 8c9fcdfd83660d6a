"""The pieces a report is set from: sections of paragraphs, tables, quotes and figures.

`compose` fills them with words in the reader's language; `html` and `pdf` set them. Both set the same
pieces, so the two files cannot say different things. Everything is plain text: escaping is the work of
whoever sets it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Svg:
    """A drawing, with what it shows in words. `alone` is false where the words stand beside it anyway."""

    source: str
    alt: str
    width: int
    height: int
    alone: bool = False


@dataclass(frozen=True)
class Para:
    """A paragraph. Looks: plain, lead, sum, note, small, absent (why something is not here), marked."""

    text: str
    look: str = "plain"
    lang: str = ""


@dataclass(frozen=True)
class Rows:
    """Which rows of excerpts.csv a number counts: what is counted, and the filter that finds them."""

    lead: str
    file: str
    anchor: str
    filters: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Link:
    text: str
    target: str


@dataclass(frozen=True)
class Quoted:
    """Somebody's words and, beneath them, where they stand."""

    text: str
    lang: str
    rtl: bool
    source: tuple[str, ...]
    reference: str  # one line, to go with a copy
    tags: tuple[Link, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Quotes:
    quotes: tuple[Quoted, ...]
    title: str = ""
    ordered: bool = False


@dataclass(frozen=True)
class Suggested:
    """Two passages side by side that a machine thinks belong together; never said as a fact."""

    label: str
    one: Quoted
    other: Quoted


@dataclass(frozen=True)
class Fact:
    term: str
    value: str
    note: str = ""
    mark: Svg | None = None
    lang: str = ""


@dataclass(frozen=True)
class Facts:
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Column:
    title: str
    look: str = "text"  # text, number, mark
    sortable: bool = False


@dataclass(frozen=True)
class Cell:
    text: str
    note: str = ""
    target: str = ""
    sort: float | str | None = None
    shade: int = -1  # 0 to 5, -1 for none
    mark: Svg | None = None
    lang: str = ""


@dataclass(frozen=True)
class TableGroup:
    """Rows under one heading; the first cell of a row is its heading."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Table:
    """Looks: plain, glance (cards on a phone), heat (scrolls in its own region)."""

    caption: str
    columns: tuple[Column, ...]
    groups: tuple[TableGroup, ...]
    look: str = "plain"
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A drawing under a sentence that says what it shows; `table` holds the same values."""

    title: str
    subtitle: str
    drawing: Svg
    table: Table


@dataclass(frozen=True)
class Bullets:
    points: tuple[str, ...]
    lang: str = ""


@dataclass(frozen=True)
class Links:
    """A row of links into the report, each with a few words."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Fold:
    """Something for those who want it: closed on a screen, printed whole."""

    summary: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Section:
    """A part with a title; `station` is its name on the thread, `rests` what it rests on."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    level: int = 2
    station: str = ""
    figure: str = ""  # the number beside the station
    words: str = ""  # what the filter searches besides the title and the quotes


Block = Para | Rows | Quotes | Suggested | Facts | Table | Figure | Bullets | Links | Fold | Section


@dataclass(frozen=True)
class Report:
    language: str
    rtl: bool
    title: str
    kicker: str
    lead: tuple[str, ...]
    invented: str  # a line for the top of every page, or nothing
    notices: tuple[str, ...]
    notices_lang: str
    sections: tuple[Section, ...]
    colophon: str
    origin: tuple[Link, ...]  # the stations: what was received, used, cut, found
