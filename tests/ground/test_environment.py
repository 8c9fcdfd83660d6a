"""How settings read the environment, and that they are safe as they stand."""

import os
import subprocess
import sys

import pytest

from reflectory.config import environment


@pytest.mark.parametrize(
    ("given", "expected"), [(None, "UTC"), ("", "UTC"), ("  ", "UTC"), (" Europe/Lisbon ", "Europe/Lisbon")]
)
def test_an_unset_variable_and_an_empty_one_are_the_same(monkeypatch, given, expected):
    monkeypatch.delenv("REFLECTORY_X", raising=False)
    if given is not None:
        monkeypatch.setenv("REFLECTORY_X", given)
    assert environment.text("REFLECTORY_X", "UTC") == expected


def test_words_are_parted_by_commas(monkeypatch):
    monkeypatch.setenv("REFLECTORY_X", " a.example , b.example,, ")
    assert environment.words("REFLECTORY_X", "localhost") == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [("1", True), ("Yes", True), ("on", True), ("0", False), ("maybe", False), ("", False)],
)
def test_only_a_clear_yes_is_true(monkeypatch, given, expected):
    monkeypatch.setenv("REFLECTORY_X", given)
    assert environment.truth("REFLECTORY_X") is expected


def test_a_folder_does_not_depend_on_where_one_goes_later(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REFLECTORY_X", "here")
    assert environment.folder("REFLECTORY_X", "there") == tmp_path / "here"


def test_a_given_key_wins_over_a_kept_one_and_without_both_there_is_one_that_is_not_kept(
    monkeypatch, tmp_path
):
    monkeypatch.delenv("REFLECTORY_SECRET_KEY", raising=False)
    assert environment.secret_key(tmp_path) != environment.secret_key(tmp_path)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / environment.SECRET_FILE).write_text("kept\n", encoding="ascii")
    assert environment.secret_key(tmp_path) == "kept"
    monkeypatch.setenv("REFLECTORY_SECRET_KEY", "given")
    assert environment.secret_key(tmp_path) == "given"


def check(installation, **more):
    """Django's own checks in a fresh process with these variables."""
    variables = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "reflectory.config.settings",
        "REFLECTORY_DIR": str(installation),
        **more,
    }
    variables.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # set for these tests alone
    command = [sys.executable, "-W", "error", "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60)


def test_reading_settings_writes_nothing_and_django_finds_no_fault_with_https(tmp_path):
    result = check(tmp_path / "new", REFLECTORY_HTTPS_ONLY="1", REFLECTORY_HOSTS="reflectory.example")
    assert (result.returncode, result.stderr.strip()) == (0, "")
    assert not (tmp_path / "new").exists()


def test_the_database_waits_its_turn_and_survives_a_power_cut(settings):
    options = settings.DATABASES["default"]["OPTIONS"]
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)
    assert "journal_mode=WAL" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]


@pytest.mark.django_db(transaction=True)
def test_the_database_really_runs_with_these_options(django_db_blocker, tmp_path):
    from django.db import connections

    with django_db_blocker.unblock():
        wrapper = connections["default"].copy()
        wrapper.settings_dict = {**wrapper.settings_dict, "NAME": tmp_path / "a.sqlite3"}
        with wrapper.cursor() as cursor:
            found = [
                cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
            ]
        wrapper.close()
    assert found == ["wal", 2]
