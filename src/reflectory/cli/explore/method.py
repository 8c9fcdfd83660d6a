"""How it was done and what it cannot say, in plain words and with the figures of this run."""

from __future__ import annotations

from reflectory.cli.explore.names import Names
from reflectory.engine.analysis import SMALL, Analysis
from reflectory.engine.corpus import Corpus
from reflectory.engine.language import UNDETERMINED
from reflectory.engine.language import name as language_name
from reflectory.engine.polarity import LANGUAGES as CUED
from reflectory.engine.prevalence import FEW_GROUPS
from reflectory.engine.voices import MISSING
from reflectory.intake.accounting import counted, listed

COVERED = frozenset(
    ["ar", "zh", "en", "fr", "de", "it", "ja", "ko", "nl", "pl", "pt", "es", "th", "tr", "ru"]
)  # by the multilingual embedding
WEAK = 0.5  # repeatability below which a theme is said to be one reading among several
FEW_READ = 0.5  # share of the texts below which no suggested disagreement says nothing
NAMES_SHOWN = 12
MOST_CAMPAIGNS = 40  # letters shown in the report, the largest; all are in excerpts.csv


def method_of(analysis: Analysis, names: Names, *, people_judge: bool) -> tuple[tuple[str, str], ...]:
    """Headings with a paragraph each."""
    model = analysis.themes.model
    number = model.number
    coarse, fine = int(model.coarse_of.max()) + 1, len(model.fine_of)
    return (
        (
            "Passages",
            f"The texts were cut into {counted(len(analysis.themes.passages), 'passage')}. A short answer is one "
            "passage; a longer text is cut between sentences. Every passage is kept as a place in the source, so "
            "that a quote is always what was said.",
        ),
        (
            "Names",
            _names_masked(names),
        ),
        (
            "Themes",
            f"Each passage was placed by meaning ({analysis.embedding}) and by the words of these texts. Many fits "
            f"were made and what they agree on was kept: {counted(model.n_themes, 'theme')}, gathered into {coarse} "
            f"broader and split into {fine} finer. For texts of this number and length about "
            f"{number.expected:.0f} were expected; how well each number held is shown under how the number was chosen. "
            "A passage can have several themes: one as a whole, and others where one of its sentences says so. "
            "The labels are words from the texts, chosen by a machine: a handle, not a finding.",
        ),
        (
            "Repeatability",
            "Each theme was looked for again in ten fits that left out a fifth of the texts. The figure is the mean "
            "overlap with the nearest group found then: 1 is found again whole, 0 not at all. It is not a measure of "
            "being right.",
        ),
        (
            "Counting",
            "A respondent counts once for a theme, however much they wrote. A letter sent by three or more counts "
            "once, as a campaign, and every copy is listed.",
        ),
        (
            "Change and difference",
            _change_method(analysis),
        ),
        (
            "Disagreement",
            _disagreement(analysis, people_judge=people_judge),
        ),
    )  # fmt: skip


def _names_masked(names: Names) -> str:
    if names.masker is None:
        return "No names were hidden from the analysis: there was no group column and no mask file."
    shown = listed(list(names.masker.names), NAMES_SHOWN)
    return (
        f"So that themes do not become places, these names were hidden while themes were looked for: {shown}. "
        "Quotes show them as they were said."
    )


def _change_method(analysis: Analysis) -> str:
    if analysis.periods is None:
        return "There were no dates, so nothing is said about change."
    if all(change.verdict == "one period" for change in analysis.change):
        return "All dates fall into one period, so nothing is said about change."
    tested = next((change for change in analysis.change if change.p is not None), None)
    how = "No theme could be tested for change." if tested is None else f"How it was tested: {tested.method}."
    return (
        f"{how} A rise or a fall is claimed only where chance would bring it less than once in twenty and where at "
        "most one in ten of the claims of this report is expected to be false (Benjamini and Hochberg)."
    )


