"""`reflectory serve`: the pages of an installation, on this computer."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "--dir",
    "directory",
    type=click.Path(path_type=Path),
    envvar="REFLECTORY_DIR",
    default=Path("reflectory-data"),
    show_default=True,
    help="The installation.",
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port.")
def serve(directory: Path, port: int) -> None:
    """Serve the pages of an installation on this computer, until interrupted."""
    # Imported here: no other command needs Django.
    from reflectory.workspace.serving import PortTaken
    from reflectory.workspace.serving import serve as serve_pages

    click.echo(f"http://127.0.0.1:{port}/ shows what is in {directory}. Press Ctrl-C to stop.")
    try:
        serve_pages(directory, port)
    except PortTaken as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from None
