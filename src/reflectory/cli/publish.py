"""`reflectory publish` and `reflectory verify`: a report becomes a release; a release proves itself."""

from __future__ import annotations

from pathlib import Path

import click

from reflectory.cli.opening import DIRECTORY, open_installation, stop


@click.command()
@click.argument("report")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Write a copy of the release here too."
)
@click.option(
    "--base-url", default="", metavar="URL",
    help="Where the site will be reached. Without it, what needs full addresses is left out.",
)  # fmt: skip
@DIRECTORY
def publish(report: str, out: Path | None, base_url: str, directory: Path) -> None:
    """Publish the report at address REPORT as a new release: site, PDF, data and proof.

    Refused, with the list of what stands in the way, unless two different people have signed it off as it is.
    """
    open_installation(directory)
    from reflectory.core.refusal import Refused
    from reflectory.core.visibility import system
    from reflectory.reports.models import Report
    from reflectory.reports.publishing import publish as publish_report
    from reflectory.reports.withdrawing import take_out

    if base_url and not base_url.startswith(("https://", "http://")):
        stop(f"{base_url} is no address of a site. It begins with https:// or http://.")
    row = Report.objects.filter(slug=report).first()
    if row is None:
        known = ", ".join(Report.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        stop(f"There is no report “{report}”. The reports of this installation: {known}.")
    by = system("Publishing, command line")
    try:
        if (taken_out := take_out(by=by, report=row)) is not None:
            click.echo(f"Withdrawn words were taken out first, in {taken_out.key}.")
        made = publish_report(by=by, report=row, base_url=base_url.rstrip("/"), out=out)
    except Refused as refused:
        click.echo(f"{row} was not published:", err=True)
        for line in str(refused).splitlines():
            click.echo(f"  {line}", err=True)
        raise SystemExit(2) from None
    if made.is_new:
        click.echo(f"Published {made.release.key}.")
    else:
        click.echo(f"{made.release.key} says all of this already; nothing was published again.")
    if not base_url:
        click.echo("Without --base-url: no sitemap, no feed, no addresses on cards.")
    click.echo(f"  {made.folder / 'site' / 'index.html'}")
    click.echo(f"  {made.folder / 'report.pdf'}")
    click.echo(f"  {made.folder / 'data'}")


@click.command()
@click.argument("release")
@DIRECTORY
def verify(release: str, directory: Path) -> None:
    """Check the RELEASE, a folder or a name, against the database: files, spans, consents, figures, sign-offs.

    Ends with exit status 1 and the list of what fails.
    """
    open_installation(directory)
    from reflectory.reports.verifying import NoRelease, find_release
    from reflectory.reports.verifying import verify as verify_release

    try:
        folder, row = find_release(release)
    except NoRelease as problem:
        stop(str(problem))
    failed = verify_release(folder, row)
    if failed:
        click.echo(f"{row.key} does not hold:", err=True)
        for line in failed:
            click.echo(f"  {line}", err=True)
        raise SystemExit(1)
    n_files, n_words = len(row.manifest["files"]), len(row.manifest["words"])
    click.echo(f"{row.key} holds: {n_files} files, {n_words} quotes, {len(row.manifest['figures'])} figures.")
