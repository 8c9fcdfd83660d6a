"""Somebody answers on a phone, is quoted in a published report, and takes it back on their own page."""

import fcntl
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import environment_of, run, serving
from tests.journeys.people import SCREENS, barriers
from tests.journeys.quoting import OTHERS, SLUG, WORDS

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def installation(tmp_path) -> Path:
    folder = tmp_path / "installation"
    password = tmp_path / "password"
    password.write_text("a long word for a long night\n")
    run("init", folder, "--email", "ola@example.org", "--name", "Ola", "--password-file", password)
    return folder


def team(installation: Path, step: str) -> dict:
    """What comes of a step that the team takes."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.quoting", step], cwd=ROOT, env=environment_of(installation),
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def wait_for(path: Path) -> None:
    """Until the file is there; what makes it runs beside the server."""
    for _ in range(600):
        if path.exists():
            return
        time.sleep(0.1)
    raise AssertionError(f"{path} did not come")


def test_words_that_are_taken_back_are_gone_from_the_draft_and_from_what_is_published(chromium, installation):
    code = team(installation, "ask")["code"]
    with serving(installation) as address:
        context = chromium.new_context(base_url=address, **SCREENS["phone"])
        page = context.new_page()
        page.goto(f"/a/{code}/")
        page.get_by_role("textbox", name="Your name").fill("Ines")
        page.get_by_label("What helped?").fill(WORDS)
        page.get_by_label("May the team that asks read your answers").check()
        page.get_by_label("May your words be quoted with your role and place?").check()
        page.get_by_role("button", name="Hand in").click()
        expect(page.get_by_role("heading", name="Your answers were received")).to_be_visible()
        receipt = page.get_by_role("group", name="Your code").inner_text()

        assert team(installation, "publish") == {"release": f"{SLUG}-1"}
        assert team(installation, "draft") == {"holds": True}
        assert team(installation, "verify") == {f"{SLUG}-1": []}
        releases = installation / "releases"
        assert WORDS.encode() in bytes_of(releases / f"{SLUG}-1")

        page.goto("/mine/")
        page.get_by_label("Your code").fill(receipt.upper())
        page.get_by_role("button", name="Show what I said").click()
        expect(page.locator("dd", has_text=WORDS)).to_be_visible()
        quoted = page.get_by_role("link", name="What we learned (2026)").first
        expect(quoted).to_be_visible()
        page.goto(quoted.get_attribute("href"))
        expect(page.get_by_text(WORDS).first).to_be_visible()
        page.go_back()
        page.get_by_role("link", name="Take back what I said").click()
        expect(page.get_by_role("heading", name="Take back what you said?")).to_be_visible()
        assert barriers(page) == []

        # What follows by itself is held back for a moment, so that what is true before it can be looked at.
        with (installation / "tending.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            page.get_by_role("button", name="Take all of it back").click()
            expect(page.get_by_role("heading", name="You took back what you said")).to_be_visible()
            expect(page.get_by_text("You took this back.")).to_have_count(2)
            assert team(installation, "draft") == {"holds": False}
            failed = team(installation, "verify")[f"{SLUG}-1"]
            assert {line.partition(":")[0] for line in failed} == {"Quote w1", "Quote w2"}
        wait_for(releases / f"{SLUG}-1" / "blanked.json")
        with (installation / "tending.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)

        assert team(installation, "verify") == {f"{SLUG}-1": [], f"{SLUG}-2": []}
        for number in (1, 2):
            held = bytes_of(releases / f"{SLUG}-{number}")
            assert (WORDS.encode() in held, OTHERS.encode() in held) == (False, True)
        page.reload()
        expect(page.get_by_text("You are quoted in no published report.")).to_be_visible()
        assert WORDS not in page.content()
        context.close()
