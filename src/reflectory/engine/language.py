"""In which language each text is, by py3langid's naive Bayes over bytes and by what the other texts are in.

A short text says little by itself: "Nothing" is English because the texts around it are. What is too short or
unclear even so is "und" (undetermined), as is a text without letters. Nothing is translated here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from reflectory.engine.canonical import canonical

DETECT_AT_MOST = 20_000  # different texts, read at some 6,000 a second; shares are known to a point
READ_AT_MOST = 600  # characters of a text; the language shows long before
SURE = 0.9  # share of the belief in one language from which a text tells what the corpus is in
SURE_LETTERS = 20
LEAST_PRIOR = 0.001  # no language is thought rarer than this, so that one clear sentence is enough
DECIDED = 0.5
UNDETERMINED = "und"
_NOT_LANGUAGE = "zxx"

_LISTED = """
    ace=Acehnese, af=Afrikaans, am=Amharic, an=Aragonese, ar=Arabic, ary=Moroccan Arabic,
    arz=Egyptian Arabic, as=Assamese, az=Azerbaijani, ba=Bashkir, bcl=Central Bikol, be=Belarusian,
    bg=Bulgarian, bn=Bangla, br=Breton, bs=Bosnian, ca=Catalan, crh=Crimean Tatar, cs=Czech,
    cy=Welsh, da=Danish, de=German, dz=Dzongkha, el=Greek, en=English, eo=Esperanto, es=Spanish,
    et=Estonian, eu=Basque, ext=Extremaduran, fa=Persian, fi=Finnish, fo=Faroese, fr=French,
    fuv=Nigerian Fulfulde, fy=Western Frisian, ga=Irish, gcf=Guadeloupean Creole, gcr=Guianese
    Creole, gd=Scottish Gaelic, gl=Galician, gom=Goan Konkani, grc=Ancient Greek, gu=Gujarati,
    gug=Guarani, guw=Gun, ha=Hausa, hbo=Ancient Hebrew, he=Hebrew, hi=Hindi, hr=Croatian, ht=Haitian
    Creole, hu=Hungarian, hy=Armenian, id=Indonesian, ig=Igbo, is=Icelandic, it=Italian,
    ja=Japanese, jv=Javanese, ka=Georgian, kab=Kabyle, kik=Kikuyu, kk=Kazakh, km=Khmer, kn=Kannada,
    ko=Korean, ku=Kurdish, ky=Kyrgyz, la=Latin, lb=Luxembourgish, lg=Ganda, lij=Ligurian,
    ln=Lingala, lo=Lao, lt=Lithuanian, ltg=Latgalian, lv=Latvian, mg=Malagasy, mk=Macedonian,
    ml=Malayalam, mn=Mongolian, mr=Marathi, ms=Malay, mt=Maltese, my=Burmese, ne=Nepali, nl=Dutch,
    nn=Norwegian Nynorsk, no=Norwegian, nso=Northern Sotho, oc=Occitan, om=Oromo, or=Odia,
    pa=Punjabi, pcm=Nigerian Pidgin, pl=Polish, ps=Pashto, pt=Portuguese, qu=Quechua, ro=Romanian,
    ru=Russian, rw=Kinyarwanda, sa=Sanskrit, sdh=Southern Kurdish, se=Northern Sami, si=Sinhala,
    sk=Slovak, sl=Slovenian, sn=Shona, so=Somali, sq=Albanian, sr=Serbian, st=Southern Sotho,
    sv=Swedish, sw=Swahili, ta=Tamil, te=Telugu, tg=Tajik, th=Thai, tk=Turkmen, tl=Tagalog,
    tr=Turkish, tt=Tatar, ug=Uyghur, uk=Ukrainian, und=undetermined, ur=Urdu, uz=Uzbek, uzs=Southern
    Uzbek, vec=Venetian, vi=Vietnamese, vo=Volapük, wa=Walloon, wuu=Wu Chinese, xh=Xhosa, yo=Yoruba,
    yue=Cantonese, zh=Chinese, zu=Zulu
"""
NAMES = dict(entry.split("=") for entry in " ".join(_LISTED.split()).split(", "))


@dataclass(frozen=True)
class Languages:
    """The language of each text as an ISO 639 code, "und" where unclear or not looked at.

    `counts` are the texts in each language among the `n_detected` that were looked at, most frequent first.
    """

    codes: tuple[str, ...]
    counts: dict[str, int]
    n_detected: int

    @property
    def main(self) -> str:
        """The language that most texts are in, "und" where none could be told."""
        return next((code for code in self.counts if code != UNDETERMINED), UNDETERMINED)


def detect(texts: Sequence[str], *, at_most: int = DETECT_AT_MOST) -> Languages:
    """The languages of the texts. Above `at_most` different texts only the first in canonical order are read.

    Belief by the words of a text is multiplied by how frequent the language is among the clear texts (Bayes).
    Worked line: of "Nothing" the bytes say .23 English, .16 Kikuyu; where 99 % of the clear texts are English
    and none is Kikuyu, that makes .23 x .99 against .16 x .001: English.
    """
    order = canonical(texts)
    looked_at = order.first[:at_most]
    labels = _identifier().labels
    beliefs = np.array([_beliefs(texts[row], labels) for row in looked_at.tolist()]).reshape(-1, len(labels))
    n_letters = np.array([_n_letters(texts[row]) for row in looked_at.tolist()], np.int64)
    is_sure = (beliefs.max(axis=1, initial=0) >= SURE) & (n_letters >= SURE_LETTERS)
    likely = beliefs * _prior(beliefs[is_sure], labels)
    likely /= likely.sum(axis=1, keepdims=True)
    best = likely.argmax(axis=1)
    is_told = (likely.max(axis=1, initial=0) >= DECIDED) & (n_letters > 0)
    told = [
        labels[which] if clear and labels[which] != _NOT_LANGUAGE else UNDETERMINED
        for which, clear in zip(best.tolist(), is_told.tolist(), strict=True)
    ]
    codes = tuple(told[k] if k < len(told) else UNDETERMINED for k in order.where.tolist())
    seen = Counter(code for code, k in zip(codes, order.where.tolist(), strict=True) if k < len(told))
    counts = dict(sorted(seen.items(), key=lambda item: (-item[1], item[0])))
    return Languages(codes=codes, counts=counts, n_detected=seen.total())


def name(code: str) -> str:
    """The English name of the language; the code itself where it is not known.

    >>> name("cy"), name("pt-BR"), name("tlh")
    ('Welsh', 'Portuguese', 'tlh')
    """
    return NAMES.get(code, NAMES.get(code.split("-")[0], code))


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _beliefs(text: str, labels: list[str]) -> NDArray[np.float64]:
    ranked = dict(_identifier().rank(text[:READ_AT_MOST]))
    # Rounded, so that the order in which a machine adds up decides nothing.
    return np.round([ranked[label] for label in labels], 5) + 1e-9


def _n_letters(text: str) -> int:
    return sum(map(str.isalpha, text[:READ_AT_MOST]))


def _prior(sure: NDArray[np.float64], labels: list[str]) -> NDArray[np.float64]:
    counts = np.bincount(sure.argmax(axis=1), minlength=len(labels)).astype(np.float64)
    prior: NDArray[np.float64] = np.maximum(counts / max(counts.sum(), 1.0), LEAST_PRIOR)
    return prior
