"""script/check-reasons: a check may be switched off, but never in silence."""

import pytest


def judge(load_script, tmp_path, name, line):
    """Whether the script lets a file with this one line pass."""
    path = tmp_path / "src" / name
    path.parent.mkdir()
    path.write_text(line + "\n", encoding="utf-8")
    return load_script("check-reasons").main(tmp_path) == 0


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("a.py", "import x  # noqa: F401"),
        ("a.py", "import x  # noqa"),
        ("a.py", "import x  # noqa: F401, E402 - yes"),
        ("a.py", "x = y  # type: ignore[attr-defined]"),
        ("a.py", "if x:  # pragma: no cover"),
        ("a.html", "{{ words|safe }}"),
        ("a.html", "{{ words | safe }} {# trusted #}"),
        ("a.html", "{% autoescape off %}"),
    ],
)
def test_a_switch_without_a_reason_fails(load_script, tmp_path, capsys, name, line):
    assert judge(load_script, tmp_path, name, line) is False
    assert capsys.readouterr().out == f"src/{name}:1: a check is switched off here; say why on the line\n"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("a.py", "import x  # noqa: F401 - re-exported for people who import it from here"),
        ("a.py", "x = y  # type: ignore[attr-defined]  # the library publishes no types"),
        ("a.py", "x = 1  # a safe number"),
        ("a.html", "{{ svg|safe }} {# made by us from numbers, never from answers #}"),
        ("a.html", "<p>safe</p>"),
    ],
)
def test_a_switch_with_a_reason_and_a_line_without_a_switch_pass(load_script, tmp_path, name, line):
    assert judge(load_script, tmp_path, name, line) is True


def test_what_tools_leave_behind_is_not_judged(load_script, tmp_path):
    path = tmp_path / "bench" / "out" / "a.py"
    path.parent.mkdir(parents=True)
    path.write_text("import x  # noqa\n", encoding="utf-8")
    assert load_script("check-reasons").main(tmp_path) == 0
