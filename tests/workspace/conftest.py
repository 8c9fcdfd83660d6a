"""Installations to look at: folders as `reflectory explore` leaves them, written small by hand."""

import base64
import hashlib
import json
import os
from pathlib import Path

import pytest

from tests import portfolio

SCRIPT = "document.title = 'the script ran'"
STYLE = "body { color: rgb(1, 2, 3) }"


def hash_of(text: str) -> str:
    """The way a policy names an inline script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


NARROW = f"default-src 'none'; script-src {hash_of(SCRIPT)}; style-src {hash_of(STYLE)}; img-src data:"


def report_html(policy: str = NARROW) -> str:
    """A page with a policy in its head, as a report has one."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>A report</title><style>{STYLE}</style></head>"
        f'<body><p>Words</p><a href="excerpts.csv">rows</a><script>{SCRIPT}</script></body></html>'
    )


def write_exploration(
    installation: Path, name: str, *, received: int, used: int, themes: int, at: int
) -> Path:
    """A folder with what the first page reads, made at the given second."""
    folder = installation / "explorations" / name
    folder.mkdir(parents=True)
    accounting = {"received": received, "used": used, "excluded": received - used, "failed": 0, "reasons": []}
    (folder / "themes.csv").write_text("theme\n" + "".join(f"{n}\n" for n in range(themes)), encoding="utf-8")
    (folder / "excerpts.csv").write_text("id,segment\n1,Words\n", encoding="utf-8")
    (folder / "report.html").write_text(report_html(), encoding="utf-8")
    (folder / "run.json").write_text(json.dumps({"accounting": accounting}), encoding="utf-8")
    os.utime(folder / "run.json", (at, at))
    return folder


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """What makes a password slow to guess makes a test slow to run."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def installation(tmp_path, settings):
    """An empty installation that the site serves."""
    settings.REFLECTORY_DIR = tmp_path
    return tmp_path


@pytest.fixture
def reader(client):
    """A browser in which somebody who runs the installation is signed in."""
    client.force_login(portfolio.account("Ola Runner", is_operator=True))
    return client


@pytest.fixture
def two_explorations(installation):
    """Two runs: the second is newer, and at 23:30 UTC on 30 June 2026, already July in Madrid."""
    write_exploration(installation, "interviews-2025", received=30, used=30, themes=6, at=1_750_000_000)
    write_exploration(installation, "survey 2026", received=1412, used=1398, themes=11, at=1_782_862_200)
    return installation
