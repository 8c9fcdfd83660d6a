"""Reading a transcript of an interview: turns with the speakers that the file names, and where its bytes are kept.

Which formats there are and how speakers are told is known to `reflectory.intake`; who the speakers are is said by a
person. Nothing here decides what may be used.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from reflectory.intake import Limits, Unusable
from reflectory.intake.archive import check_office_archive
from reflectory.intake.child import Child, lines_of
from reflectory.intake.documents import Block
from reflectory.intake.encodings import decode, detect
from reflectory.intake.transcripts import Talk, Turn, asks, turns_of
from reflectory.listening.interview_states import INTERVIEWER, PERSON
from reflectory.listening.models import Interview, Transcript, Upload, Voice
from reflectory.listening.uses import ANALYSE

SUFFIXES = (".docx", ".txt", ".vtt", ".srt")
MOST_BYTES = 25_000_000
MOST_CHARACTERS = 2_000_000
STATE = "transcript/"  # how the states of transcripts begin
INTERVIEWS = "interview/"  # and the keys of what was said in them
_LIMITS = Limits(memory_bytes=1024**3, seconds=60.0, document_bytes=MOST_BYTES)
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


@dataclass(frozen=True)
class Heard:
    """A transcript as it was read: turns as they are kept, and what stood before anybody spoke."""

    turns: list[dict[str, Any]]
    preamble: str

    @property
    def speakers(self) -> list[str]:
        """The names in the order in which they first speak; an empty one where the file names nobody."""
        return list(dict.fromkeys(turn["speaker"] for turn in self.turns))


def read_transcript(path: Path, name: str) -> Heard:
    """The turns of a file. Raises `Unusable` with a sentence. `name` is what whoever sent it calls it."""
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise Unusable(
            _("{name} is of a kind that is not read here. Send a .docx, .txt, .vtt or .srt file.").format(
                name=name
            )
        )
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise Unusable(
            _("{name} is larger than 25 MB. Send it without pictures, or in parts.").format(name=name)
        )
    blocks, joiner = _blocks(path, name, suffix)
    if not any(block.text.strip() for block in blocks):
        raise Unusable(_("{name} holds no words. Send the file with what was said.").format(name=name))
    talk = turns_of(blocks, joiner) or Talk(_one_voice(blocks, joiner))
    turns: list[dict[str, Any]] = [
        {"n": n, "speaker": turn.speaker or "", "place": turn.place, "text": turn.text}
        for n, turn in enumerate(talk.turns, start=1)
        if turn.text.strip()
    ]
    if sum(len(turn["text"]) for turn in turns) > MOST_CHARACTERS:
        raise Unusable(
            _("{name} is longer than a long book. Send one interview at a time.").format(name=name)
        )
    return Heard(turns, talk.preamble.text if talk.preamble else "")


def _blocks(path: Path, name: str, suffix: str) -> tuple[list[Block], str]:
    if suffix == ".txt":
        content = path.read_bytes()
        text = decode(content, detect(content, name)) if content else ""
        lines = enumerate(_LINES.finditer(text.replace("\x00", "")), start=1)
        return [Block(line[0], _("line {n}").format(n=n)) for n, line in lines], ""
    if suffix == ".docx":
        check_office_archive(path, _LIMITS, name=name, part="word/document.xml", modern=".docx")
    with Child(_LIMITS) as child:
        values = lines_of(child.ask(suffix, path, name))
        if suffix != ".docx":
            next(values)  # how it was encoded
        blocks = [Block(text.replace("\x00", ""), place, speaker) for text, place, speaker in values]
    return blocks, "\n" if suffix == ".docx" else " "


def _one_voice(blocks: Sequence[Block], joiner: str) -> tuple[Turn, ...]:
    return (Turn(joiner.join(block.text for block in blocks).strip(), "", None),)


def suggested(speakers: Sequence[str]) -> dict[str, str]:
    """Who each speaker may be, for a person to confirm: whoever asks is the interviewer, the only other the person.

    >>> suggested(["Interviewer", "Ana"]), suggested(["Ana", "Bo"])
    ({'Interviewer': 'interviewer', 'Ana': 'person'}, {'Ana': '', 'Bo': ''})
    """
    found = {name: INTERVIEWER if name and asks(name, list(speakers)) else "" for name in speakers}
    others = [name for name, who in found.items() if not who]
    if len(others) == 1 and (len(speakers) == 1 or len(speakers) - len(others) >= 1):
        found[others[0]] = PERSON
    return found


def path_of(upload: Upload) -> Path:
    """Where the bytes of a transcript lie, in the installation's folder."""
    return Path(settings.REFLECTORY_DIR) / "transcripts" / str(upload.pk)


@dataclass(frozen=True)
class TurnToPull:
    """One turn of the person interviewed that may become evidence: verbatim, with where it stands."""

    key: str  # "interview/17/3/4": of transcript 3 the fourth turn
    text: str
    asked: str  # what whoever interviews said last
    place: str  # "paragraph 12"


@dataclass(frozen=True)
class ToPull:
    """One transcript of which rooms above may take in the turns; `others` are the places of what others said."""

    transcript: Transcript
    state: str
    said_on: date
    turns: list[TurnToPull]
    others: list[tuple[str, str]]  # place, and who speaks there

    @property
    def interview(self) -> Interview:
        """The interview, with the voice whose words these are."""
        return self.transcript.interview


def transcript_states(*, on: date) -> dict[int, str]:
    """For each transcript that may be taken in, how far it has come: another state means that something happened.

    Those alone are in it of which every speaker is known and whose person agrees on that day to be read and analysed.
    """
    agreed = Voice.objects.allowing(ANALYSE, on=on).values("pk")
    rows = Transcript.objects.filter(interview__voice__in=agreed, interview__taken_back_at__isnull=True)
    return {
        pk: f"{STATE}{pk}/{sha256(repr(sorted(speakers.items())).encode()).hexdigest()[:16]}"
        for pk, speakers in rows.values_list("pk", "speakers")
        if speakers
    }


def turns_to_pull(*, on: date, transcripts: Collection[int] | None = None) -> Iterator[ToPull]:
    """What rooms above may take in: the turns of the person interviewed, of those transcripts or of all."""
    states = transcript_states(on=on)
    wanted = [pk for pk in states if transcripts is None or pk in transcripts]
    rows = Transcript.objects.filter(pk__in=wanted).select_related(
        "interview__voice",
        "interview__frame__edition",
        "interview__membership__team",
        "interview__ask",
        "upload",
    )
    for row in rows.order_by("pk"):
        day = timezone.localdate(row.interview.held_at or row.interview.begun_at)
        turns, others, asked = [], [], ""
        for turn in row.turns:
            who = row.speakers.get(turn["speaker"], "")
            if who == PERSON:
                key = f"{INTERVIEWS}{row.interview_id}/{row.pk}/{turn['n']}"
                turns.append(TurnToPull(key, turn["text"], asked, turn["place"]))
            else:
                others.append((turn["place"], who))
                asked = turn["text"] if who == INTERVIEWER else asked
        yield ToPull(row, states[row.pk], day, turns, others)
