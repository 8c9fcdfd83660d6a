"""Masking: place and organisation names hidden from the analysis, so that themes do not become places.

Masked texts are read by the machine only; quotes stay verbatim and labels are made from the masked text.
Names come from the group columns and from a file that people edit. What `suggest_names` finds is a suggestion
for that file and is never applied by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reflectory.engine.name_words import GENERIC, LINKS, ORDINARY, SAME

TOKEN = "…"  # no word, so that it can be in no label and joins no two words to a phrase
LEAST_LETTERS = 4  # a shorter name of one word ("Ely", "Rye") is masked only as it is written
SUGGESTED_SHARE = 0.03  # of the group's texts
SUGGESTED_USE = 0.8  # of all texts with the term are in that one group
SUGGESTED_TEXTS = 3

_WORD = re.compile(r"[^\W_]+")
_GAP = re.compile(r"\.?[\s\-–]+|\.?\s*&\s*|['.]|")
_END_OF_SENTENCE = re.compile(r"(?:^|[.!?:…\n])[\s\"'“‘(\[*•-]*$|[\"“„«]\s?$")
_TERM = re.compile(
    r"[^\W\d_a-zß-öø-ÿ][^\W_]+(?:[ -](?:(?:of|de|del|la|le|the|am|an) )?[^\W\d_a-zß-öø-ÿ][^\W_]+){0,2}"
)
_APART = str.maketrans("’‘øØłŁđĐ", "''oOlLdD")  # letters that Unicode does not take apart


def _folds() -> dict[int, int | str]:
    """Letters with an accent and the letter beneath, one for one so that offsets stay."""
    bases = {code: unicodedata.normalize("NFD", chr(code))[0] for code in range(0xC0, 0x250)}
    return {code: base for code, base in bases.items() if base.isascii()} | _APART


_FOLDS = _folds()


@dataclass(frozen=True)
class Suggestion:
    """A term that nearly only one group uses: perhaps its place, perhaps a person, perhaps its theme."""

    term: str
    group: str
    n_texts: int
    n_texts_elsewhere: int
    share_of_group: float


@dataclass(frozen=True)
class MaskFile:
    """What a person wrote: names to mask, and names never to mask (lines that begin with `!`)."""

    names: tuple[str, ...]
    never: tuple[str, ...]


def read_mask_file(content: str) -> MaskFile:
    """The names in the file: one a line, `#` begins a comment, `!` before a name keeps it unmasked.

    >>> read_mask_file("Northgate  # the ward\\n\\n!Mobile")
    MaskFile(names=('Northgate',), never=('Mobile',))
    """
    lines = [line.split("#")[0].strip().lstrip("\ufeff") for line in content.splitlines()]
    names = tuple(line for line in lines if line and not line.startswith("!"))
    never = tuple(line[1:].strip() for line in lines if line.startswith("!") and line[1:].strip())
    return MaskFile(names, never)


class Masker:
    """Replaces names by a neutral token. `names` holds what is masked, parts and variants included.

    "Ramsey County" also masks "Ramsey", "St. Paul" also "Saint Paul", both in any case and with or without
    accents. A name that is an ordinary word ("Reading", "Mobile") is masked only where it is written with a
    capital within a sentence. `ordinary` adds such words to the built-in list; see `ordinary_words`.
    """

    def __init__(
        self,
        names: Iterable[str],
        *,
        never: Iterable[str] = (),
        ordinary: Iterable[str] = (),
        token: str = TOKEN,
    ) -> None:
        self.token = token
        self._ordinary = ORDINARY | {_key(word) for word in ordinary}
        kept = {_sequence(name) for name in never}
        self._names: dict[tuple[str, ...], str] = {}
        for name in sorted(set(names)):
            for form, is_part in _forms(name):
                words = _sequence(form)
                if words and words not in kept and self._is_maskable(words, is_part=is_part):
                    self._names.setdefault(words, form)
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for words in sorted(self._names, key=lambda w: (-len(w), w)):
            self._by_first.setdefault(words[0], []).append(words)
        openings = set(self._by_first)
        self._openings = openings | {other for other, same in SAME.items() if same in openings}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._names.values()))

    def mask(self, text: str) -> str:
        """The text for the analysis, each name replaced by the token."""
        plain = text if text.isascii() else unicodedata.normalize("NFC", text)
        out: list[str] = []
        at = 0
        for start, end, _ in self._find(plain):
            out += [plain[at:start], self.token]
            at = end
        return "".join([*out, plain[at:]]) if out else text

    def counts(self, texts: Iterable[str]) -> dict[str, int]:
        """In how many texts each name is masked, most frequent first: what a reader is told."""
        found: Counter[str] = Counter()
        for text in texts:
            plain = text if text.isascii() else unicodedata.normalize("NFC", text)
            found.update({self._names[words] for _, _, words in self._find(plain)})
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def _is_maskable(self, words: tuple[str, ...], *, is_part: bool) -> bool:
        if len(words) > 1:
            return not all(word in GENERIC or word in LINKS for word in words)
        if is_part and words[0] in self._ordinary:
            return False
        return len(words[0]) > 1 and not words[0].isdigit() and words[0] not in GENERIC

    def _find(self, text: str) -> list[tuple[int, int, tuple[str, ...]]]:
        folded = text if text.isascii() else text.translate(_FOLDS)
        if self._openings.isdisjoint(_WORD.findall(folded.lower())):
            return []
        matches = list(_WORD.finditer(folded))
        words = [SAME.get(m[0].lower(), m[0].lower()) for m in matches]
        found: list[tuple[int, int, tuple[str, ...]]] = []
        i = 0
        while i < len(words):
            name = self._name_at(folded, matches, words, i)
            if name is None:
                i += 1
                continue
            start, end = matches[i].start(), matches[i + len(name) - 1].end()
            i += len(name)
            if i < len(words) and words[i] == "s" and folded[end : matches[i].start()] == "'":
                end = matches[i].end()
                i += 1
            found.append((start, end, name))
        return found

    def _name_at(
        self, folded: str, matches: list[re.Match[str]], words: list[str], i: int
    ) -> tuple[str, ...] | None:
        for name in self._by_first.get(words[i], ()):
            last = i + len(name)
            if tuple(words[i:last]) != name:
                continue
            gaps = (folded[matches[k].end() : matches[k + 1].start()] for k in range(i, last - 1))
            if all(_GAP.fullmatch(gap) for gap in gaps) and (
                len(name) > 1 or self._is_written_as_name(folded, matches[i], name[0])
            ):
                return name
        return None

    def _is_written_as_name(self, folded: str, match: re.Match[str], word: str) -> bool:
        written = match[0]
        if word in self._ordinary:
            before = folded[max(match.start() - 40, 0) : match.start()]
            return written[0].isupper() and not folded.isupper() and not _END_OF_SENTENCE.search(before)
        return len(word) >= LEAST_LETTERS or written == self._names[(word,)].translate(_FOLDS)


def ordinary_words(names: Iterable[str], texts: Iterable[str]) -> set[str]:
    """The one-word names that these texts mostly write in lower case, so that they are words here."""
    wanted = {_key(form) for name in names for form, _ in _forms(name) if len(_sequence(form)) == 1}
    lower: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for text in texts:
        for word in _WORD.findall(text):
            key = _key(word) if not word.isascii() else word.lower()
            if key in wanted:
                total[key] += 1
                lower[key] += word.islower()
    return {word for word, n in total.items() if 2 * lower[word] >= n}


def suggest_names(texts: Sequence[str], groups: Sequence[str | None]) -> list[Suggestion]:
    """Capitalised terms that are concentrated in one group, most frequent first; empty with fewer than two.

    A term counts where it stands within a sentence, since at its start every word has a capital. In German,
    where every noun has one, most of what is suggested is no name.
    """
    sizes = Counter(group for group in groups if group is not None)
    if len(sizes) < 2:
        return []
    seen: dict[str, Counter[str]] = {}
    lower: Counter[str] = Counter()
    for text, group in zip(texts, groups, strict=True):
        if group is None:
            continue
        for term in _terms(text):
            seen.setdefault(term, Counter())[group] += 1
        lower.update({word for word in _WORD.findall(text) if word.islower()})
    found = []
    for term, counts in seen.items():
        group, n = min(counts.items(), key=lambda item: (-item[1], item[0]))
        total = counts.total()
        is_word = lower[term.lower()] * 5 >= total
        if (
            n >= max(SUGGESTED_TEXTS, SUGGESTED_SHARE * sizes[group])
            and n >= SUGGESTED_USE * total
            and not is_word
        ):
            found.append(Suggestion(term, group, n, total - n, n / sizes[group]))
    return sorted(found, key=lambda s: (-s.n_texts, s.term))


def _terms(text: str) -> set[str]:
    return {
        match[0]
        for match in _TERM.finditer(text)
        if not _END_OF_SENTENCE.search(text[max(match.start() - 40, 0) : match.start()])
    }


def _key(word: str) -> str:
    return unicodedata.normalize("NFC", word).translate(_FOLDS).lower()


def _sequence(name: str) -> tuple[str, ...]:
    return tuple(SAME.get(word, word) for word in _WORD.findall(_key(name)))


def _forms(name: str) -> list[tuple[str, bool]]:
    """The name as given, its pieces between commas and brackets, and each without "County" or "City of".

    The second value is True for what was cut out of the name and not given by anybody.
    """
    pieces = [piece.strip(" .-") for piece in re.split(r"[,;/()\[\]|]|\s[-–—]\s", name)]
    forms = {" ".join(name.split()): False}
    for piece in (pieces[0], *(p for p in pieces[1:] if len(p) > 3)):
        words = piece.split()
        forms.setdefault(" ".join(words), True)
        while words and (_key(words[-1]) in GENERIC):
            words.pop()
        while words and (_key(words[0]) in GENERIC or (len(words) > 1 and _key(words[0]) in LINKS)):
            words.pop(0)
        if words:
            forms.setdefault(" ".join(words), True)
    return list(forms.items())
