"""`reflectory init` in a process of its own, because settings are read once in each."""

import os
import subprocess
import sys

import pytest


def run(*arguments):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("REFLECTORY_")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "reflectory.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    directory = tmp_path_factory.mktemp("made") / "ours"
    return directory, run("init", directory, "--email", "Ada@Example.org", "--name", "Ada Penhall")


def test_it_makes_keys_that_only_their_owner_can_read_and_a_database(made):
    directory, result = made
    assert (result.returncode, result.stderr) == (0, "")
    modes = {path.name: path.stat().st_mode & 0o777 for path in directory.iterdir()}
    assert {name: modes[name] for name in ("secret-key", "contact-key")} == {
        "secret-key": 0o600,
        "contact-key": 0o600,
    }
    assert "reflectory.sqlite3" in modes


def test_it_prints_a_link_for_the_password_and_what_to_do_next(made):
    directory, result = made
    lines = result.stdout.splitlines()
    assert lines[2] == "Ada Penhall signs in as ada@example.org."
    assert lines[4].startswith("  http://127.0.0.1:8000/account/password/reset/key/")
    assert lines[-1] == f"Next: reflectory serve --dir {directory}"


def test_a_second_time_is_refused(made):
    directory, _ = made
    again = run("init", directory, "--email", "x@example.org", "--name", "X")
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr == f"{directory} is an installation already. To add somebody: reflectory user add\n"


def test_a_password_that_everybody_tries_is_refused_with_the_file(tmp_path):
    (tmp_path / "password").write_text("password1234\n", encoding="utf-8")
    result = run(
        "init",
        tmp_path / "d",
        "--email",
        "x@example.org",
        "--name",
        "X",
        "--password-file",
        tmp_path / "password",
    )
    assert result.returncode == 2
    assert result.stderr == f"{tmp_path / 'password'}: This password is too common.\n"
