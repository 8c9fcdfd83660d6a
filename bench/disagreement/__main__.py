"""Precision of the suggested disagreements where people coded the sentiment: `python -m bench.disagreement`.

Corpus: NHS trust NEAS, whose people coded each comment for themes and for sentiment from 1 (very positive)
to 5 (very negative). The cues of `polarity` were written and weighed with one half of the respondents in view
(by hash of the respondent); the figures are of the other half. Beside it stand trusts A and B
(`phase_1.csv`), whose criticality is above 0 for praise and below for complaint; the thresholds were chosen
with these in view too.

A pair is right where the praise was coded positive and the complaint negative: on NEAS 1 or 2, and 4 or 5, so
that a complaint coded 3 is an error. Blank codes and rows that could not be labelled are dropped, and
criticality 0, which holds plain praise as well. As a theme has few pairs, they are also taken from random
subsets of 60 % of each theme.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from reflectory.engine.disagreement import disagreements
from reflectory.engine.polarity import polarities

NHS = Path(__file__).parents[2] / ".." / "shared" / "data" / "nhs"
NOT_THEMES = {
    "Not assigned",
    "Labelling not possible",
    "Negative experience & dissatisfaction",
    "Positive experience & gratitude",
}
FIRST_CODE = 11
LEAST_TEXTS = 20
N_SUBSETS = 20


@dataclass(frozen=True)
class Corpus:
    name: str
    texts: list[str]
    side: NDArray[np.int64]  # 1 praise, -1 complaint, 0 neither
    themes: dict[str, list[int]]


def rows_of(name: str) -> list[dict[str, str]]:
    with (NHS / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def half_of(respondent: str) -> str:
    return "tuning" if blake2b(respondent.encode(), digest_size=1).digest()[0] % 2 else "held out"


def read_neas(half: str) -> Corpus:
    rows = rows_of("v6-NEAS.csv")
    codes = [c for c in list(rows[0])[FIRST_CODE:] if c not in NOT_THEMES]
    coded = [r for r in rows if r["Comment sentiment"] and not r["Labelling not possible"]]
    used = [r for r in coded if r["FFT answer"].strip() and half_of(r["Respondent ID"]) == half]
    side = [{"1": 1, "2": 1, "3": 0, "4": -1, "5": -1}[r["Comment sentiment"]] for r in used]
    themes = {code: [i for i, r in enumerate(used) if r[code] == "1"] for code in codes}
    return Corpus(f"NEAS, {half} half", [r["FFT answer"] for r in used], np.array(side), large(themes))


def read_other_trusts() -> Corpus:
    signs = {**dict.fromkeys("12345", 1), **{f"-{n}": -1 for n in range(1, 6)}}
    side: dict[str, int] = {}
    codes: dict[str, set[str]] = {}
    for row in rows_of("phase_1.csv"):
        text = row["feedback"]
        if (
            text.strip()
            and row["criticality"] in signs
            and side.get(text, 9) in (9, signs[row["criticality"]])
        ):
            side[text] = signs[row["criticality"]]
            codes.setdefault(text, set()).add(row["subcategory"])
    texts = list(side)
    names = sorted({code for found in codes.values() for code in found})
    themes = {name: [i for i, text in enumerate(texts) if name in codes[text]] for name in names}
    return Corpus("trusts A and B", texts, np.array(list(side.values())), large(themes))


def large(themes: dict[str, list[int]]) -> dict[str, list[int]]:
    return {code: members for code, members in themes.items() if len(members) >= LEAST_TEXTS}


def embed(texts: list[str]) -> NDArray[np.float64]:
    tfidf = TfidfVectorizer(sublinear_tf=True, min_df=2, stop_words="english").fit_transform(texts)
    vectors: NDArray[np.float64] = TruncatedSVD(128, random_state=0).fit_transform(tfidf)
    return vectors


def judge(
    corpus: Corpus,
    vectors: NDArray[np.float64],
    choose: Callable[[list[int]], list[int]],
    *,
    show: bool = False,
) -> list[list[bool]]:
    """For each theme, whether its first, second and third pair are right."""
    out = []
    for code, all_members in corpus.themes.items():
        members = choose(all_members)
        verdicts = []
        for pair in disagreements([corpus.texts[i] for i in members], vectors[members], k=3):
            one, other = members[pair.praise], members[pair.complaint]
            verdicts.append(bool(corpus.side[one] > 0 and corpus.side[other] < 0))
            if show:
                print(f"[{code}] {'right' if verdicts[-1] else 'WRONG'} {pair.score:.2f}")
                print("   +", " ".join(corpus.texts[one].split())[:200])
                print("   -", " ".join(corpus.texts[other].split())[:200])
        out.append(verdicts)
    return out


def line(what: str, verdicts: list[bool]) -> str:
    return f"  {what:<46} {np.mean(verdicts):.3f}  (n {len(verdicts)})"


def report(corpus: Corpus, *, show: bool) -> None:
    vectors = embed(corpus.texts)
    rng = random.Random(1)
    whole = judge(corpus, vectors, list, show=show)
    subsets = [
        verdicts
        for _ in range(N_SUBSETS)
        for verdicts in judge(corpus, vectors, lambda m: rng.sample(m, len(m) * 3 // 5))
    ]
    chance = []
    for members in corpus.themes.values():
        for _ in range(200):
            one, other = rng.sample(members, 2)
            chance.append(bool(corpus.side[one] * corpus.side[other] == -1))
    values = np.array(polarities(corpus.texts))
    print(f"{corpus.name}: {len(corpus.texts):,} comments, {len(corpus.themes)} themes")
    print(line("first pair of a theme is right", [v[0] for v in whole if v]))
    print(line("first three", [right for v in whole for right in v]))
    print(line(f"first, in {N_SUBSETS} subsets", [v[0] for v in subsets if v]))
    print(line(f"first three, in {N_SUBSETS} subsets", [right for v in subsets for right in v]))
    print(line("two random comments of a theme are opposed", chance))
    print(line("polarity above .6 is praise", list(corpus.side[values >= 0.6] > 0)))
    print(line("polarity below -.6 is complaint", list(corpus.side[values <= -0.6] < 0)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tuning", action="store_true", help="the half that the cues were weighed with")
    parser.add_argument("--show", action="store_true", help="print the pairs themselves")
    arguments = parser.parse_args()
    if arguments.tuning:
        report(read_neas("tuning"), show=arguments.show)
    else:
        report(read_neas("held out"), show=arguments.show)
        report(read_other_trusts(), show=arguments.show)


if __name__ == "__main__":
    main()
