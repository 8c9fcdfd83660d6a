"""The first hour of an installation: an empty folder, the first account, doors, and programmes to begin with."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import run, serving
from tests.journeys.people import arrive, sign_in

pytestmark = pytest.mark.browser
SECRET = "an-hour-with-nothing-in-it"


def test_from_an_empty_folder_to_programmes_in_a_few_steps(chromium, tmp_path):
    (tmp_path / "password").write_text(SECRET + "\n", encoding="utf-8")
    said = run(
        "init", tmp_path / "new", "--email", "ada.root@example.org", "--name", "Ada Root",
        "--password-file", tmp_path / "password",
    )  # fmt: skip
    assert "Ada Root signs in as ada.root@example.org." in said
    with serving(tmp_path / "new") as address:
        context = chromium.new_context(base_url=address)
        page = context.new_page()
        sign_in(page, email="ada.root@example.org", password=SECRET)
        arrive(page, "Nothing is here yet. Begin where you like")
        expect(page.get_by_text("Everything here is invented")).to_have_count(0)
        for door in ("Bring what we have", "Read what people said"):
            expect(page.get_by_role("heading", name=door)).to_have_count(1)
        for kind in ("Failing Forward", "Innovation Track"):
            page.get_by_role("checkbox", name=kind).check()
        page.get_by_role("button", name="Set up these programmes").click()
        expect(page.get_by_role("link", name="Failing Forward", exact=True)).to_have_count(1)
        page.get_by_role("link", name="Innovation Track", exact=True).click()
        arrive(page, "Innovation Track")
        page.get_by_role("link", name="Lay out").first.click()
        page.get_by_role("button", name="Show what will be laid out").click()
        page.get_by_role("button", name="Lay out the edition").click()
        arrive(page, re.compile("^Innovation Track "))
        context.close()
