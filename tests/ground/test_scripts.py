"""The scripts a person starts with: what they say when something is missing; they do nothing twice."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("run", "test")


def run(command, *, path, **more):
    """A line of bash after script/lib.sh, with this PATH alone and no standard input."""
    script = f'. "{ROOT}/script/lib.sh"; {command}'
    environment = {"PATH": str(path), "HOME": "/nonexistent", **more}
    return subprocess.run(
        ["/bin/bash", "-c", script],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def tools(tmp_path):
    """A folder of programs that holds the plainest tools and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("dirname", "cat", "sed", "grep", "rm", "mv"):
        (folder / name).symlink_to(
            next(p for p in (Path("/usr/bin") / name, Path("/bin") / name) if p.exists())
        )
    return folder


def put(folder, name, text):
    """A program of a few lines of shell."""
    (folder / name).write_text("#!/bin/sh\n" + text, encoding="utf-8")
    (folder / name).chmod(0o755)


def test_without_python_one_sentence_says_how_to_install_it(tools, tmp_path):
    result = run("make_venv", path=tools, REFLECTORY_VENV=str(tmp_path / "venv"))
    assert result.returncode == 2
    assert result.stderr.splitlines()[-1] == (
        "Reflectory needs Python 3.11 or newer, and this machine has none: install it "
        "(Debian, Ubuntu: sudo apt-get install python3 python3-venv), then run this again."
    )


def test_with_an_old_python_the_sentence_names_its_version(tools, tmp_path):
    put(tools, "python3", 'case "$2" in *platform*) echo 3.9.2;; *) exit 1;; esac\n')
    result = run("make_venv", path=tools, REFLECTORY_VENV=str(tmp_path / "venv"))
    assert result.returncode == 2
    assert result.stderr.splitlines()[-1].startswith(
        "Reflectory needs Python 3.11 or newer, and this machine has 3.9.2: install a newer one"
    )


def test_without_the_venv_module_the_sentence_names_its_package(tools, tmp_path):
    put(tools, "python3", 'case "$2" in *ensurepip*) exit 1;; esac\n')
    result = run("make_venv", path=tools, REFLECTORY_VENV=str(tmp_path / "venv"))
    assert result.returncode == 2
    assert result.stderr.splitlines()[-1] == (
        "The Python on this machine cannot make environments: install its venv module "
        "(Debian, Ubuntu: sudo apt-get install python3-venv), then run this again."
    )


def test_an_environment_that_is_there_is_not_made_or_filled_again(tools, tmp_path):
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(Path(os.sys.executable).resolve())
    stamps = run("fingerprint run; fingerprint test", path=tools, REFLECTORY_VENV=str(venv)).stdout
    assert re.fullmatch(r"run [0-9a-f]{64}\ntest [0-9a-f]{64}\n", stamps)
    (venv / ".reflectory-installed").write_text(stamps, encoding="ascii")
    result = run("need_environment run; need_environment test", path=tools, REFLECTORY_VENV=str(venv))
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_a_changed_lock_asks_for_a_new_installation(tools, tmp_path):
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(Path(os.sys.executable).resolve())
    (venv / ".reflectory-installed").write_text("run " + "0" * 64 + "\n", encoding="ascii")
    result = run("is_installed run", path=tools, REFLECTORY_VENV=str(venv))
    assert result.returncode == 1


@pytest.mark.parametrize(("user", "through"), [("0", []), ("1000", ["sudo -n"])])
def test_ci_installs_what_the_tests_need_and_nothing_that_is_there(tools, tmp_path, user, through):
    put(tools, "id", f"echo {user}\n")
    put(tools, "pdftotext", "")
    log = tmp_path / "log"
    put(tools, "env", f'echo "$@" >> {log}\n')
    put(tools, "sudo", f'echo "sudo $1" >> {log}; shift; "$@"\n')
    result = run("set -euo pipefail; install_tools", path=tools)
    assert (result.returncode, result.stderr) == (0, "Installing chromium ...\n")
    apt = "DEBIAN_FRONTEND=noninteractive apt-get -qq"
    assert log.read_text(encoding="utf-8").splitlines() == [
        *through,
        f"{apt} update",
        *through,
        f"{apt} install --yes --no-install-recommends chromium",
    ]


def test_ci_without_rights_says_what_it_needs(tools):
    put(tools, "id", "echo 1000\n")
    result = run("install_tools", path=tools)
    assert result.returncode == 2
    assert result.stderr == (
        "CI needs chromium poppler-utils, and this user can install nothing: "
        "run as root, or install them first.\n"
    )


def test_the_demo_takes_no_file_and_says_which_command_does():
    result = subprocess.run(
        [ROOT / "script" / "demo", "mine.csv"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode == 2
    assert result.stderr == (
        "./script/demo takes no arguments. "
        "For a file of your own: ./script/reflectory explore your-answers.csv\n"
    )


@pytest.mark.parametrize(
    "name", ["demo", "test", "reflectory", "lock", "messages", "check-reasons", "check-house"]
)
def test_scripts_can_be_run(name):
    assert os.access(ROOT / "script" / name, os.X_OK)


def test_ci_runs_the_script_that_people_run():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == "exec bash script/test"
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_every_package_with_hashes_and_names_no_address(name):
    text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([a-z0-9.-]+)==[^\s\\]+", text, re.MULTILINE)
    entries = [
        entry for entry in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE) if not entry.startswith("#")
    ]
    assert len(pins) == len(entries)
    assert all("--hash=sha256:" in entry for entry in entries)
    assert re.findall(r"https?://|--index|--find-links", text) == []
    assert [pin for pin in pins if re.match(r"torch|nvidia|cuda|tensorflow", pin)] == []


def test_each_dependency_is_locked_and_testing_locks_the_same_versions_as_running():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    locks = {
        name: re.findall(
            r"^([a-z0-9.-]+)==([^\s\\]+)",
            (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
        for name in LOCKS
    }

    def names(lines):
        return {re.match(r"[A-Za-z0-9._-]+", line).group().lower().replace("_", "-") for line in lines}

    groups = project["dependency-groups"]
    extras = project["project"]["optional-dependencies"]
    running = names(project["project"]["dependencies"]) | names(extras["cluster"])
    assert running <= {name for name, _ in locks["run"]}
    assert running | names(groups["test"]) | names(groups["docs"]) <= {name for name, _ in locks["test"]}
    assert set(locks["run"]) <= set(locks["test"])
