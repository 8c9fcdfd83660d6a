"""Which policy a self-contained report is served under.

A report carries its script and style inside, with a policy in its head that names their hashes. A header
must not be stricter, or the report breaks, and must not be looser, or a tampered report runs what it likes.
So the header repeats the report's own policy if that policy is of the narrow kind we write, and is the
site's otherwise; and always the page is put in a sandbox, where it cannot act for the reader.
"""

import re

# Scripts may run and tables may be downloaded; forms, plugins and the site's own cookies are out of reach.
SANDBOX = "sandbox allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"
CLOSED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

_META = re.compile(
    rb"<meta\s[^>]*http-equiv=[\"']?content-security-policy[\"']?[^>]*\scontent=\"([^\"]*)\"", re.IGNORECASE
)
_HASH = r"'sha(?:256|384|512)-[A-Za-z0-9+/]{43,88}={0,2}'"
# Directive → what each of its sources must look like.
_NARROW = {
    "default-src": re.compile(r"'none'"),
    "script-src": re.compile(rf"'none'|{_HASH}"),
    "style-src": re.compile(rf"'none'|{_HASH}"),
    "img-src": re.compile(r"'none'|data:"),
    "font-src": re.compile(r"'none'|data:"),
    "base-uri": re.compile(r"'none'"),
    "form-action": re.compile(r"'none'"),
    "connect-src": re.compile(r"'none'"),
    "object-src": re.compile(r"'none'"),
}
# The policy stands in the head, before anything that it governs.
_HEAD_BYTES = 16_384


def report_policy(html: bytes) -> str:
    """The header for this report: its own policy where that is narrow, else one that allows nothing."""
    found = _META.search(html[:_HEAD_BYTES])
    own = (
        found.group(1).decode("ascii", errors="replace").replace("&#x27;", "'").replace("&#39;", "'")
        if found
        else ""
    )
    kept = _narrow_directives(own)
    if kept is None:
        return f"{CLOSED}; {SANDBOX}"
    return "; ".join([*kept, "frame-ancestors 'none'", SANDBOX])


def _narrow_directives(policy: str) -> list[str] | None:
    """The policy's directives, or None where one of them allows more than a report needs."""
    directives = [part.split() for part in policy.split(";") if part.strip()]
    names = [name for name, *_ in directives]
    if "default-src" not in names or len(set(names)) != len(names):
        return None
    for name, *sources in directives:
        rule = _NARROW.get(name)
        if rule is None or not sources or not all(rule.fullmatch(source) for source in sources):
            return None
    return [" ".join(parts) for parts in directives]
