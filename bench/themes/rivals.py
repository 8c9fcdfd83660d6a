"""The other ways to find themes, in an environment of their own: `python -m bench.themes.rivals` makes it.

It lies in `bench/out/rivals-venv` and holds what `rivals.txt` lists, without torch or sentence-transformers.
Nothing of it is needed by the product or its tests. The methods themselves are in `rival_worker.py`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.themes.job import Job, Result, read_result

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE.parent / "out" / "rivals-venv"
REQUIREMENTS = HERE / "rivals.txt"


@dataclass(frozen=True)
class Rival:
    """A method, by its name in the tables. `k` is None where it chooses the number of themes by itself."""

    name: str
    method: str
    k: int | None = None
    uses_embeddings: bool = True


def choosing_by_themselves() -> tuple[Rival, ...]:
    """The rivals that are not told a number of themes."""
    return (
        Rival("BERTopic, seeded", "bertopic"),
        Rival("BERTopic, as shipped", "bertopic-unseeded"),
        Rival("evoc", "evoc"),
    )


def nmf_told(k: int, told: str) -> Rival:
    """TF-IDF + NMF with `k` topics; `told` says where the number comes from."""
    return Rival(f"TF-IDF + NMF, k = {told}", "nmf", k, uses_embeddings=False)


def run_rival(job: Job, rival: Rival, *, fresh: bool) -> Result:
    """The result of one rival; an earlier one is taken where texts, embeddings and settings are the same."""
    worker = HERE / "rival_worker.py"
    settings = (
        rival.method,
        rival.k,
        REQUIREMENTS.read_text(encoding="utf-8"),
        worker.read_text(encoding="utf-8"),
    )
    key = job.fingerprint(*settings, embeddings=rival.uses_embeddings)
    path = job.folder / f"{rival.method}-{key}.npz"
    if fresh or not path.exists():
        with tempfile.TemporaryDirectory(dir=job.folder) as scratch:
            made = Path(scratch) / "result.npz"
            command = [ENVIRONMENT / "bin" / "python", worker, job.folder, rival.method, rival.k or 0, made]
            subprocess.run([str(part) for part in command], check=True)
            made.replace(path)
    return read_result(path)


def is_ready() -> bool:
    """Whether the environment is there and holds what `rivals.txt` lists today."""
    mark = ENVIRONMENT / "rivals.txt"
    return mark.exists() and mark.read_text(encoding="utf-8") == REQUIREMENTS.read_text(encoding="utf-8")


def make_environment() -> None:
    """Make the rivals' environment, or bring it up to what `rivals.txt` lists; does nothing twice."""
    if is_ready():
        return
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "-r", str(REQUIREMENTS)]
    subprocess.run(install, check=True)
    # Compiles what they compile when first imported, two minutes for evoc, so that no measured run does.
    subprocess.run([str(python), "-W", "ignore", "-c", "import bertopic, evoc"], check=True)
    (ENVIRONMENT / "rivals.txt").write_text(REQUIREMENTS.read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    make_environment()
    print(f"The rivals' environment is ready: {ENVIRONMENT}")
