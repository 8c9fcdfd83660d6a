"""What an exploration report says, before it is HTML or PDF.

Plain values only: `press` sets them, it computes nothing. Every count here is the length of a list of rows in
`excerpts.csv`; the fields named `key` are how a reader finds those rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Quote:
    """Somebody's words, exactly, with where they stand in the source."""

    text: str
    id: str
    place: str  # "row 214", "interview-3.docx, paragraph 12"
    row: int
    start: int  # code points, end exclusive, into the row's text as read
    end: int
    language: str  # BCP 47, "und" where not known
    groups: tuple[tuple[str, str], ...] = ()  # (column, value), the unit of independence first
    said_on: date | None = None
    campaign: str | None = None


@dataclass(frozen=True)
class Reason:
    """Why some rows were excluded or failed, and which."""

    reason: str
    rows: tuple[int, ...]
    places: tuple[str, ...]  # the same rows in words; may be cut, `n` is never cut
    n: int


@dataclass(frozen=True)
class Accounting:
    """received = used + excluded + failed."""

    received: int
    used: int
    excluded: int
    failed: int
    exclusions: tuple[Reason, ...]
    failures: tuple[Reason, ...]
    warnings: tuple[Reason, ...] = ()  # used, but not wholly: a date that could not be read


@dataclass(frozen=True)
class ColumnUse:
    """Which column was taken for what, and why."""

    role: str  # text, id, respondent, group, kind, date
    column: str
    guessed: bool
    why: str


@dataclass(frozen=True)
class Interval:
    """A share between 0 and 1, and the range it would fall in 95 times of 100 had we asked others alike."""

    share: float
    low: float | None
    high: float | None
    note: str = ""  # why there is no range, in words


@dataclass(frozen=True)
class Spread:
    """In how many groups a theme is heard."""

    n_groups: int  # at least one respondent
    n_groups_firmly: int  # at least three distinct respondents
    n_groups_all: int
    effective: float  # inverse Simpson of the groups' shares
    most: tuple[tuple[str, int, int], ...]  # group, respondents who say it, respondents
    silent: tuple[str, ...]  # groups heard from in which nobody says it


@dataclass(frozen=True)
class Trend:
    """What can be said about change over time, in words first."""

    verdict: str  # rises, falls, no change seen, too few groups, too few respondents, one period, no dates
    sentence: str
    p: float | None = None
    q: float | None = None  # after false-discovery control across themes
    per_year: float | None = None  # change of the share per year
    fragile: tuple[str, ...] = ()  # groups without which the verdict no longer stands
    points: tuple[tuple[str, int, int], ...] = ()  # period, respondents who say it, respondents


@dataclass(frozen=True)
class SubTheme:
    key: str
    label: str
    n_respondents: int
    n_segments: int
    quote: Quote | None


@dataclass(frozen=True)
class Disagreement:
    """Two passages that seem to disagree: a suggestion by the machine, to be read by a person."""

    one: Quote
    other: Quote


@dataclass(frozen=True)
class Theme:
    key: str  # T01 ...
    label: str  # "waiting, phone, answer"
    coarse_key: str
    coarse_label: str
    n_segments: int
    n_texts: int
    n_respondents: int
    prevalence: Interval
    spread: Spread | None  # None without a group column
    trend: Trend
    repeatability: float  # 0 to 1
    subthemes: tuple[SubTheme, ...]
    quotes: tuple[Quote, ...]
    disagreements: tuple[Disagreement, ...]
    languages: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Step:
    """One passage in the order of reading, and what is met by it for the first time."""

    quote: Quote
    meets: tuple[tuple[str, str], ...]  # theme key, theme label
    disagrees: tuple[str, ...] = ()  # theme keys whose disagreement is met here


@dataclass(frozen=True)
class HeatCell:
    says: int
    of: int


@dataclass(frozen=True)
class Heat:
    """Theme × group: respondents who say it, of those heard."""

    column: str
    groups: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[HeatCell, ...]], ...]  # theme key, label, a cell per group
    left_out: int = 0  # groups beyond the width of the table; all are in themes.csv


@dataclass(frozen=True)
class Difference:
    """One theme, two or more kinds of respondent."""

    theme_key: str
    theme_label: str
    column: str
    sentence: str
    shares: tuple[tuple[str, int, int], ...]  # kind, says, of
    p: float | None
    q: float | None


@dataclass(frozen=True)
class Campaign:
    """The same letter from many: counted once, all listed."""

    key: str
    n_texts: int
    n_respondents: int
    exact: int  # how many are identical to the letter
    quote: Quote
    rows: tuple[int, ...]
    themes: tuple[str, ...]


@dataclass(frozen=True)
class Saturation:
    n_respondents: int
    coverage: float
    new_in_next: float
    next_n: int
    sentence: str
    curve: tuple[tuple[int, float], ...]  # respondents read, themes met


@dataclass(frozen=True)
class Curve:
    """How the number of themes was chosen: a score for each number tried."""

    points: tuple[tuple[int, float], ...]
    coarse: int
    medium: int
    fine: int
    flat: bool


@dataclass(frozen=True)
class Exploration:
    """The whole report."""

    source_name: str
    source_format: str
    source_sha256: str
    encoding: str | None
    accounting: Accounting
    columns: tuple[ColumnUse, ...]
    small: bool  # lead with an order of reading and counts of groups, not with percentages
    group_column: str | None
    n_texts: int
    n_segments: int
    n_respondents: int
    n_groups: int
    first_day: date | None
    last_day: date | None
    languages: tuple[tuple[str, str, int], ...]  # code, name, texts
    embedding: str  # in words, with its licence
    themes: tuple[Theme, ...]
    unassigned_segments: int
    unassigned_quotes: tuple[Quote, ...]
    reading_order: tuple[Step, ...]
    heats: tuple[Heat, ...]
    periods: tuple[str, ...]
    trend_method: str
    differences: tuple[Difference, ...]
    campaigns: tuple[Campaign, ...]
    saturation: Saturation | None
    curve: Curve | None
    method: tuple[tuple[str, str], ...]  # heading, paragraph
    limits: tuple[str, ...]
    notices: tuple[str, ...]  # said before anything else: "Only one text was usable."
    invented: bool = False  # the demonstration's answers: said on every page
    versions: tuple[tuple[str, str], ...] = ()
    words_language: str = "en"  # of the sentences in here that are ours: reasons, trends, method, limits
