"""The `reflectory` command: a public interface that people and scripts rely on.

Each command parses its options and calls the room that does the work. What is written and when it exits with
which status is in docs/reference/command-line.md. A command loads what it works with when it is called, so that
`--help` answers at once.
"""

from __future__ import annotations

import click

from reflectory import __version__
from reflectory.cli.demo import demo
from reflectory.cli.explore.command import explore
from reflectory.cli.init import init
from reflectory.cli.kobo import export_kobo, import_kobo
from reflectory.cli.portfolio import export_group, import_group
from reflectory.cli.publish import publish, verify
from reflectory.cli.said import import_csv
from reflectory.cli.serve import serve
from reflectory.cli.summaries import send_summaries
from reflectory.cli.tend import tend
from reflectory.cli.user import user


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="reflectory")
def main() -> None:
    """Reflectory: from what people said to what is published, and on to its use."""


main.add_command(demo)
main.add_command(explore)
main.add_command(export_group)
main.add_command(import_group)
import_group.add_command(import_csv)
import_group.add_command(import_kobo)
export_group.add_command(export_kobo)
main.add_command(init)
main.add_command(publish)
main.add_command(send_summaries)
main.add_command(serve)
main.add_command(tend)
main.add_command(user)
main.add_command(verify)
