"""What must not be published leaves no trace in any byte of a release: planted here, looked for in every file.

PDFs are looked into as text, metadata and unpacked streams; everything else as bytes.
"""

import json
from datetime import date

import pymupdf
import pytest

from reflectory.core.visibility import Viewer
from reflectory.listening.actions import withdraw
from reflectory.reports import folders
from reflectory.reports.actions.pieces import add_quote, add_section
from reflectory.reports.actions.takeaways import add_takeaway, record_dissent
from reflectory.reports.models import Report, Section
from reflectory.reports.publishing import publish
from tests import portfolio as a
from tests.reports.conftest import excerpt, said

pytestmark = pytest.mark.django_db

NAME = "Wilhelmina Quarterstaff"
UNSAID = "the rest of the sentence about the locked cupboard"
WITHDRAWN = "the heron that nobody reported"
HIDDEN = "a paragraph in a hidden section"
DRAFT = "a claim that is still a draft about cormorants"
DISSENTER = "Bartholomew Unnamed"
PRIVATE = "a dissent that stays in the room"
SMALL = "Tiny Hamlet Programme of Three"
EMAIL = "wilhelmina@secret.example"
NOTE = "what the coach wrote for herself"
SECRETS = (NAME, UNSAID, WITHDRAWN, HIDDEN, DRAFT, DISSENTER, PRIVATE, EMAIL, NOTE)


def everything_in(folder) -> str:
    """Every file of a release as text, PDFs unpacked."""
    found = []
    for path, made in folders.read_files(folder).items():
        if path.endswith(".pdf"):
            document = pymupdf.open(stream=made, filetype="pdf")
            found.append(json.dumps(document.metadata))
            found.append(document.get_xml_metadata())
            found.extend(page.get_text() for page in document)
            for number in range(1, document.xref_length()):
                found.append(document.xref_object(number, compressed=True))
                if document.xref_is_stream(number):
                    found.append((document.xref_stream(number) or b"").decode("utf-8", "replace"))
        found.append(made.decode("utf-8", "replace"))
    return "\n".join(found)


@pytest.fixture
def planted(small):
    """The small report with everything in its rooms that must stay there."""
    by = a.operator()
    who = a.person(NAME, email=EMAIL)
    uses = {"analyse", "quote_without_name", "quote_role_place"}
    report = small.report
    quotes = Section.objects.get(report=report, kind="quotes")
    spoken = said(
        f"They gave us the key, she said, and {UNSAID}.", uses=uses, edition=small.edition,
        organisation=small.team.organisation, person=who,
    )  # fmt: skip
    add_quote(by=by, place=quotes, excerpt=excerpt(spoken, "They gave us the key"), use="quote_role_place")
    gone = said(f"We saw {WITHDRAWN} at the weir.", uses=uses, edition=small.edition)
    add_quote(by=by, place=quotes, excerpt=excerpt(gone, WITHDRAWN), use="quote_without_name")
    withdraw(by=by, voice=gone.voice, on=date(2021, 8, 1))
    hidden = add_section(by=by, report=report, kind="text", title="For us", text=HIDDEN)
    Section.objects.filter(pk=hidden.pk).update(is_shown=False)
    add_takeaway(by=by, report=report, claim=DRAFT)
    ready = report.takeaways.get(slug="ask")
    record_dissent(by=by, takeaway=ready, said_by=DISSENTER, text="We asked the wrong people.")
    record_dissent(by=by, takeaway=ready, said_by=DISSENTER, text=PRIVATE, is_public=False)
    tiny = a.edition(a.programme(SMALL), ends_on=date(2021, 11, 30))
    said("Only we two were there.", uses={"analyse"}, edition=tiny)
    a.activity(small.edition, "A session", notes=NOTE)
    return small


def test_nothing_planted_is_in_any_byte_of_a_release(planted):
    planted.sign()
    made = publish(by=planted.editor, report=planted.report)
    published = everything_in(made.folder)
    assert "They gave us the key" in published
    assert "We asked the wrong people." in published
    assert [secret for secret in SECRETS if secret in published] == []


def test_nothing_of_this_machine_or_its_people_is_in_a_release(planted, tmp_path):
    planted.sign()
    made = publish(by=planted.editor, report=planted.report)
    published = everything_in(made.folder)
    signed = [row.name for row in planted.report.sign_offs.all()]
    assert [one for one in (*signed, str(tmp_path), "/home/", "/root/") if one in published] == []


def test_whoever_is_not_signed_in_reads_only_what_is_live(planted, client):
    address = f"/published/{planted.report.slug}/site/index.html"
    assert client.get(address).status_code == 404
    planted.sign()
    publish(by=planted.editor, report=planted.report)
    answer = client.get(address)
    assert answer.getvalue() == (folders.folder_of("learned-2021-1") / "site" / "index.html").read_bytes()
    answer.close()
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-cache")
    assert "script" not in answer["Content-Security-Policy"]
    for path in ("../secret-key", "site/../../../secret-key", ".hidden", "release.json/..", "nothing.html"):
        assert client.get(f"/published/{planted.report.slug}/{path}").status_code == 404


def test_a_viewer_without_a_role_sees_no_report(planted):
    nobody = Viewer(account_id=77, name="Somebody")
    assert list(Report.objects.visible_to(nobody)) == []
    assert Report.objects.visible_to(planted.editor).count() == 1
