import pytest
from click.testing import CliRunner

from reflectory.cli.publish import publish, verify
from reflectory.listening.actions import withdraw
from reflectory.reports.models import Release, SignOff
from tests import portfolio as a
from tests.reports.conftest import DAY, small  # noqa: F401 - a fixture that these tests share

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(small, monkeypatch, tmp_path):  # noqa: F811 - the fixture above
    """The small report with its sign-offs, in a folder that looks like an installation."""
    monkeypatch.setenv("REFLECTORY_DIR", str(tmp_path))
    (tmp_path / "reflectory.sqlite3").touch()
    (tmp_path / "contact-key").touch()
    small.sign()
    return small


def run(command, *arguments):
    result = CliRunner().invoke(command, [str(argument) for argument in arguments])
    return result.exit_code, result.output


def test_a_report_is_published_and_where_it_lies_is_told(ready, tmp_path):
    folder = tmp_path / "releases" / "learned-2021-1"
    assert run(publish, ready.report.slug) == (0, (
        "Published learned-2021-1.\n"
        "Without --base-url: no sitemap, no feed, no addresses on cards.\n"
        f"  {folder}/site/index.html\n  {folder}/report.pdf\n  {folder}/data\n"
    ))  # fmt: skip
    code, told = run(verify, folder)
    assert (code, told.split(":")[0]) == (0, "learned-2021-1 holds")


def test_publishing_again_says_that_nothing_is_new(ready):
    run(publish, ready.report.slug)
    code, told = run(publish, ready.report.slug)
    assert (code, told.splitlines()[0]) == (
        0, "learned-2021-1 says all of this already; nothing was published again."
    )  # fmt: skip
    assert Release.objects.count() == 1


def test_a_copy_is_written_where_it_is_wanted(ready, tmp_path):
    assert run(publish, ready.report.slug, "--out", tmp_path / "copy")[0] == 0
    assert run(verify, tmp_path / "copy")[0] == 0


def test_what_stands_in_the_way_is_listed(ready):
    SignOff.objects.all().delete()
    ready.report.quotes.update(use="quote_name")
    assert run(publish, ready.report.slug) == (2, (
        "What we learned was not published:\n"
        f"  Quote {ready.quote.pk}: Whoever said it has not agreed that it may be quoted with the name.\n"
    ))  # fmt: skip
    assert Release.objects.count() == 0


def test_without_two_sign_offs_nothing_goes_out(ready):
    SignOff.objects.first().delete()
    code, told = run(publish, ready.report.slug)
    assert (code, told.splitlines()[0], Release.objects.count()) == (
        2,
        "What we learned was not published:",
        0,
    )


@pytest.mark.usefixtures("ready")
def test_an_unknown_report_is_told_with_those_there_are():
    assert run(publish, "nothing") == (
        2, "There is no report “nothing”. The reports of this installation: learned-2021.\n"
    )  # fmt: skip


def test_an_address_that_is_none_is_refused(ready):
    assert run(publish, ready.report.slug, "--base-url", "reports.example.org")[0] == 2


def test_what_no_longer_holds_is_listed_with_exit_status_one(ready):
    run(publish, ready.report.slug)
    withdraw(by=a.operator(), voice=ready.source.voice, on=DAY)
    code, told = run(verify, "learned-2021-1")
    assert (code, told.splitlines()[0], len(told.splitlines())) == (1, "learned-2021-1 does not hold:", 3)


def test_withdrawn_words_are_taken_out_in_a_release_of_their_own(ready):
    run(publish, ready.report.slug)
    withdraw(by=a.operator(), voice=ready.source.voice, on=DAY)
    _code, told = run(publish, ready.report.slug)
    assert told.splitlines()[0] == "Withdrawn words were taken out first, in learned-2021-2."
    assert run(verify, "learned-2021-2")[0] == 0


def test_there_is_nothing_to_verify_where_there_is_no_release(ready):
    assert run(verify, ready.report.slug)[0] == 2
