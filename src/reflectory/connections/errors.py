"""The one error of this room. Its text is a sentence for the person who runs the command."""

from __future__ import annotations


class CannotConnect(Exception):
    """What was asked for is not there or does not answer; the text says what to do."""
