"""The receipt of an answer: "k7m4-pq2x-9trw", by which its writer finds, changes or takes it back without an account.

It is made from the number under which the browser sent the answer and the installation's secret key, so that an
answer that is sent twice gets the same receipt twice. What is kept is its SHA-256 alone.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.utils.crypto import salted_hmac

# Without those that look alike on paper: 0 and o, 1, i and l. Twelve of these 31 are 59 bits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 12


def receipt_for(client_uuid: UUID) -> str:
    """The receipt of the answer with this number, in groups of four."""
    made = salted_hmac("reflectory.listening.receipt", str(client_uuid), algorithm="sha256").digest()
    number, letters = int.from_bytes(made), ""
    for _n in range(LENGTH):
        number, at = divmod(number, len(LETTERS))
        letters += LETTERS[at]
    return "-".join(letters[n : n + 4] for n in range(0, LENGTH, 4))


def hash_of(receipt: str) -> str:
    """What is kept of a receipt, however it was typed: with or without dashes, blanks and capitals."""
    return hashlib.sha256(plain(receipt).encode()).hexdigest()


def plain(typed: str) -> str:
    """A receipt as it is counted: small letters and digits alone.

    >>> plain(" K7M4 pq2x-9trw")
    'k7m4pq2x9trw'
    """
    return "".join(letter for letter in typed.lower() if letter.isalnum())


def is_receipt(typed: str) -> bool:
    """Whether it could be one; a code that could not is told so, without a look at what is kept."""
    letters = plain(typed)
    return len(letters) == LENGTH and set(letters) <= set(LETTERS)
