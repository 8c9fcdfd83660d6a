"""What is shipped: the wheel holds the files that pages and reports need, and nothing of tests or tools."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What the program reads beside its own modules.
NEEDED = {
    ".html",
    ".css",
    ".svg",
    ".js",
    ".json",
    ".mo",
    ".csv",
    ".typ",
    ".jinja",
    ".ttf",
    ".otf",
    ".woff2",
    ".txt",
}


def test_the_wheel_holds_every_file_that_the_program_reads_and_its_licence(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "src" / "reflectory"
    wanted = {
        path.relative_to(ROOT / "src").as_posix()
        for path in package.rglob("*")
        if path.suffix in NEEDED and "__pycache__" not in path.parts
    }
    assert wanted - names == set()
    assert [name for name in names if name.endswith(".dist-info/licenses/LICENSE")] != []
    assert {name.split("/")[0].split("-")[0] for name in names} == {"reflectory"}
