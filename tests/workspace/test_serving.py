"""A served installation, over real sockets: where it listens, what it keeps, how its pages look."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from reflectory.config import environment
from reflectory.workspace import installation as installation_files
from reflectory.workspace import serving

from .conftest import write_exploration

START = """
import sys
from pathlib import Path
from reflectory.workspace.serving import serve
serve(Path(sys.argv[1]), int(sys.argv[2]))
"""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of a served installation, and its folder."""
    installation = tmp_path_factory.mktemp("installation") / "made by serve"
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", START, installation, str(port)], env={**os.environ})
    address = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except OSError:
                assert process.poll() is None, "the server stopped before it answered"
                time.sleep(0.1)
        yield address, installation
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def filled_site(site):
    """The same, with two explorations in it."""
    address, installation = site
    write_exploration(installation, "interviews-2025", received=30, used=30, themes=6, at=1_750_000_000)
    write_exploration(installation, "survey 2026", received=1412, used=1398, themes=11, at=1_782_862_200)
    (installation / "explorations" / "empty").mkdir()
    return address, installation


def _add_operator(installation):
    """Somebody who runs the installation, through the command line as whoever has the folder would."""
    secret = installation / "password"
    secret.write_text("a long enough secret\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "reflectory.cli",
        "user",
        "add",
        "ola@example.org",
        "--name",
        "Ola Runner",
    ]
    subprocess.run(
        [*command, "--operator", "--password-file", str(secret), "--dir", str(installation)],
        check=True, capture_output=True, env={**os.environ},
    )  # fmt: skip


def test_serving_makes_the_folder_and_a_key_that_only_its_owner_can_read(site):
    _, installation = site
    key = installation / installation_files.SECRET_FILE
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text(encoding="ascii").strip()) >= 43


def test_a_key_is_made_once(tmp_path):
    installation_files.prepare_installation(tmp_path)
    first = (tmp_path / installation_files.SECRET_FILE).read_text(encoding="ascii")
    installation_files.prepare_installation(tmp_path)
    assert (tmp_path / installation_files.SECRET_FILE).read_text(encoding="ascii") == first


def test_the_kept_key_is_the_one_that_settings_read(tmp_path, monkeypatch):
    monkeypatch.delenv("REFLECTORY_SECRET_KEY", raising=False)
    installation_files.prepare_installation(tmp_path)
    kept = (tmp_path / installation_files.SECRET_FILE).read_text(encoding="ascii").strip()
    assert environment.secret_key(tmp_path) == kept
    assert installation_files.SECRET_FILE == environment.SECRET_FILE
    assert installation_files.CONTACT_FILE == environment.CONTACT_FILE


def test_a_port_that_is_taken_is_named_and_nothing_is_made(site, tmp_path):
    address, _ = site
    port = int(address.rsplit(":", 1)[1].strip("/"))
    with pytest.raises(serving.PortTaken) as refusal:
        serving.serve(tmp_path / "new", port)
    assert str(refusal.value) == (
        f"Port {port} on 127.0.0.1 cannot be used (Address already in use). "
        "Stop what listens there, or choose another with --port."
    )
    assert not (tmp_path / "new").exists()


def test_only_this_machine_is_answered(site):
    address, _ = site
    port = int(address.rsplit(":", 1)[1].strip("/"))
    listening = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    hosts = {
        fields[1].split(":")[0]
        for fields in listening
        if fields[1].endswith(f":{port:04X}") and fields[3] == "0A"
    }
    assert hosts == {"0100007F"}  # 127.0.0.1, as the kernel writes it


def test_a_foreign_host_name_is_refused(site):
    address, _ = site
    request = urllib.request.Request(address, headers={"Host": "elsewhere.example"})
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request, timeout=5)
    assert refusal.value.code == 400
    refusal.value.close()


@pytest.mark.browser
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_first_page_has_no_barrier_that_axe_finds_and_fits_its_width(
    chromium, filled_site, width, colours
):
    address, _ = filled_site
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=colours)
    try:
        page = context.new_page()
        refused = []
        page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
        for path in ("", "nowhere"):
            page.goto(address + path)
            found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
            assert [violation["id"] for violation in found.response["violations"]] == []
            assert page.evaluate("document.documentElement.scrollWidth") == width
        assert [text for text in refused if "404" not in text] == []
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Public Sans"')
        assert page.evaluate("document.fonts.check('16px \"Public Sans\"')") is True
    finally:
        context.close()


@pytest.mark.browser
def test_the_keyboard_alone_reaches_the_content_signs_in_and_opens_a_report(chromium, filled_site):
    address, installation = filled_site
    _add_operator(installation)
    context = chromium.new_context()
    try:
        page = context.new_page()
        page.goto(f"{address}account/login/?next=/explorations/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        page.locator("input[name=login]").focus()
        page.keyboard.type("ola@example.org")
        page.locator("input[name=password]").focus()
        page.keyboard.type("a long enough secret")
        page.keyboard.press("Enter")
        page.wait_for_url("**/explorations/")
        page.get_by_role("link", name="survey 2026").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/explorations/survey%202026/report.html")
        assert page.title() == "the script ran"
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(1, 2, 3)"
    finally:
        context.close()
