"""`reflectory send-summaries`: the mails that say what waits, to those who asked for one."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("send-summaries")
@click.option(
    "--dir", "directory", type=click.Path(path_type=Path), envvar="REFLECTORY_DIR", default=Path("reflectory-data"),
    show_default=True, help="The installation.",
)  # fmt: skip
@click.option("--site", default="http://127.0.0.1:8000", show_default=True, help="Where people reach it.")
def send_summaries(directory: Path, site: str) -> None:
    """Send today's summaries by e-mail; nobody is sent a second one on a day."""
    from reflectory.workspace.installation import is_installation, open_installation

    if not is_installation(directory):
        click.echo(f"{directory} is no installation. Make one first: reflectory init {directory}", err=True)
        raise SystemExit(2)
    open_installation(directory)
    from django.utils import timezone

    from reflectory.workspace.digest import send_digests

    n = send_digests(timezone.localdate(), base_url=site.rstrip("/"))
    click.echo(f"{n} {'summary was' if n == 1 else 'summaries were'} sent.")
