"""Words before a full stop that do not end a sentence, in five languages.

Only data and its lookup; `segments` says what follows from them. A language that is not here is read with
the lists of all five, so a word that ends sentences in one of them has no place among the titles of another.
"""

from __future__ import annotations

from typing import NamedTuple


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# A full stop after these never ends a sentence, because a name or a phrase follows.
_TITLES = {
    "en": "mr mrs ms mx dr prof rev hon gen col maj capt lt sgt cmdr gov sen rep st mt ft messrs",
    "es": "sr sra srta dr dra d dña ud uds vd lic ing arq prof gral",
    "fr": "m mm mme mmes mlle dr pr mgr st ste",
    "de": "hr fr dr prof dipl ing st frl",
    "pt": "sr sra srta dr dra d exmo exma prof profa eng",
}
# Nor after these, in the middle of a thought.
_INSIDE = {
    "en": "e.g i.e eg ie vs viz cf approx esp incl",
    "es": "p.ej ej p.e aprox máx mín av avda",
    "fr": "p.ex ex cf c.-à-d c.à.d env av bd",
    "de": "z.b zb d.h dh u.a o.ä u.ä z.t bzw ca vgl ggf inkl exkl evtl sog insb "
    "i.d.r v.a s.o s.u staatl städt öff",
    "pt": "p.ex ex aprox máx mín av",
}
# Only before a number: "No. 5", "p. 12". Otherwise "no" is a word.
_NUMBERED = {
    "en": "no nos p pp vol fig art sec ch para approx rev ver",
    "es": "no núm núms n pág págs p art arts cap fig vol",
    "fr": "no n p pp art chap fig vol al",
    "de": "nr nrn s abs art abb kap ziff bd tab lfd",
    "pt": "no n núm pág págs p art arts cap fig vol",
}
# These end one only before a capital: "and so on, etc. The next day".
_ENDINGS = {
    "en": "etc al inc ltd co corp llc jr sr bros dept govt assn ave blvd rd hwy min max ft hr hrs "
    "lb lbs a.m p.m am pm jan feb mar apr jun jul aug sep sept oct nov dec",
    "es": "etc cía a.m p.m ee.uu s.a aa.vv",
    "fr": "etc s.a",
    "de": "mind etc usw usf u.s.w u.v.m uvm dgl str jh jhd tel gem",
    "pt": "etc cia ltda s.a a.m p.m",
}
GERMAN_ORDINAL_NOUNS = _words(
    "januar jänner februar märz april mai juni juli august september oktober november dezember "
    "jahrhundert jahrhunderts bezirk klasse stock platz"
)
# After "U.S." a capital may be the next word of a name; these open a sentence.
OPENERS = _words(
    "the a an this that these those it he she we you they i there in on at but and so if when as our my "
    "their el la los las un una esto es se le les il elle nous vous ils ce der die das wir sie ich o os eu"
)

# Written without a capital too.
HONORIFICS = _words("mr mrs ms dr sr sra prof st")
# After an initial, where "Le" and "Das" may be part of a name.
PLAIN_OPENERS = _words("the this that these it we you they i he she there")


class Rules(NamedTuple):
    titles: frozenset[str]
    inside: frozenset[str]
    numbered: frozenset[str]
    endings: frozenset[str]


def _rules(*languages: str) -> Rules:
    tables = (_TITLES, _INSIDE, _NUMBERED, _ENDINGS)
    return Rules(*(_words(" ".join(table[code] for code in languages)) for table in tables))


ANY_LANGUAGE = _rules(*_TITLES)
BY_LANGUAGE = {code: _rules(code) for code in _TITLES}
