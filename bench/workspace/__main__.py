"""`python -m bench.workspace`: pages under twenty times the demonstration, as Markdown tables."""

from __future__ import annotations

import argparse
import gc
import json
import os
import shutil
import sys
import time
from pathlib import Path

from bench.themes.tables import table

OUT = Path(__file__).resolve().parents[1] / "out"
HEADER = (
    "page", "role", "status", "first after a write, ms", "median ms", "p95 ms", "queries", "queries at one",
    "KB compressed",
)  # fmt: skip


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.workspace", description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=20, help="how many times the demonstration (default 20)")
    parser.add_argument("--requests", type=int, default=40, help="requests for each page (default 40)")
    parser.add_argument(
        "--postgresql", metavar="ADDRESS", help="an empty PostgreSQL database; without it SQLite"
    )
    parser.add_argument("--build", action="store_true", help="build the portfolio and ask nothing yet")
    parser.add_argument(
        "--again", action="store_true", help="ask the portfolio that the last run built, on the same database"
    )
    parser.add_argument("--out", type=Path, help="a file for the table, besides standard output")
    return parser.parse_args()


def folder_of(options: argparse.Namespace) -> Path:
    """Where this run keeps its installation."""
    return OUT / ("workspace-postgresql" if options.postgresql else "workspace")


def prepare(options: argparse.Namespace) -> None:
    """Names the database and starts Django on it, empty but for its tables."""
    folder = folder_of(options)
    if not options.again:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    os.environ["REFLECTORY_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "reflectory.config.settings"
    if options.postgresql:
        os.environ["DATABASE_URL"] = options.postgresql
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ALLOWED_HOSTS.append("testserver")
    call_command("migrate", verbosity=0)


def run(options: argparse.Namespace) -> str:
    """Builds, asks, multiplies, asks again."""
    from django.urls import get_resolver

    from bench.workspace.multiply import multiply
    from bench.workspace.pages import addresses, ask
    from reflectory.accounts.models import Account
    from reflectory.core.visibility import system
    from reflectory.demonstration.loading import load
    from reflectory.programmes.models import Grant

    if not options.again:
        began = time.perf_counter()
        load(by=system("A measurement"))
        print(f"the demonstration: {time.perf_counter() - began:.1f} s", file=sys.stderr, flush=True)
    lead = (
        Grant.objects.filter(role="programme_lead", ended_on__isnull=True).select_related("account").first()
    )
    accounts = {"operator": Account.objects.filter(is_operator=True).first(), "lead": lead.account}
    kept = folder_of(options) / "at-one.json"
    if not options.again:
        at_one = {
            f"{page} {role}": ask(page, address, role, account, n=2).n_queries
            for page, address in addresses().items()
            for role, account in accounts.items()
            if address
        }
        kept.write_text(json.dumps([at_one, multiply(options.times)]), encoding="utf-8")
    at_one, rows = json.loads(kept.read_text(encoding="utf-8"))
    if options.build:
        return ""
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()  # as `reflectory serve` does once everything is loaded
    asked = [
        ask(page, address, role, account, n=options.requests)
        for page, address in addresses().items()
        for role, account in accounts.items()
        if address
    ]
    stick = ask("yardstick: the sign-in page", "/account/login/", "nobody", None, n=options.requests)
    body = [
        (
            one.page, one.role, str(one.status), f"{one.first_ms:.0f}", f"{one.median_ms:.0f}",
            f"{one.p95_ms:.0f}", str(one.n_queries), str(at_one.get(f"{one.page} {one.role}", "")),
            f"{one.kb:.1f}",
        )
        for one in [stick, *asked]
    ]  # fmt: skip
    counts = ", ".join(f"{n:,} {name.split('.')[1]}" for name, n in rows.items())
    where = "PostgreSQL" if options.postgresql else "SQLite"
    slowest = max(asked, key=lambda one: one.p95_ms)
    return (
        f"### The workspace on {where}, {options.times} times the demonstration\n\nRows: {counts}.\n\n"
        f"{table(HEADER, body)}\n\nSlowest: {slowest.page} ({slowest.role}), p95 {slowest.p95_ms:.0f} ms, beside "
        f"{stick.p95_ms:.0f} ms for the yardstick. Largest: {max(one.kb for one in asked):.1f} KB.\n"
    )


if __name__ == "__main__":
    given = parse()
    prepare(given)
    text = run(given)
    print(text)
    if given.out:
        given.out.write_text(text, encoding="utf-8")
