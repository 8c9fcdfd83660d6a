import pytest
from click.testing import CliRunner

from reflectory.cli.tend import tend
from reflectory.core import tending
from reflectory.core.refusal import Refused
from reflectory.listening.actions import withdraw
from reflectory.reports.publishing import publish
from tests import portfolio as a
from tests.cli.test_publish import ready  # noqa: F401 - a fixture that these tests share
from tests.reports.conftest import DAY, small  # noqa: F401  fixtures, found by their names

pytestmark = pytest.mark.django_db


def run():
    result = CliRunner().invoke(tend, [])
    return result.exit_code, result.output


def test_withdrawn_words_are_released_away_and_it_is_told(ready):  # noqa: F811 - the fixture above
    publish(by=ready.editor, report=ready.report)
    assert run() == (0, "Nothing was due.\n")
    withdraw(by=a.operator(), voice=ready.source.voice, on=DAY)
    assert run() == (0, "learned-2021-2 is out, without the words that were withdrawn.\n")
    assert run() == (0, "Nothing was due.\n")


@pytest.mark.usefixtures("ready")
def test_what_could_not_be_done_is_told_with_exit_status_one(monkeypatch):
    monkeypatch.setattr(tending, "_tends", {})

    def refuse():
        raise Refused("There is no room.")

    tending.register_tend("mail", refuse, label="Sending mail")
    assert run() == (1, "Sending mail did not work: There is no room.\n")
