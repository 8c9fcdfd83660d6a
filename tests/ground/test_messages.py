"""Translations: every text of the workspace is there in every language that it offers."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_text_is_translated_and_compiled():
    result = subprocess.run(
        [sys.executable, ROOT / "script" / "messages", "--check"], capture_output=True, text=True, timeout=60
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.endswith(" texts are there in es, fr, pt.\n")


def test_the_languages_on_offer_are_those_that_are_translated(load_script, settings):
    assert [code for code, _ in settings.LANGUAGES] == ["en-gb", *load_script("messages").LANGUAGES]


def test_a_translation_keeps_the_places_for_values(load_script):
    messages = load_script("messages")
    for language in messages.LANGUAGES:
        for message in messages.read_catalogue(language):
            assert [str(error) for error in message.check()] == []
