"""The page of the manual that lists the figures says what the ledger says."""

import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_manual_lists_every_figure_with_its_rule_as_it_is():
    script = runpy.run_path(str(ROOT / "script" / "list-figures"))
    assert script["PAGE"].read_text(encoding="utf-8") == script["page"]()
