"""The manual says what the program does: each command, option, setting and dependency; links lead on."""

import re
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "_build" not in path.parts)
OUTSIDE = ("README.md", "CHANGELOG.md")


def read(path):
    """The text of a page."""
    return path.read_text(encoding="utf-8")


def without_code(text):
    """The page without its examples, in which a link is no link."""
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))


def sections(text):
    """Heading of the second level → what stands under it."""
    parts = re.split(r"^## +(.+)$", text, flags=re.MULTILINE)
    return dict(zip((heading.strip() for heading in parts[1::2]), parts[2::2], strict=True))


def commands(group=None, before=""):
    """Name → command, of what people can call; a command in a group has both names."""
    from reflectory.cli import main

    found = {}
    for name, command in (group or main).commands.items():
        if hasattr(command, "commands"):
            found |= commands(command, f"{before}{name} ")
        elif not command.hidden:
            found[f"{before}{name}"] = command
    return found


def documented_commands():
    """Name → section of the page on the command line."""
    found = sections(read(DOCS / "reference" / "command-line.md"))
    ours = {heading: text for heading, text in found.items() if heading.startswith("reflectory ")}
    return {
        " ".join(word for word in heading.split()[1:] if word.islower()): text
        for heading, text in ours.items()
    }


def test_each_command_is_documented_and_no_other():
    assert set(documented_commands()) == set(commands())


def test_each_option_of_each_command_is_documented_and_no_other():
    documented = {
        name: set(re.findall(r"^\| `(--[a-z-]+)", text, re.MULTILINE))
        for name, text in documented_commands().items()
    }
    real = {
        name: {
            text
            for parameter in command.params
            if parameter.param_type_name == "option" and not parameter.hidden
            for text in parameter.opts
            if text.startswith("--")
        }
        for name, command in commands().items()
    }
    assert documented == real


def test_each_setting_is_documented_and_no_other():
    sources = [*(ROOT / "src" / "reflectory" / "config").glob("*.py"), ROOT / "script" / "lib.sh"]
    asked_for = set()
    for path in sources:
        asked_for |= set(re.findall(r"(?:\"|\$\{)(REFLECTORY_[A-Z_]+|DATABASE_URL)", read(path)))
    assert set(sections(read(DOCS / "reference" / "settings.md"))) == asked_for


def test_each_setting_says_in_the_code_who_sets_it_and_what_happens_without_it():
    lines = read(ROOT / "src" / "reflectory" / "config" / "settings.py").splitlines()
    silent = []
    for number, line in enumerate(lines):
        if "environment." not in line or line.startswith("from"):
            continue
        comment = []
        while lines[number - 1 - len(comment)].startswith("#"):
            comment.append(lines[number - 1 - len(comment)])
        text = " ".join(reversed(comment))
        if "Set " not in text or not re.search(r"[Ww]ithout (it|either)|never where", text):
            silent.append(line)
    assert silent == []


def test_each_dependency_has_its_line_and_no_other():
    project = tomllib.loads(read(ROOT / "pyproject.toml"))
    lines = list(project["project"]["dependencies"])
    for group in [
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    ]:
        lines += group
    wanted = {re.match(r"[A-Za-z0-9._-]+", line).group() for line in lines}
    page = read(next((DOCS / "adr").glob("0009-*.md")))
    rows = re.findall(r"^\| ([a-z][a-z0-9-]*) \| (.+) \| (.+) \| (.+) \|$", page, re.MULTILINE)
    listed = [row[0] for row in rows if row[0] != "package"]
    assert sorted(listed) == sorted(wanted)


def test_decisions_are_numbered_without_gaps_and_their_file_is_named_after_them():
    pages = sorted((DOCS / "adr").glob("0*.md"))
    assert [int(path.name[:4]) for path in pages] == list(range(1, len(pages) + 1))
    for path in pages:
        assert read(path).startswith(f"# {int(path.name[:4])}. ")
        assert re.search(r"^Accepted|^Replaced", read(path), re.MULTILINE)


@pytest.mark.parametrize(
    "path", [*PAGES, *(ROOT / name for name in OUTSIDE)], ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_links_lead_somewhere(path):
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code(read(path))):
        if re.match(r"[a-z]+:", target) or target.startswith("#"):
            continue
        if not (path.parent / unquote(target.split("#")[0])).exists():
            broken.append(target)
    assert broken == []


def test_each_term_of_the_glossary_stands_once_and_in_order():
    page = read(DOCS / "reference" / "glossary.md")
    terms = re.findall(r"^([a-z][a-z -]+)$", page.split("{glossary}")[1], re.MULTILINE)
    assert terms == sorted(set(terms))
    assert len(terms) > 30


def test_the_readme_names_each_room_that_exists_and_no_other():
    package = ROOT / "src" / "reflectory"
    rooms = {path.parent.name for path in package.glob("*/__init__.py")}
    block = re.search(r"^src/reflectory/\n((?: .*\n)+)", read(ROOT / "README.md"), re.MULTILINE).group(1)
    assert set(re.findall(r"^  ([a-z]+)/", block, re.MULTILINE)) == rooms


def test_the_manual_speaks_without_exclamation_marks():
    loud = [path.name for path in PAGES if re.search(r"[a-z]!(\s|$)", without_code(read(path)))]
    assert loud == []


def test_no_page_fetches_anything_from_elsewhere():
    assert "dollarmath" not in read(DOCS / "conf.py")
    fetched = [
        path.name
        for path in PAGES
        if re.search(r"<(script|img|iframe|link)\b|!\[[^]]*\]\(https?:", read(path))
    ]
    assert fetched == []
