"""The kinds of programme that this installation knows: those that ship, and files in its own `kinds` folder."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from reflectory.programmes.kinds import Kind, load_kinds, shipped_folder


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by key, read once per process. Raises `KindError` where a file is broken."""
    own = settings.REFLECTORY_DIR / "kinds"
    return load_kinds(shipped_folder(), *([own] if own.is_dir() else []))


def kind_of(key: str) -> Kind | None:
    """The kind, or None where its file is not there any more."""
    return kinds().get(key)
