"""Kind files become kinds: which fields there are, and what they have to do with each other.

`load_kinds` takes folders in order, usually the shipped one and then that of an installation. Single values are
checked in `checks`; whatever is wrong in all files is told at once, in a `KindError`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml

from reflectory.programmes.kinds import vocabulary
from reflectory.programmes.kinds.checks import MOST_CHARACTERS_OF_A_NAME, Fields
from reflectory.programmes.kinds.model import (
    MOST_WEEKS,
    Kind,
    Phase,
    PlannedActivity,
    PlannedAsk,
    Prompt,
    Rhythm,
    Role,
    last_week_of_phase,
)
from reflectory.programmes.kinds.problems import KindError, Problem, Problems
from reflectory.programmes.kinds.reading import read_tree

# A day and a night: the longest that one activity is planned for.
MOST_MINUTES = 24 * 60

KIND_FIELDS = (
    "key",
    "name",
    "summary",
    "team_is",
    "length_weeks",
    "follow_up_weeks",
    "stages",
    "phases",
    "activities",
    "roles",
    "artefacts",
    "asks",
    "figures",
    "before",
    "during",
)
PHASE_FIELDS = ("key", "name", "starts_in_week", "weeks", "entry", "exit")
RHYTHM_FIELDS = ("weeks", "every_weeks", "from_week", "to_week")
ACTIVITY_FIELDS = ("key", "name", "kind", "phase", *RHYTHM_FIELDS, "minutes", "for", "confidentiality")
ROLE_FIELDS = ("key", "name", "side", "seniority")
ASK_FIELDS = ("key", "name", "purpose", "audience", *RHYTHM_FIELDS, "identity", "questions")
PROMPT_FIELDS = ("key", "prompt")


def shipped_folder() -> Path:
    """The folder of the kinds that come with Reflectory."""
    return Path(__file__).resolve().parent


def load_kinds(*folders: Path) -> dict[str, Kind]:
    """The kinds of all folders by key, in order of folder and file name.

    A folder that does not exist holds no kinds: an installation need not have any of its own.
    """
    kinds: dict[str, Kind] = {}
    problems: list[Problem] = []
    files: dict[str, Path] = {}
    for path in (path for folder in folders for path in _find_files(folder)):
        if path.suffix != ".yaml":
            problems.append(Problem(str(path), 1, "", "The name should end in '.yaml'. Rename the file."))
            continue
        if path.stem in files:
            sentence = f"There is a kind of this name already, in {files[path.stem]}. Give this one another."
            problems.append(Problem(str(path), 1, "key", sentence))
            continue
        files[path.stem] = path
        try:
            kinds[path.stem] = load_kind(path)
        except KindError as error:
            problems.extend(error.problems)
    if problems:
        raise KindError(problems)
    return kinds


def load_kind(path: Path) -> Kind:
    """The kind that the file describes; raises KindError with everything that is wrong with it."""
    problems = Problems(str(path))
    top = Fields(read_tree(path, problems), where="", known=KIND_FIELDS, problems=problems, line=1)
    key = top.key("key")
    if key and key != path.stem:
        top.note(
            "key", f"The key '{key}' and the file's name differ. Write '{path.stem}', or rename the file."
        )
    plan = _Plan(top)
    kind = Kind(
        key=key,
        name=top.text("name", most=MOST_CHARACTERS_OF_A_NAME),
        summary=top.text("summary"),
        team_is=top.text("team_is"),
        length_weeks=plan.length_weeks,
        follow_up_weeks=plan.follow_up_weeks,
        stages=top.words("stages", vocabulary.STAGES),
        phases=tuple(plan.phases.values()),
        activities=tuple(_read_activity(entry, plan) for entry in _entries(top, "activities")),
        roles=tuple(_read_role(entry) for entry in _entries(top, "roles")),
        artefacts=top.words("artefacts", vocabulary.ARTEFACTS),
        asks=tuple(_read_ask(entry, plan) for entry in _entries(top, "asks")),
        figures=top.words("figures", vocabulary.FIGURES),
        before=_read_prompts(top, "before"),
        during=_read_prompts(top, "during"),
    )
    for name in ("stages", "phases", "roles"):
        node = top.nodes.get(name)
        if isinstance(node, yaml.SequenceNode) and not node.value:
            top.note(name, "The list is empty. Give at least one entry.")
    if problems.found:
        raise problems.stop()
    return kind


def _find_files(folder: Path) -> list[Path]:
    """The kind files of a folder by name, without what editors and file systems hide there."""
    found = (path for path in folder.glob("*") if path.suffix.lower() in {".yaml", ".yml"})
    return sorted(path for path in found if not path.name.startswith("."))


def _entries(top: Fields, name: str) -> list[Fields]:
    known = {
        "phases": PHASE_FIELDS,
        "activities": ACTIVITY_FIELDS,
        "roles": ROLE_FIELDS,
        "asks": ASK_FIELDS,
    }
    return top.entries(name, known=known[name])


class _Plan:
    """The length and the phases, which everything with a week is held against."""

    def __init__(self, top: Fields) -> None:
        top.node("length_weeks")
        self.length_weeks = top.optional_number("length_weeks", lowest=1, highest=MOST_WEEKS)
        self.follow_up_weeks = top.optional_number("follow_up_weeks", lowest=0, highest=MOST_WEEKS) or 0
        if self.length_weeks is None and self.follow_up_weeks and not top.holds("length_weeks"):
            top.note(
                "follow_up_weeks",
                "A programme without an end has no time after it. Leave the field out, or give 'length_weeks'.",
            )
        self.last_week = None if self.length_weeks is None else self.length_weeks + self.follow_up_weeks
        entries = _entries(top, "phases")
        phases = [self._read_phase(entry) for entry in entries]
        self.phases = {phase.key: phase for phase in phases if phase.key}
        # A phase that could not be read would make every mention of it look wrong.
        self.is_complete = len(self.phases) == len(entries) and "phases" in top.nodes
        for entry, phase, earlier in zip(entries[1:], phases[1:], phases, strict=False):
            if 0 < phase.starts_in_week < earlier.starts_in_week:
                sentence = (
                    f"The phase starts in week {phase.starts_in_week}, before '{earlier.key}' above it, "
                    f"in week {earlier.starts_in_week}. List phases in order of their start."
                )
                entry.note("starts_in_week", sentence)

    def _read_phase(self, entry: Fields) -> Phase:
        starts = entry.number("starts_in_week", lowest=1, highest=MOST_WEEKS) or 0
        phase = Phase(
            key=entry.key("key"),
            name=entry.text("name", most=MOST_CHARACTERS_OF_A_NAME),
            starts_in_week=starts,
            weeks=entry.optional_number("weeks", lowest=1, highest=MOST_WEEKS),
            entry=entry.optional_text("entry"),
            exit=entry.optional_text("exit"),
        )
        self.hold_against_length(entry, "starts_in_week", starts)
        if phase.weeks is not None and not self._is_beyond(starts):
            self.hold_against_length(entry, "weeks", starts + phase.weeks - 1)
        return phase

    def hold_against_length(self, entry: Fields, name: str, week: int) -> None:
        """Notes a week in which the programme is over."""
        if not self._is_beyond(week):
            return
        after = f" and {self.follow_up_weeks} of follow-up" if self.follow_up_weeks else ""
        entry.note(
            name,
            f"Week {week} is beyond the end: the kind has {self.length_weeks} weeks{after}. "
            "Choose an earlier week, or change 'length_weeks' or 'follow_up_weeks'.",
        )

    def hold_against_phase(self, entry: Fields, name: str, week: int, phase: Phase | None) -> None:
        """Notes a week that lies outside the phase."""
        if self._is_beyond(week) or phase is None or phase.starts_in_week == 0:
            return
        ends = last_week_of_phase(phase, length_weeks=self.length_weeks, last_week=self.last_week)
        if phase.starts_in_week <= week <= (ends or MOST_WEEKS):
            return
        until = f" to {ends}" if ends is not None else " on"
        sentence = (
            f"Week {week} is outside the phase '{phase.key}', which has weeks {phase.starts_in_week}{until}."
        )
        entry.note(name, f"{sentence} Choose a week within it, or another phase.")

    def _is_beyond(self, week: int) -> bool:
        return self.last_week is not None and week > self.last_week


def _read_activity(entry: Fields, plan: _Plan) -> PlannedActivity:
    phase = entry.optional_text("phase")
    if phase and plan.is_complete and phase not in plan.phases:
        entry.word("phase", tuple(plan.phases))
    return PlannedActivity(
        key=entry.key("key"),
        name=entry.text("name", most=MOST_CHARACTERS_OF_A_NAME),
        kind=entry.word("kind", vocabulary.ACTIVITY_KINDS),
        for_whom=entry.word("for", vocabulary.FOR_WHOM),
        confidentiality=entry.word("confidentiality", vocabulary.CONFIDENTIALITY),
        rhythm=_read_rhythm(entry, plan, plan.phases.get(phase or "")),
        phase=phase,
        minutes=entry.optional_number("minutes", lowest=1, highest=MOST_MINUTES),
    )


def _read_rhythm(entry: Fields, plan: _Plan, phase: Phase | None) -> Rhythm:
    if not entry.holds("every_weeks"):
        return Rhythm(weeks=_read_weeks(entry, plan, phase))
    if entry.holds("weeks"):
        entry.note("weeks", "Either 'weeks' or 'every_weeks' is expected, not both. Remove one.")
    every = entry.number("every_weeks", lowest=1, highest=MOST_WEEKS)
    starts = entry.number("from_week", lowest=1, highest=MOST_WEEKS)
    ends = entry.optional_number("to_week", lowest=1, highest=MOST_WEEKS)
    for name, week in (("from_week", starts), ("to_week", ends)):
        if week is not None:
            plan.hold_against_length(entry, name, week)
            plan.hold_against_phase(entry, name, week, phase)
    if starts is not None and ends is not None and ends < starts:
        entry.note("to_week", f"The series ends in week {ends}, before it starts in week {starts}.")
    return Rhythm(every_weeks=every, from_week=starts, to_week=ends)


def _read_weeks(entry: Fields, plan: _Plan, phase: Phase | None) -> tuple[int, ...]:
    for name in ("from_week", "to_week"):
        if entry.holds(name):
            entry.note(name, "This belongs to a series. Add 'every_weeks', or remove it.")
    node = entry.nodes.get("weeks")
    if node is None:
        if entry.has_fields:
            entry.note(
                "weeks",
                "Nothing says when. Give 'weeks: [1, 5]', or 'every_weeks' with 'from_week', "
                f"or 'weeks: {vocabulary.WHEN_NEEDED}'.",
            )
        return ()
    if isinstance(node, yaml.ScalarNode) and node.value == vocabulary.WHEN_NEEDED:
        return ()
    if isinstance(node, yaml.SequenceNode) and not node.value:
        entry.note("weeks", f"The list is empty. Give weeks, or 'weeks: {vocabulary.WHEN_NEEDED}'.")
    weeks = entry.numbers("weeks", lowest=1, highest=MOST_WEEKS)
    for week in weeks:
        plan.hold_against_length(entry, "weeks", week)
        plan.hold_against_phase(entry, "weeks", week, phase)
    return weeks


def _read_role(entry: Fields) -> Role:
    return Role(
        key=entry.key("key"),
        name=entry.text("name", most=MOST_CHARACTERS_OF_A_NAME),
        side=entry.word("side", vocabulary.SIDES),
        seniority=entry.optional_word("seniority", vocabulary.SENIORITY),
    )


def _read_ask(entry: Fields, plan: _Plan) -> PlannedAsk:
    return PlannedAsk(
        key=entry.key("key"),
        name=entry.text("name", most=MOST_CHARACTERS_OF_A_NAME),
        purpose=entry.word("purpose", vocabulary.PURPOSES),
        audience=entry.text("audience"),
        identity=entry.word("identity", vocabulary.IDENTITIES),
        rhythm=_read_rhythm(entry, plan, None),
        questions=_read_prompts(entry, "questions") if entry.holds("questions") else (),
    )


def _read_prompts(fields: Fields, name: str) -> tuple[Prompt, ...]:
    entries: Sequence[Fields] = fields.entries(name, known=PROMPT_FIELDS)
    return tuple(Prompt(key=entry.key("key"), prompt=entry.text("prompt")) for entry in entries)
