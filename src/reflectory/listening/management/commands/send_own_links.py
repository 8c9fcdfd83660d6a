"""Sends somebody the links to their own pages; started beside the server by `actions.own_links`, not by people."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from reflectory.listening.actions.own_links import send_own_links


class Command(BaseCommand):
    """Finds the address by its fingerprint, so that no list of processes shows one."""

    help = "Sends the links to their own pages to whoever has the address with this fingerprint."

    def add_arguments(self, parser: CommandParser) -> None:
        """The fingerprint, and the address of this site."""
        parser.add_argument("fingerprint")
        parser.add_argument("site")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Sends; says nothing of whether there was anybody."""
        send_own_links(options["fingerprint"], site=options["site"])
