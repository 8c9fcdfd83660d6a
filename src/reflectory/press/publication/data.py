"""The report as data: a CSV and a JSON file for every figure and table, and the Data Package that describes them.

CSV is UTF-8 after RFC 4180 with "\\n" at the end of lines; JSON is verbatim. Which tables there are is in `tables`,
what was withdrawn or hidden goes in `blanking`. The descriptor follows Frictionless Data Package v1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Any

from ..plain import harmless
from .blanking import blanked
from .content import Publication
from .tables import Table, figure_tables, tables

# What a licence is called in the Open Definition's list, and where it stands.
LICENCES = {
    "CC BY 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC BY-SA 4.0": ("CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC BY-NC 4.0": ("CC-BY-NC-4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
    "CC0 1.0": ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "ODbL 1.0": ("ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
}
_SPECIAL = re.compile('[",\r\n]|^ | $')
BETWEEN = "; "
CELLS = (
    "In CSV files a text that begins with =, +, -, @, a tab or a carriage return has an apostrophe (') before it, so "
    "that a spreadsheet does not take it for a formula; several values in one cell stand with a semicolon between "
    "them. JSON files are verbatim."
)
DIALECT = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True}


def render_data(publication: Publication) -> dict[str, bytes]:
    """The files of the folder `data/`, by their path in it."""
    publication = blanked(publication, text=str)
    made: dict[str, bytes] = {}
    resources: list[dict[str, Any]] = []
    for table in (*tables(publication), *figure_tables(publication)):
        as_table, as_objects = as_csv(table), as_json(table)
        made[f"{table.path}.csv"], made[f"{table.path}.json"] = as_table, as_objects
        resources += _resources(table, as_table, as_objects)
    made["datapackage.json"] = _json(_package(publication, resources))
    return made


def as_csv(table: Table) -> bytes:
    """The rows of a table under the names of its columns."""
    names = [column.name for column in table.columns]
    lines = [names, *([_cell(value) for value in row] for row in table.rows)]
    return "".join(",".join(map(_quoted, line)) + "\n" for line in lines).encode("utf-8", "replace")


def as_json(table: Table) -> bytes:
    """The rows of a table as objects; a table that is about one thing as that one object."""
    names = [column.name for column in table.columns]
    rows = [dict(zip(names, map(_value, row), strict=True)) for row in table.rows]
    return _json(rows[0] if table.is_one else rows)


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)  # a number is no formula, minus sign or not
    if isinstance(value, tuple):
        return harmless(BETWEEN.join(value))
    return "" if value is None else harmless(_value(value))


def _quoted(cell: str) -> str:
    """The cell as RFC 4180 has it. Python's csv, told to end lines with "\n", leaves a bare "\r" unquoted."""
    return '"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell


def _value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _resources(table: Table, as_table: bytes, as_objects: bytes) -> Iterator[dict[str, Any]]:
    name = _name(table.path)
    yield {
        "name": name,
        "profile": "tabular-data-resource",
        "path": f"{table.path}.csv",
        "title": table.title,
        "description": f"{table.description} {CELLS}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(as_table),
        "hash": f"sha256:{sha256(as_table).hexdigest()}",
        "dialect": DIALECT,
        "schema": {
            "fields": [
                {"name": column.name, "type": column.type, "description": column.description}
                | ({"format": "default"} if column.type == "date" else {})
                for column in table.columns
            ],
            "missingValues": [""],
        }
        | ({"primaryKey": list(table.keys)} if table.keys else {}),
    }
    yield {
        "name": f"{name}-json",
        "profile": "data-resource",
        "path": f"{table.path}.json",
        "title": f"{table.title} (JSON)",
        "description": f"{table.description} The same values as in {table.path}.csv, verbatim.",
        "format": "json",
        "mediatype": "application/json",
        "encoding": "utf-8",
        "bytes": len(as_objects),
        "hash": f"sha256:{sha256(as_objects).hexdigest()}",
    }


def _package(publication: Publication, resources: list[dict[str, Any]]) -> dict[str, Any]:
    code, address = LICENCES.get(publication.licence, (_name(publication.licence).upper(), ""))
    licence = {"name": code, "title": publication.licence} | ({"path": address} if address else {})
    publisher = {"title": publication.organisation, "role": "publisher"}
    told = " ".join(part for part in (publication.invented, publication.summary, CELLS) if part)
    return {
        "profile": "data-package",
        "name": _name(f"{publication.slug}-{publication.release}"),
        "title": " ".join(part for part in (publication.title, publication.strap) if part),
        "description": told,
        "version": publication.release,
        "created": f"{publication.released_on.isoformat()}T00:00:00Z",
        **({"licenses": [licence]} if publication.licence else {}),
        **({"contributors": [publisher]} if publication.organisation else {}),
        "keywords": ["public administration", "learning", str(publication.year)],
        "resources": resources,
    }  # fmt: skip


def _name(text: str) -> str:
    """A name as a descriptor may have it: lower case letters, digits, `.`, `_` and `-`."""
    return re.sub(r"[^a-z0-9._-]+", "-", text.lower()).strip("-") or "unnamed"
