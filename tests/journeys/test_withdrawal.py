"""Somebody withdraws, an operator records it in the workspace, and a release without the words follows by itself."""

import json
import shutil
import sqlite3
import time

import pytest

from tests.journeys.conftest import run, serving
from tests.journeys.people import PASSWORD, address_of, arrive, sign_in

pytestmark = pytest.mark.browser


def test_a_withdrawal_leads_to_a_release_without_anybody_pressing_publish(built, chromium, tmp_path):
    installation = tmp_path / "demonstration"
    shutil.copytree(built, installation)
    old, new = (installation / "releases" / f"reflect-2021-{n}" for n in (1, 2))
    first = json.loads((old / "release.json").read_text())["words"][0]
    with sqlite3.connect(installation / "reflectory.sqlite3") as database:
        query = (
            "select v.source_id, substr(v.text, e.start + 1, e.end - e.start) "
            "from evidence_excerpt e join evidence_sourceversion v on v.id = e.version_id where e.id = ?"
        )
        source, words = database.execute(query, [first["excerpt"]]).fetchone()
    database.close()
    assert words in (old / "data" / "quotes.csv").read_text()
    with serving(installation) as address:
        page = chromium.new_context(base_url=address).new_page()
        sign_in(page, email=address_of("operator"), password=PASSWORD)
        page.goto(f"/said/{source}/withdraw/")
        arrive(page, "Record that somebody withdrew")
        page.get_by_role("button", name="Record the withdrawal").click()
        page.wait_for_url(f"**/said/{source}/")
        deadline = time.monotonic() + 120
        while not new.exists():
            assert time.monotonic() < deadline, "no release followed"
            time.sleep(0.05)
        page.goto("/published/reflect-2021/")
        assert words not in page.content()
        page.context.close()
    # Whoever tends has ended by the time that it lets another do so.
    assert run("tend", "--dir", installation).endswith("Nothing was due.\n")
    for release in ("reflect-2021-1", "reflect-2021-2"):
        assert run("verify", release, "--dir", installation).startswith(f"{release} holds: ")
    assert words not in (old / "data" / "quotes.csv").read_text()
