"""Explorations that many tests look at, made once."""

import pytest

from tests.cli.exploring import ANSWERS, COLUMNS, QUICK, explore


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """The invented answers with all their columns."""
    return explore(ANSWERS, tmp_path_factory.mktemp("demonstration") / "out", *COLUMNS, *QUICK)
