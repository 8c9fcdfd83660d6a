"""`reflectory demo`: the invented portfolio, built once and served on this computer."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import click

EXPLORATION = "explorations/invented-answers"
COLUMNS = (
    "--text", "answer", "--id", "id", "--respondent", "respondent", "--group", "government", "--group", "programme",
    "--group", "role", "--date", "answered_on", "--invented",
)  # fmt: skip


@click.command()
@click.option(
    "--dir", "directory", type=click.Path(path_type=Path), default=Path("reflectory-demo"), show_default=True,
    help="The folder to build it in.",
)  # fmt: skip
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port.")
@click.option("--no-serve", is_flag=True, help="Build it, say where it is, and stop.")
def demo(directory: Path, port: int, no_serve: bool) -> None:
    """Build the demonstration portfolio and serve it on this computer. Everything in it is invented."""
    # Imported here: no other command needs Django.
    from reflectory.workspace.installation import NotInvented
    from reflectory.workspace.serving import PortTaken, check_port, serve

    try:
        if not no_serve:
            check_port(port)
        build(directory.expanduser().absolute())
    except (NotInvented, PortTaken) as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from None
    tell(directory, port, is_served=not no_serve)
    if not no_serve:
        serve(directory, port)


def build(directory: Path) -> None:
    """Makes what is not there yet; a second time finds everything and makes nothing."""
    from reflectory.workspace.installation import mark_as_demonstration, open_installation

    mark_as_demonstration(directory)
    began = time.monotonic()
    exploring = _start_exploring(directory)
    open_installation(directory)
    from reflectory.core.visibility import system
    from reflectory.demonstration.loading import is_loaded, load

    if not is_loaded():
        click.echo("Building the demonstration portfolio: eight programmes in two years ...")
        load(by=system("Demonstration"))
        click.echo(f"Built in {time.monotonic() - began:.0f} seconds.")
    from reflectory.demonstration.published import publish_reports

    publish_reports(by=system("Demonstration"))
    if exploring is not None and exploring.wait() > 1:
        click.echo("The invented answers could not be explored; the rest is there.", err=True)


def released() -> list[tuple[str, str]]:
    """Address and name of what is live, newest year first."""
    from reflectory.reports.models import Report

    live = Report.objects.filter(live_release__isnull=False).select_related("live_release__report")
    return [(row.slug, row.live_release.key) for row in live if row.live_release is not None]


def _start_exploring(directory: Path) -> subprocess.Popen[bytes] | None:
    """Explores the invented answers beside the building; None where that was done before."""
    out = directory / EXPLORATION
    if (out / "report.html").exists():
        return None
    from reflectory.demonstration.rows import ANSWERS

    out.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "reflectory.cli", "explore", str(ANSWERS), *COLUMNS, "--out", str(out)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def tell(directory: Path, port: int, *, is_served: bool) -> None:
    """Prints where to look and whom to sign in as."""
    from reflectory.demonstration.signing_in import PASSWORD, SIGN_INS

    click.echo("")
    click.echo("Everything in it is invented: places, people and their words.")
    click.echo(f"  {directory / EXPLORATION / 'report.html'}   what a file of answers becomes")
    for slug, key in released():
        click.echo(f"  {directory / 'releases' / key / 'site' / 'index.html'}   a published report")
        if is_served:
            click.echo(f"  http://127.0.0.1:{port}/published/{slug}/   the same, served")
    if is_served:
        click.echo(f"  http://127.0.0.1:{port}/   the workspace; sign in there as one of:")
    else:
        click.echo(f"  reflectory serve --dir {directory}   serves the workspace; sign in there as one of:")
    for one in SIGN_INS:
        click.echo(f"      {one.email:<24}{one.what}")
    click.echo(f"    The password of all of them: {PASSWORD}")
    if is_served:
        click.echo("Press Ctrl-C to stop. The same command starts it again.")
