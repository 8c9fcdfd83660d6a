"""What the command shows while it works, and the other command."""

import io
import re
import socket

from click.testing import CliRunner
from rich.console import Console

from reflectory.cli import main
from reflectory.cli.explore.console import STAGES, teller


def test_on_a_terminal_each_stage_has_its_bar_and_ends_full():
    shown = io.StringIO()
    console = Console(file=shown, force_terminal=True, width=100, color_system=None, legacy_windows=False)
    with teller(console) as told:
        for stage in STAGES:
            told.stage(stage)
            told.done(1, 4)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.getvalue())
    last = plain.rstrip().splitlines()[-len(STAGES) :]
    for words, line in zip(STAGES.values(), last, strict=True):
        assert words in line
        assert "━" * 40 in line


def test_elsewhere_each_stage_has_its_line():
    shown = io.StringIO()
    with teller(Console(file=shown, force_terminal=False)) as told:
        for stage in STAGES:
            told.stage(stage)
            told.done(1, 4)
    assert shown.getvalue().splitlines() == [f"{words} ..." for words in STAGES.values()]


def test_serving_on_a_port_that_is_taken_is_refused_with_a_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["serve", "--dir", str(tmp_path), "--port", str(port)])
    assert result.exit_code == 2
    assert str(port) in result.stderr
