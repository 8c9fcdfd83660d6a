"""Makes and writes the files of one synthetic release, and tells what that took: `… bench.publish.once 20 DIR`."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from pathlib import Path

from django.conf import settings

from reflectory.reports.building import build, hashes
from reflectory.reports.folders import prepared, put_in_place
from tests.press.publication.sample import large


def main(size: int, out: Path) -> None:
    """Loading the program is not counted; making every file and forcing it to the disk is."""
    settings.configure(REFLECTORY_DIR=str(out.parent))  # all that folders ask of an installation
    publication = large(size)
    began = time.perf_counter()
    files = build(publication, base_url="https://reports.example.org")
    with prepared(files, out) as hidden:
        put_in_place(hidden, out)
    seconds = time.perf_counter() - began
    told = {
        "places": sum(len(getattr(section, "places", ())) for section in publication.sections),
        "quotes": sum(len(getattr(section, "quotes", ())) for section in publication.sections),
        "files": len(files),
        "mb": sum(map(len, files.values())) / 1e6,
        "seconds": seconds,
        "hash": hashlib.sha256(json.dumps(hashes(files)).encode()).hexdigest(),
    }
    out.with_suffix(".json").write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