def _disagreement(analysis: Analysis, *, people_judge: bool) -> str:
    told = (
        "Pairs of passages that seem to disagree are suggested by a list of words of praise and complaint and by "
        "nearness of meaning. Tried on patients' comments whose sentiment people had coded, 15 of 17 pairs were of "
        "opposite sentiment, of pairs drawn at random one in four. Where people report or explain rather than judge, "
        "few of the pairs are right. They are there to be read, not to be counted."
    )
    counts = analysis.languages.counts
    read = sum(n for code, n in counts.items() if code in CUED)
    if read >= FEW_READ * sum(counts.values()):
        few = " Here few passages praise or complain, so no pair is suggested."
        return told if people_judge else told + few
    lists = listed([language_name(code) for code in sorted(CUED)])
    return (
        f"{told} The list has words of {lists} only, and most of these texts are in other languages: that few pairs "
        "are suggested says nothing."
    )


def limits_of(analysis: Analysis, names: Names) -> tuple[str, ...]:
    """What a reader should keep in mind."""
    model = analysis.themes.model
    limits = [
        "Where some wrote more than others, for instance later ones more than earlier ones, more themes are met in "
        "what they wrote; the tests of change and difference do not correct for that.",
    ]
    unplaced = _n_unplaced(analysis)
    if unplaced:
        limits.append(
            f"{counted(unplaced, 'respondent')} in no known group: they are in excerpts.csv, and left out where "
            "people are counted by group."
        )
    weak = [theme for theme in range(model.n_themes) if model.repeatability[theme] < WEAK]
    if weak:
        limits.append(
            f"{counted(len(weak), 'theme')} of {model.n_themes} would look different with somewhat different texts "
            f"(repeatability below {WEAK}): take them as one reading among several."
        )
    n_campaigns = len(analysis.campaigns.members)
    if n_campaigns > MOST_CAMPAIGNS:
        limits.append(
            f"{n_campaigns:,} letters were sent by several: the report shows the {MOST_CAMPAIGNS} largest, and "
            "excerpts.csv has all of them in its column campaign."
        )
    if model.number.flat and model.number.curve:
        limits.append("No number of themes stood out: a few more or fewer would serve as well.")
    n_groups = analysis.prevalence[0].n_groups if analysis.prevalence else 0
    if 0 < n_groups < FEW_GROUPS:
        limits.append(
            f"Only {counted(n_groups, 'group')} were heard: what is said of others like them is uncertain."
        )
    others = [code for code in analysis.languages.counts if code not in COVERED | {UNDETERMINED}]
    if others:
        limits.append(
            f"The embedding was not made for {listed([language_name(code) for code in others])}: passages in these "
            "languages are grouped by their words more than by their meaning."
        )
    if names.suggestions:
        terms = listed([f"{item.term} ({item.group})" for item in names.suggestions], NAMES_SHOWN)
        limits.append(
            f"These terms are used almost only in one group and may be names: {terms}. If they are, put them into a "
            "mask file and run again."
        )
    return tuple(limits)


def _n_unplaced(analysis: Analysis) -> int:
    group = analysis.voices.group
    return 0 if group is None else int((group.codes == MISSING).sum())


def notices_of(corpus: Corpus, analysis: Analysis) -> tuple[str, ...]:
    """What has to be said before anything else."""
    notices: list[str] = []
    n = len(corpus)
    if n == 1:
        notices.append("There is one text. It can be read; nothing can be compared.")
    elif analysis.n_themes == 1 and len(set(corpus.texts)) == 1:
        notices.append(
            f"All {n} texts are the same to the letter: there is one theme, and nothing to compare."
        )
    elif n < 20:
        notices.append(f"There are {n} texts. Read them all: the themes are only an order to read them in.")
    elif n < SMALL:
        notices.append(
            f"There are {n} texts, few enough to read. The report begins with an order of reading."
        )
    if corpus.unit is None:
        notices.append("No column says where a text comes from, so nothing is said of places.")
    elif analysis.spread and analysis.spread[0].n_groups_all == 1:
        notices.append("All texts come from one group, so nothing is said of others.")
    return tuple(notices)
