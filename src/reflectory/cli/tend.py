"""`reflectory tend`: what an installation does by itself when it is due, done once."""

from __future__ import annotations

from pathlib import Path

import click

from reflectory.cli.opening import DIRECTORY, open_installation


@click.command()
@DIRECTORY
def tend(directory: Path) -> None:
    """Do what is due, and end: for instance release a report without words that were withdrawn.

    `reflectory serve` does so every minute; where the pages are served otherwise, call this from cron. Ends with exit
    status 1 where something could not be done; what could be done, was.
    """
    open_installation(directory)
    from reflectory.core.tending import tend as do_what_is_due

    done = do_what_is_due()
    for one in done:
        for sentence in one.sentences:
            click.echo(sentence)
        if one.failed:
            click.echo(f"{one.label} did not work: {one.failed}", err=True)
    if any(one.failed for one in done):
        raise SystemExit(1)
    if not any(one.sentences for one in done):
        click.echo("Nothing was due.")
