"""Sentences made by combining words, for tests that need many."""

import random

WHO = [
    "The council",
    "Our school",
    "A neighbour",
    "The mayor",
    "My team",
    "The library",
    "A resident",
    "The bus driver",
]
DID = ["opened", "closed", "repaired", "asked about", "paid for", "talked about", "waited for", "measured"]
WHAT = [
    "the park",
    "the road by the river",
    "the budget for buses",
    "public housing",
    "a form",
    "the water bill",
]
WHEN = [
    "last year",
    "in spring",
    "twice",
    "with us",
    "before the vote",
    "for the families",
    "too late",
    "at night",
]
THEN = ["", "It helped. ", "Nobody knew why. ", "We asked for more time. ", "The data were slow. "]


def invented(n, seed=1):
    """n different answers of one or two sentences."""
    chance = random.Random(seed)
    found = {}
    while len(found) < n:
        words = " ".join(chance.choice(part) for part in (WHO, DID, WHAT, WHEN))
        found[
            f"{words}. {chance.choice(THEN)}{chance.choice(WHO)} {chance.choice(DID)} {chance.choice(WHAT)}."
        ] = 1
    return list(found)
