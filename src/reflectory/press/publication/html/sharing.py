"""Links that open a message with a text already in it: no script, no tracker, nothing loaded from anybody.

Each is an ordinary address; what the reader does there is between them and that service.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from ..content import ShareText

# Mastodon has no one server; joinmastodon.org asks which and passes the text on.
NETWORKS = (
    ("LinkedIn", "https://www.linkedin.com/feed/?shareActive=true&text="),
    ("Bluesky", "https://bsky.app/intent/compose?text="),
    ("Mastodon", "https://share.joinmastodon.org/#text="),
)


@dataclass(frozen=True)
class Shared:
    """A text, the whole of what is sent, and where to."""

    text: str
    whole: str
    links: tuple[tuple[str, str], ...]  # name and address
    by_mail: str


def share(text: ShareText, *, subject: str, address: str) -> Shared:
    """The text with the address behind it, where there is one."""
    whole = f"{text.text} {address}".strip()
    networks = [one for one in NETWORKS if not text.network or one[0].lower() == text.network.lower()]
    links = tuple((name, start + quote(whole, safe="")) for name, start in networks or NETWORKS)
    mail = f"mailto:?subject={quote(subject, safe='')}&body={quote(whole, safe='')}"
    return Shared(text.text, whole, links, mail)
