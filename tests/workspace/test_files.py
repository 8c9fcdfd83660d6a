"""Files of an exploration: what is handed out, under which policy, and what never is."""

import re
from importlib.resources import files

import pytest

from reflectory.workspace.reports import CLOSED, SANDBOX, report_policy

from .conftest import NARROW, SCRIPT, hash_of, report_html

pytestmark = pytest.mark.django_db
POLICY = "Content-Security-Policy"


def test_a_report_is_served_under_its_own_policy_and_in_a_sandbox(reader, two_explorations):
    response = reader.get("/explorations/survey%202026/report.html")
    path = two_explorations / "explorations" / "survey 2026" / "report.html"
    assert response.content == path.read_bytes()
    assert response.headers[POLICY] == f"{NARROW}; frame-ancestors 'none'; {SANDBOX}"
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_table_is_handed_out_as_a_download(reader, two_explorations):
    response = reader.get("/explorations/interviews-2025/excerpts.csv")
    path = two_explorations / "explorations" / "interviews-2025" / "excerpts.csv"
    assert b"".join(response.streaming_content) == path.read_bytes()
    assert response.headers["Content-Disposition"] == 'attachment; filename="excerpts.csv"'


@pytest.mark.parametrize(
    "address",
    [
        "/explorations/../secret-key",
        "/explorations/%2e%2e/secret-key",
        "/explorations/../report.html",
        "/explorations/%2e%2e%2fexplorations%2finterviews-2025/run.json",
        "/explorations/interviews-2025/..%2f..%2fsecret-key",
        "/explorations/interviews-2025/%2e%2e",
        "/explorations/interviews-2025/notes.txt",
        "/explorations/interviews-2025//etc/passwd",
        "/explorations/.hidden/run.json",
        "/explorations/unknown/run.json",
        "/explorations/interviews-2025/run.json%00.html",
        "/explorations/interviews-2025/report.pdf",
    ],
)
def test_nothing_else_is_handed_out(reader, two_explorations, address):
    planted = "not for readers"
    for place in (
        "secret-key",
        "report.html",
        "explorations/interviews-2025/notes.txt",
        "explorations/.hidden/run.json",
    ):
        path = two_explorations / place
        path.parent.mkdir(exist_ok=True)
        path.write_text(planted, encoding="utf-8")
    response = reader.get(address)
    assert response.status_code == 404
    assert planted not in response.content.decode()


def test_a_file_that_is_a_link_out_of_the_installation_is_not_handed_out(
    reader, two_explorations, tmp_path_factory
):
    outside = tmp_path_factory.mktemp("outside") / "themes.csv"
    outside.write_text("not for readers", encoding="utf-8")
    path = two_explorations / "explorations" / "interviews-2025" / "themes.csv"
    path.unlink()
    path.symlink_to(outside)
    assert reader.get("/explorations/interviews-2025/themes.csv").status_code == 404
    assert "themes.csv</a>" in reader.get("/explorations/").content.decode()  # the other exploration's
    assert "/explorations/interviews-2025/themes.csv" not in reader.get("/explorations/").content.decode()


@pytest.mark.usefixtures("installation")
def test_without_any_exploration_no_file_is_found(reader):
    assert reader.get("/explorations/one/run.json").status_code == 404


@pytest.mark.parametrize(
    "policy",
    [
        "",
        "script-src 'none'",
        "default-src *",
        "default-src 'none'; script-src 'unsafe-inline'",
        "default-src 'none'; script-src 'self'",
        "default-src 'none'; script-src https://elsewhere.example",
        "default-src 'none'; script-src 'sha256-short'",
        "default-src 'none'; script-src 'none'; script-src 'none'",
        "default-src 'none'; script-src",
        "default-src 'none'; connect-src 'self'",
        "default-src 'none'; report-uri https://elsewhere.example",
        "default-src 'none'\r\nSet-Cookie: a=b",
    ],
)
def test_a_report_that_allows_itself_more_than_it_needs_gets_nothing(policy):
    assert report_policy(report_html(policy).encode()) == f"{CLOSED}; {SANDBOX}"


def test_quotes_written_as_entities_are_the_same_policy():
    escaped = NARROW.replace("'", "&#x27;")
    assert report_policy(report_html(escaped).encode()) == report_policy(report_html(NARROW).encode())


def test_the_hash_in_a_policy_is_the_one_browsers_compute():
    # The worked example of the CSP Level 3 specification, "alert('Hello, world.');".
    assert hash_of("alert('Hello, world.');") == "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"


def test_the_policy_that_our_reports_carry_is_kept():
    template = files("reflectory.press.exploration") / "templates" / "report.html.jinja"
    own = re.search(
        r'http-equiv="Content-Security-Policy" content="([^"]*)"', template.read_text(encoding="utf-8")
    )
    policy = re.sub(r"'\{\{ \w+ \}\}'", hash_of(SCRIPT), own.group(1))
    assert report_policy(report_html(policy).encode()) == f"{policy}; frame-ancestors 'none'; {SANDBOX}"
