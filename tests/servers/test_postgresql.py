"""What the rooms promise of the database holds on PostgreSQL too: the same tests, on a server of their own."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Where a database differs from another: triggers, search, constraints, counting, visibility.
SAME = [
    "tests/core/test_audit.py",
    *(
        f"tests/programmes/test_{name}.py"
        for name in ("figures", "stages", "visibility", "retention", "team_actions")
    ),
    *(f"tests/programmes/test_{name}_actions.py" for name in ("activity", "artefact", "editions")),
    "tests/directory/test_actions.py",
    "tests/evidence/test_checking.py",
    "tests/evidence/test_intake.py",
    "tests/evidence/test_from_responses.py",
    "tests/listening/test_actions.py",
    "tests/listening/test_anonymous.py",
    "tests/accounts/test_actions.py",
    "tests/workspace/test_search.py",
    "tests/workspace/test_figures.py",
]


def server_programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    reason = "PostgreSQL is not here: install it (Debian, Ubuntu: sudo apt-get install postgresql)"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def address() -> Iterator[str]:
    """A server that only this test knows, reached through a socket in its own folder."""
    programs = server_programs()
    home = Path("/tmp") / f"reflectory-pg-{os.getpid()}"  # the path of a socket has room for 107 letters
    home.mkdir(mode=0o700)
    # PostgreSQL refuses to run as root.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(home, "postgres", "postgres")
    data = home / "data"
    try:
        run = [
            *as_user,
            str(programs / "initdb"),
            "-D",
            str(data),
            "-U",
            "reflectory",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        subprocess.run(run, check=True, capture_output=True, cwd="/")
        options = f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync=off"
        control = [*as_user, str(programs / "pg_ctl"), "-D", str(data), "-w"]
        subprocess.run(
            [*control, "-o", options, "-l", str(home / "log"), "start"],
            check=True,
            capture_output=True,
            cwd="/",
        )
        yield f"postgres://reflectory@/postgres?host={home}"
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True, cwd="/")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def test_the_rooms_keep_their_promises_on_postgresql(address: str):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n0", "-m", "not browser", "-p", "no:cacheprovider", *SAME],
        cwd=ROOT, env={**os.environ, "DATABASE_URL": address}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]
    assert int(re.search(r"(\d+) passed", done.stdout).group(1)) > 100
