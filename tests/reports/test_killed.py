"""A publication is killed outright, by the signal that no process can answer, at one moment after another.

The commands are real processes over an installation of their own. Each is held at its moment by an audit hook of the
interpreter, tells so by a file, and is then killed: nothing of the project knows of it.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD = """
import sys
from pathlib import Path
from reflectory.workspace.installation import open_installation
open_installation(Path(sys.argv[1]))
from reflectory.reports.models import Section
from reflectory.reports.publishing import publish
from tests.reports.conftest import make_small
small = make_small()
small.sign()
publish(by=small.editor, report=small.report)
Section.objects.filter(kind="method").update(text="We read all of it, three times.")
small.sign()
"""
# Holds the command at the n-th time that something happens to a path of the release folder.
HELD = """
import os, re, signal, sys
event, part, nth, told = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
seen = 0
def hook(name, given):
    global seen
    if name == event and given and re.search(part, str(given[0])):
        seen += 1
        if seen == nth:
            os.close(os.open(told, os.O_CREAT | os.O_WRONLY))
            while True:
                signal.pause()
sys.addaudithook(hook)
sys.argv = ["reflectory", *sys.argv[5:]]
from reflectory.cli import main
main()
"""
HIDDEN = r"/releases/\.learned-2021-2-"
MOMENTS = {
    "nothing is there yet": ("os.mkdir", HIDDEN, 1),
    "one file is there": ("open", HIDDEN, 3),  # the first is the lock on the folder
    "some files are there": ("open", HIDDEN, 15),
    "all files are there, under the hidden name": ("os.rename", HIDDEN, 1),
    # Opened to force it to the disk: the folder has been moved, and the pointer has not.
    "the folder is in its place, the pointer is not moved": ("open", r"/releases$", 1),
}
N_LEFT = {"nothing is there yet": 0, "one file is there": 1, "some files are there": 13}


def environment():
    ours = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REFLECTORY_DIR"}
    }
    return {**ours, "PYTHONPATH": str(ROOT)}


def reflectory(*arguments):
    """A command carried through: its exit status and what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "reflectory.cli", *map(str, arguments)], env=environment(), capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def bytes_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def live(installation):
    """The number of the live release and of all releases, as the database says."""
    database = sqlite3.connect(installation / "reflectory.sqlite3")
    try:
        query = "select number from reports_release r join reports_report p on p.live_release_id = r.id"
        return [row[0] for row in database.execute(query)], [
            row[0] for row in database.execute("select number from reports_release order by number")
        ]
    finally:
        database.close()


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """One release is out, and another is signed off."""
    folder = tmp_path_factory.mktemp("killed") / "installation"
    subprocess.run([sys.executable, "-c", BUILD, str(folder)], env=environment(), check=True, timeout=120)
    return folder


@pytest.fixture(scope="module")
def wanted(installation, tmp_path_factory):
    """The bytes of the second release where nobody was killed."""
    folder = tmp_path_factory.mktemp("unharmed") / "installation"
    shutil.copytree(installation, folder)
    assert reflectory("publish", "learned-2021", "--dir", folder)[0] == 0
    return bytes_of(folder / "releases" / "learned-2021-2")


def kill_at(installation, told, event, part, nth):
    """Starts a publication, waits for the file that says it is held at the moment, and kills it."""
    process = subprocess.Popen(
        [sys.executable, "-c", HELD, event, part, str(nth), str(told), "publish", "learned-2021", "--dir",
         str(installation)],
        env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    deadline = time.monotonic() + 120
    while not told.exists():
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    return process.returncode


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_any_moment_the_old_release_stands_and_the_next_publication_is_whole(
    moment, installation, wanted, tmp_path
):
    folder = tmp_path / "installation"
    shutil.copytree(installation, folder)
    releases = folder / "releases"
    before = bytes_of(releases / "learned-2021-1")

    assert kill_at(folder, tmp_path / "held", *MOMENTS[moment]) == -signal.SIGKILL

    assert live(folder) == ([1], [1])
    assert bytes_of(releases / "learned-2021-1") == before
    found = releases / "learned-2021-2"
    assert not found.exists() or bytes_of(found) == wanted
    left = [path for path in releases.glob(".*/**/*") if path.is_file()]
    assert len(left) == N_LEFT.get(moment, 0 if found.exists() else len(wanted))

    assert reflectory("publish", "learned-2021", "--dir", folder)[0] == 0
    assert live(folder) == ([2], [1, 2])
    assert bytes_of(found) == wanted
    assert sorted(path.name for path in releases.iterdir()) == ["learned-2021-1", "learned-2021-2"]
    if moment == "the folder is in its place, the pointer is not moved":
        code, told = reflectory("verify", "learned-2021-2", "--dir", folder)
        assert (code, told.split(":")[0]) == (0, "learned-2021-2 holds")
