"""`reflectory user add`, on an installation that `init` made."""

import sqlite3

from .test_init import made, run

__all__ = ["made"]


def test_an_account_is_added_to_an_installation(made):
    directory, _ = made
    result = run("user", "add", "Ben@example.org", "--name", "Ben Hsieh", "--operator", "--dir", directory)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines()[0] == "Ben Hsieh signs in as ben@example.org."
    with sqlite3.connect(directory / "reflectory.sqlite3") as database:
        found = database.execute(
            "SELECT name, is_operator FROM accounts_account WHERE email = 'ben@example.org'"
        ).fetchall()
    database.close()
    assert found == [("Ben Hsieh", 1)]


def test_the_same_address_twice_is_refused(made):
    directory, _ = made
    result = run("user", "add", "ada@example.org", "--name", "Ada", "--dir", directory)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "There is an account for ada@example.org already.\n"


def test_a_folder_that_is_no_installation_is_refused(tmp_path):
    result = run("user", "add", "a@example.org", "--name", "A", "--dir", tmp_path)
    assert (result.returncode, result.stderr) == (
        2,
        f"{tmp_path} is no installation. Make one first: reflectory init {tmp_path}\n",
    )
