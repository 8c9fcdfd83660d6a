"""Reads one value of a kind file at a time: the value when it is right, a note and a harmless stand-in when not.

Going on after a mistake is what lets all mistakes of a file be told at once. Which fields there are, and what they
have to do with each other, is in `loading`; the tree that is read here comes from `reading`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from unicodedata import category

import yaml

from reflectory.programmes.kinds.problems import Problems
from reflectory.programmes.kinds.reading import REFUSED, line_of
from reflectory.programmes.kinds.vocabulary import HOLDS

MOST_CHARACTERS = 600
MOST_CHARACTERS_OF_A_NAME = 120
MOST_CHARACTERS_OF_A_KEY = 60
KEY = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
WHOLE_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")

# What YAML makes of a plain word, as somebody would say it who does not know YAML.
TAKEN_FOR = {
    "bool": "a yes-or-no value",
    "timestamp": "a date",
    "int": "a number",
    "float": "a number",
    "merge": "a sign of its own",
    "value": "a sign of its own",
}


class Fields:
    """The fields under one heading, read by name. `where` says which heading, as in `phases, entry 2`."""

    def __init__(
        self,
        node: yaml.Node,
        *,
        where: str,
        known: Sequence[str],
        problems: Problems,
        line: int | None = None,
    ) -> None:
        self.line = line or line_of(node)
        self.where = where
        self.problems = problems
        self.nodes: dict[str, yaml.Node] = {}
        # Fields that are there under a slip of the pen: told once, not a second time as missing.
        self.misspelt: set[str] = set()
        self.has_fields = isinstance(node, yaml.MappingNode)
        if isinstance(node, yaml.MappingNode):
            self._take(node, known)
        elif node.tag != REFUSED:
            wanted = ", ".join(f"'{name}'" for name in known[:2])
            problems.add(self.line, where, f"Fields such as {wanted} are expected here, not {shown(node)}.")

    def _take(self, node: yaml.MappingNode, known: Sequence[str]) -> None:
        first_lines: dict[str, int] = {}
        for name_node, value in node.value:
            if not isinstance(name_node, yaml.ScalarNode):
                self.problems.add(
                    line_of(name_node), self.where, "The name of a field should be one plain word."
                )
                continue
            name, line = str(name_node.value), line_of(name_node)
            if name in first_lines:
                sentence = f"The field stands twice; the first is on line {first_lines[name]}. Keep one."
                self.problems.add(line, self.at(name), sentence)
                continue
            first_lines[name] = line
            if name not in known:
                sentence = f"There is no such field. {suggest(name, known)}"
                self.problems.add(line, self.at(name), sentence)
                self.misspelt.update(find_near(name, known))
                continue
            self.nodes[name] = value

    def at(self, name: str) -> str:
        """How messages name this field."""
        return f"{self.where}, {name}" if self.where else name

    def line_at(self, name: str) -> int:
        """The line of a field, or of its heading where the field is missing."""
        return line_of(self.nodes[name]) if name in self.nodes else self.line

    def note(self, name: str, sentence: str) -> None:
        """Notes a problem with one field."""
        self.problems.add(self.line_at(name), self.at(name), sentence)

    def holds(self, name: str) -> bool:
        """Whether the field is there and is not null."""
        return name in self.nodes and not is_null(self.nodes[name])

    def node(self, name: str) -> yaml.Node | None:
        """The node of a field that must be there; None, and a note, where it is not."""
        if name in self.nodes:
            return None if self.nodes[name].tag == REFUSED else self.nodes[name]
        if self.has_fields and name not in self.misspelt:
            self.note(name, f"The field is missing. It holds {HOLDS[name]}.")
        return None

    def text(self, name: str, *, most: int = MOST_CHARACTERS) -> str:
        """Some words, with line breaks as spaces."""
        node = self.node(name)
        return "" if node is None else self._text_of(node, name, most)

    def optional_text(self, name: str) -> str | None:
        """Some words, or None."""
        return self.text(name) if self.holds(name) else None

    def key(self, name: str) -> str:
        """A short name; "" where it is none."""
        text = self.text(name, most=MOST_CHARACTERS_OF_A_KEY)
        if not text or KEY.fullmatch(text):
            return text
        self.note(
            name,
            f"'{text}' is no key. Use lower-case letters a to z, digits and, between them, '-' or '_'; "
            "begin with a letter.",
        )
        return ""

    def word(self, name: str, allowed: Sequence[str]) -> str:
        """One of the allowed words; "" where it is none of them."""
        node = self.node(name)
        return "" if node is None else self._word_of(node, name, allowed)

    def optional_word(self, name: str, allowed: Sequence[str]) -> str | None:
        """One of the allowed words, or None."""
        return self.word(name, allowed) if self.holds(name) else None

    def words(self, name: str, allowed: Sequence[str]) -> tuple[str, ...]:
        """A list of allowed words, each once."""
        found: list[str] = []
        for number, node in enumerate(self._list(name), start=1):
            place = f"{name}, entry {number}"
            word = self._word_of(node, place, allowed)
            if word in found:
                self.problems.add(line_of(node), self.at(place), f"'{word}' stands twice. Keep one.")
            elif word:
                found.append(word)
        return tuple(found)

    def number(self, name: str, *, lowest: int, highest: int) -> int | None:
        """A whole number; None, and a note, where it is none or out of range."""
        node = self.node(name)
        return None if node is None else self._number_of(node, name, lowest, highest)

    def optional_number(self, name: str, *, lowest: int, highest: int) -> int | None:
        """A whole number, or None."""
        return self.number(name, lowest=lowest, highest=highest) if self.holds(name) else None

    def numbers(self, name: str, *, lowest: int, highest: int) -> tuple[int, ...]:
        """A list of whole numbers, rising, each once."""
        found: list[int] = []
        for index, node in enumerate(self._list(name), start=1):
            place = f"{name}, entry {index}"
            number = self._number_of(node, place, lowest, highest)
            if number is None:
                continue
            if found and number <= found[-1]:
                sentence = f"{number} does not come after {found[-1]}. List them in order, each once."
                self.problems.add(line_of(node), self.at(place), sentence)
                continue
            found.append(number)
        return tuple(found)

    def entries(self, name: str, *, known: Sequence[str]) -> list[Fields]:
        """A list of fields with a `key` each, no key twice."""
        entries = [
            Fields(node, where=self.at(f"{name}, entry {number}"), known=known, problems=self.problems)
            for number, node in enumerate(self._list(name), start=1)
        ]
        self._note_repeated_keys(entries)
        return entries

    def _note_repeated_keys(self, entries: Iterable[Fields]) -> None:
        lines: dict[str, int] = {}
        for entry in entries:
            node = entry.nodes.get("key")
            if not isinstance(node, yaml.ScalarNode) or not node.value:
                continue
            if node.value in lines:
                sentence = f"'{node.value}' is the key of another entry, on line {lines[node.value]}. Choose another."
                entry.note("key", sentence)
            lines.setdefault(node.value, line_of(node))

    def _list(self, name: str) -> list[yaml.Node]:
        node = self.node(name)
        if node is None:
            return []
        if isinstance(node, yaml.SequenceNode):
            return [item for item in node.value if item.tag != REFUSED]
        self.note(name, f"A list is expected, in brackets or with '-' before each entry, not {shown(node)}.")
        return []

    def _text_of(self, node: yaml.Node, name: str, most: int) -> str:
        text = " ".join(str(node.value).split()) if isinstance(node, yaml.ScalarNode) else ""
        sentence = ""
        if is_null(node):
            sentence = "Text is expected, but nothing is there."
        elif not isinstance(node, yaml.ScalarNode):
            sentence = f"Text is expected, not {shown(node)}."
        elif not node.tag.endswith(":str"):
            sentence = (
                f"Text is expected, but without quotes {text} is {taken_for(node)}. "
                f"Write it as '{text}', with quotes."
            )
        elif not text:
            sentence = "Text is expected, but there is none between the quotes."
        elif any(category(character) in {"Cc", "Cs"} for character in text):
            sentence = "The text holds a character that cannot be shown. Remove it."
        elif len(text) > most:
            sentence = f"The text has {len(text)} characters; at most {most} fit. Shorten it."
        if sentence:
            self.problems.add(line_of(node), self.at(name), sentence)
        return "" if sentence else text

    def _word_of(self, node: yaml.Node, name: str, allowed: Sequence[str]) -> str:
        text = self._text_of(node, name, MOST_CHARACTERS)
        if not text or text in allowed:
            return text
        self.problems.add(
            line_of(node), self.at(name), f"'{text}' is not known here. {suggest(text, allowed)}"
        )
        return ""

    def _number_of(self, node: yaml.Node, name: str, lowest: int, highest: int) -> int | None:
        is_plain = isinstance(node, yaml.ScalarNode) and node.tag.endswith(":int")
        if is_plain and WHOLE_NUMBER.fullmatch(node.value) and lowest <= int(node.value) <= highest:
            return int(node.value)
        sentence = f"A whole number from {lowest} to {highest} is expected, not {shown(node)}."
        is_quoted = isinstance(node, yaml.ScalarNode) and node.style in {"'", '"'}
        if is_quoted and WHOLE_NUMBER.fullmatch(node.value):
            sentence = f"A whole number is expected, not text. Write {node.value} without quotes."
        self.problems.add(line_of(node), self.at(name), sentence)
        return None


def is_null(node: yaml.Node) -> bool:
    """Whether nothing stands there."""
    return str(node.tag).endswith(":null")


def taken_for(node: yaml.Node) -> str:
    """What YAML takes a plain word for."""
    return TAKEN_FOR.get(str(node.tag).rsplit(":", 1)[-1], "no text")


def shown(node: yaml.Node) -> str:
    """What stands there, as a message names it."""
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if isinstance(node, yaml.MappingNode):
        return "fields of its own"
    if is_null(node):
        return "an empty field"
    text = " ".join(str(node.value).split())
    return f"'{text}'" if len(text) <= MOST_CHARACTERS_OF_A_KEY else f"'{text[:MOST_CHARACTERS_OF_A_KEY]}…'"


def suggest(word: str, allowed: Sequence[str]) -> str:
    """The allowed words, after the one that was probably meant."""
    meant = "".join(f"Did you mean '{near}'? " for near in find_near(word, allowed))
    return f"{meant}Allowed: {', '.join(allowed)}."


def find_near(word: str, allowed: Sequence[str]) -> list[str]:
    """The allowed word that is most like this one, if any is."""
    return get_close_matches(word.lower().replace("-", "_").replace(" ", "_"), allowed, n=1)
