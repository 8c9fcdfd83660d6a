"""A kind file as a tree of YAML nodes with their lines, or the sentences that say why it cannot be one.

Nothing is ever constructed from the file: nodes are looked at, so no tag can make an object. References (`&`, `*`)
and tags (`!`) are refused, because a file should say what it means where it says it. What the fields mean is in
`checks` and `loading`.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from reflectory.programmes.kinds.problems import KindError, Problems

MOST_BYTES = 1_000_000

# The deepest field of a kind lies four levels down; far deeper nesting would exhaust the parser's stack.
MOST_LEVELS = 12

# The tag of a node that stands where a reference was: noted already, so nothing more is said about it.
REFUSED = "refused"

# What the parser says, and what somebody who wrote the file can do about it.
PLAINLY = {
    "mapping values are not allowed here": (
        "A colon stands where none can be. Put text that holds a colon in quotes, and check the indentation."
    ),
    "expected a single document in the stream": (
        "A second document begins here. One file holds one kind: remove the line '---'."
    ),
    "while scanning a quoted scalar": "A quotation mark opens here and is never closed.",
}


class _TooDeep(Exception):
    """Nesting beyond any sense; carries the line."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _Composer(yaml.SafeLoader):
    """Composes nodes, notes references and tags on the way and reads on as if they were not there."""

    def __init__(self, text: str, problems: Problems) -> None:
        super().__init__(text)
        self.problems = problems
        self.level = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: yaml.NodeEvent = self.peek_event()  # type: ignore[no-untyped-call]  # PyYAML's stubs leave it so
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            self.get_event()  # type: ignore[no-untyped-call]  # PyYAML's stubs leave it so
            self._note(line, f"'*{event.anchor}' repeats another place. Write out what is meant here.")
            node = yaml.ScalarNode(REFUSED, "")
            node.start_mark, node.end_mark = event.start_mark, event.end_mark
            return node
        self._strip(event, line)
        self.level += 1
        if self.level > MOST_LEVELS:
            raise _TooDeep(line)
        composed = super().compose_node(parent, index)
        self.level -= 1
        return composed

    def _strip(self, event: yaml.NodeEvent, line: int) -> None:
        """Takes a name for later references and a tag off, and says so."""
        if event.anchor:
            self._note(
                line,
                f"'&{event.anchor}' names a place to be repeated. Remove it and write out what is meant.",
            )
            event.anchor = None
        if not isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) or not event.tag:
            return
        shown = str(event.tag).replace("tag:yaml.org,2002:", "!!")
        self._note(line, f"The tag '{shown}' is not allowed. Remove it: plain values do.")
        event.tag = None
        is_plain = isinstance(event, yaml.ScalarEvent) and not event.style
        event.implicit = (is_plain, not is_plain) if isinstance(event, yaml.ScalarEvent) else True

    def _note(self, line: int, sentence: str) -> None:
        self.problems.add(line, "", sentence)


def read_tree(path: Path, problems: Problems) -> yaml.MappingNode:
    """The fields of the file as nodes; raises KindError where there is no tree to go on with."""
    text = _read_text(path, problems)
    for number, line in enumerate(text.split("\n"), start=1):
        if re.match(r" *\t", line):
            problems.add(number, "", "The line begins with a tab. Indent it with spaces.")
    if problems.found:
        raise problems.stop()
    node = _compose(text, problems)
    if node is None or (isinstance(node, yaml.ScalarNode) and node.tag.endswith(":null")):
        raise _stopped(
            problems, 1, "The file is empty. Begin with 'key:' and the file's name without '.yaml'."
        )
    if not isinstance(node, yaml.MappingNode):
        raise _stopped(
            problems, line_of(node), "The file should hold fields such as 'key: …' and 'name: …', one a line."
        )
    return node


def line_of(node: yaml.Node) -> int:
    """The line on which the node begins, counted from 1."""
    return int(node.start_mark.line) + 1


def _stopped(problems: Problems, line: int, sentence: str) -> KindError:
    problems.add(line, "", sentence)
    return problems.stop()


def _read_text(path: Path, problems: Problems) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _stopped(problems, 1, f"The file cannot be read: {error.strerror}.") from error
    if len(data) > MOST_BYTES:
        raise _stopped(
            problems, 1, "The file is larger than 1 MB. A kind fits in a few pages; is this the right file?"
        )
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _stopped(problems, line, "The line is not UTF-8. Save the file with that encoding.") from error


def _compose(text: str, problems: Problems) -> yaml.Node | None:
    composer = None
    try:
        # The reader looks at the first characters already when it is made.
        composer = _Composer(text, problems)
        return composer.get_single_node()
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        sentence = f"The line holds a character that is no text (U+{int(error.character):04X}). Remove it."
        raise _stopped(problems, line, sentence) from error
    except _TooDeep as error:
        sentence = f"Lists lie more than {MOST_LEVELS} deep in each other here. No kind needs that."
        raise _stopped(problems, error.line, sentence) from error
    except yaml.MarkedYAMLError as error:
        raise _stopped(problems, _line_of_error(error), _say_plainly(error)) from error
    except (ValueError, OverflowError) as error:
        # An escape such as "\\UFFFFFFFF" names no character; the parser leaves it to Python to say so.
        line = composer.get_mark().line + 1 if composer is not None else 1
        raise _stopped(
            problems, line, "The escape after '\\' names no character. Write the character."
        ) from error
    finally:
        if composer is not None:
            composer.dispose()


def _line_of_error(error: yaml.MarkedYAMLError) -> int:
    """Where a quotation mark opens rather than where the file ends, otherwise where reading failed."""
    is_open_quote = error.context == "while scanning a quoted scalar"
    mark = error.context_mark if is_open_quote else error.problem_mark
    return 1 if mark is None else int(mark.line) + 1


def _say_plainly(error: yaml.MarkedYAMLError) -> str:
    known = PLAINLY.get(error.problem or "") or PLAINLY.get(error.context or "")
    sign = re.search(r"found character '(.+)' that cannot start any token", error.problem or "")
    if sign:
        name = "a tab" if sign[1] == r"\t" else f"'{sign[1]}'"
        return f"A text cannot begin with {name}. Remove it, or put the text in quotes."
    return known or (
        f"This cannot be read as YAML ({error.problem}). "
        "Check brackets, quotes and indentation here and in the line before."
    )
