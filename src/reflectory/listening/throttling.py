"""How often one address may try a wrong code or link. Only what was wrong is counted, and for ten minutes alone.

What is right is never written down here, so that no counter tells when somebody answered. An address is kept as a
hash in the cache of this process, under a salt that goes with it.
"""

from __future__ import annotations

import hashlib
import secrets

from django.core.cache import cache
from django.http import HttpRequest

SECONDS = 600
MOST = 20  # wrong ones of one person
MOST_OF_ADDRESS = 200  # of all who come through one proxy or one school
_SALT = secrets.token_bytes(16)


def is_throttled(request: HttpRequest, *, what: str = "receipt") -> bool:
    """Whether too many wrong ones came from there. A receipt that is tried then is not even looked up."""
    person, address = _keys(request, what)
    return bool(cache.get(person, 0) >= MOST or cache.get(address, 0) >= MOST_OF_ADDRESS)


def count_miss(request: HttpRequest, *, what: str = "receipt") -> None:
    """Notes that one was wrong. Links are counted apart: a room that mistypes a slide locks nobody's receipt."""
    for key in _keys(request, what):
        if not cache.add(key, 1, SECONDS):
            try:
                cache.incr(key)
            except ValueError:  # it ran out in between
                cache.set(key, 1, SECONDS)


def _keys(request: HttpRequest, what: str) -> tuple[str, str]:
    """One for the person as a proxy names them, one for whatever address the line comes from."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    behind = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip()
    return _key(what, "person", address, behind), _key(what, "address", address)


def _key(*parts: str) -> str:
    told = hashlib.blake2b("\n".join(parts).encode(), key=_SALT, digest_size=16).hexdigest()
    return f"reflectory:wrong:{told}"
