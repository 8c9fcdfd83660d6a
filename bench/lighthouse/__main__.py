"""`python -m bench.lighthouse SITE`: the scores of a published site, as Markdown tables."""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import shutil
import statistics
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bench.themes.tables import table

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
HEADER = ("page", "runs", *CATEGORIES, "first paint s", "largest paint s", "KB")
TEXT = (".html", ".css", ".svg", ".xml", ".json")
CHROME = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"


class Compressing(SimpleHTTPRequestHandler):
    """Files of a folder, text compressed."""

    def log_message(self, *_said: object) -> None:
        return

    def send_head(self):  # what the base class reads the body from
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file() or path.suffix not in TEXT:
            return super().send_head()
        made = gzip.compress(path.read_bytes(), mtime=0)
        self.send_response(200)
        for name, value in (
            ("Content-Type", f"{self.guess_type(str(path))}; charset=utf-8"), ("Content-Encoding", "gzip"),
            ("Content-Length", str(len(made))),
        ):  # fmt: skip
            self.send_header(name, value)
        self.end_headers()
        return io.BytesIO(made)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the folder on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressing, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def run(lighthouse: str, address: str, out: Path) -> dict:
    """One report of Lighthouse, kept in `out`."""
    told = subprocess.run(
        [
            lighthouse, address, "--quiet", "--form-factor=mobile", "--output=json", f"--output-path={out}",
            f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={CHROME}",
        ],
        env=dict(os.environ) | {"CHROME_PATH": os.environ.get("CHROME_PATH") or shutil.which("chromium") or ""},
        capture_output=True, text=True,
    )  # fmt: skip
    if told.returncode:
        raise SystemExit(f"Lighthouse ended with {told.returncode}: {told.stderr[-800:]}")
    return json.loads(out.read_text(encoding="utf-8"))


def row(name: str, reports: list[dict]) -> tuple[str, ...]:
    """A page's scores: the median, and the lowest where it is another."""

    def score(category: str) -> str:
        found = [round(100 * (one["categories"][category]["score"] or 0)) for one in reports]
        middle = round(statistics.median(found))
        return f"{middle}" if min(found) == middle else f"{middle} (lowest {min(found)})"

    def seconds(audit: str) -> str:
        return f"{statistics.median(one['audits'][audit]['numericValue'] for one in reports) / 1000:.1f}"

    size = statistics.median(one["audits"]["total-byte-weight"]["numericValue"] for one in reports) / 1000
    return (
        name, str(len(reports)), *map(score, CATEGORIES), seconds("first-contentful-paint"),
        seconds("largest-contentful-paint"), f"{size:.0f}",
    )  # fmt: skip


def failed(reports: list[dict]) -> list[str]:
    """Audits that were not passed in any of the runs and say something of the page."""
    found = {}
    for one in reports:
        counted = {ref["id"] for name in CATEGORIES for ref in one["categories"][name]["auditRefs"]}
        for key, audit in one["audits"].items():
            if key in counted and audit["score"] is not None and audit["score"] < 0.9:
                found[key] = (
                    f"{key} ({audit['score']}): {audit['title']} {audit.get('displayValue', '')}".strip()
                )
    return sorted(found.values())


def main() -> int:
    """Runs Lighthouse and prints the table; 1 where a median is under 95."""
    parser = argparse.ArgumentParser(prog="python -m bench.lighthouse", description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path, help="the folder `site` of a release")
    parser.add_argument("--lighthouse", default="lighthouse", help="the program, if it is not on the PATH")
    parser.add_argument("--runs", type=int, default=5, help="how often on the first page (default 5)")
    parser.add_argument("--also", action="append", default=[], help="another page, once: how-we-know/…/")
    parser.add_argument(
        "--out", type=Path, default=Path("bench/out/lighthouse"), help="where reports are kept"
    )
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    body, wrong, is_low = [], [], False
    with served(options.site) as address:
        for number, (page, n) in enumerate([("", options.runs), *((one, 1) for one in options.also)]):
            reports = [
                run(options.lighthouse, f"{address}/{page}", options.out / f"{number}-{turn}.json")
                for turn in range(n)
            ]
            body.append(row(page or "the first page", reports))
            wrong += [f"- {page or 'the first page'}: {one}" for one in failed(reports)]
            is_low |= any(
                statistics.median(one["categories"][name]["score"] or 0 for one in reports) < 0.95
                for name in CATEGORIES
            )
    print(f"### Lighthouse, mobile\n\n{table(HEADER, body)}\n")
    print("Audits under 0.9:\n\n" + "\n".join(wrong) if wrong else "No audit under 0.9.")
    return 1 if is_low else 0


if __name__ == "__main__":
    raise SystemExit(main())
