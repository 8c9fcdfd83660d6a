"""Plants edited form letters among real passages and prints what is found: `python -m bench.campaigns`.

Letters, openings and the texts around them are sentences of the shared corpora, each used once. For the
timings texts of 25 words are put together from runs of three to seven words of the same sentences
(`--sizes`). Where `datasketch` is installed its MinHash LSH runs beside it on the same texts.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import importlib.util
import json
import random
import resource
import time
from collections import Counter, defaultdict
from pathlib import Path

from reflectory.engine.campaigns import find_campaigns, words_of
from reflectory.engine.segments import sentences

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
SHARES = (0.0, 0.05, 0.1, 0.2)
Planted = tuple[list[str], list[tuple[int, float, bool] | None]]


def real_sentences() -> list[str]:
    """Different sentences of safenet and nhs, in an order that does not depend on the files."""
    found: set[str] = set()
    for line in (DATA / "safenet" / "safenet.jsonl").read_text("utf-8").splitlines():
        text = json.loads(line)["Narrative"] or ""
        found |= {" ".join(text[a:b].split()) for a, b in sentences(text, "en")}
    for name, column in (("v6-NEAS.csv", "FFT answer"), ("phase_1.csv", "feedback")):
        with (DATA / "nhs" / name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                found |= {" ".join(row[column][a:b].split()) for a, b in sentences(row[column], "en")}
    pool = sorted(found)
    random.Random(11).shuffle(pool)
    return pool


def plant(pool: list[str], seed: int) -> Planted:
    """Letters of 20 to 60 words sent 3 to 20 times, half behind an opening line; and as many texts unsent."""
    rng = random.Random(seed)
    letters = [s for s in pool if 20 <= len(words_of(s)) <= 60]
    openings = iter([s for s in pool if 4 <= len(words_of(s)) <= 11])
    vocabulary = [word for s in letters[:2000] for word in s.split()]
    texts: list[str] = []
    truth: list[tuple[int, float, bool] | None] = []
    for number, letter in enumerate(letters[:400]):
        share = SHARES[number % len(SHARES)]
        for _ in range(rng.randint(3, 20)):
            text = " ".join(rng.choice(vocabulary) if rng.random() < share else w for w in letter.split())
            has_opening = rng.random() < 0.5
            texts.append(f"{next(openings)} {text}" if has_opening else text)
            truth.append((number, share, has_opening))
    texts += letters[400:]
    truth += [None] * (len(letters) - 400)
    return texts, truth


def report(name: str, planted: Planted, groups: list[list[int]], seconds: float) -> None:
    texts, truth = planted
    group_of = {row: n for n, rows in enumerate(groups) for row in rows}
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row, letter in enumerate(truth):
        if letter:
            rows_of[letter[0]].append(row)
    hits: dict[tuple[float, bool], list[bool]] = defaultdict(list)
    for rows in rows_of.values():
        main = Counter(group_of[row] for row in rows if row in group_of).most_common(1)
        for row in rows:
            _, share, has_opening = truth[row] or (0, 0.0, False)
            hits[share, has_opening].append(bool(main) and group_of.get(row) == main[0][0])
    wrong = sum(
        len(rows) - Counter(t[0] if (t := truth[row]) else -row - 1 for row in rows).most_common(1)[0][1]
        for rows in groups
    )
    n_grouped = sum(map(len, groups))
    print(f"\n{name}: {len(texts):,} texts, {len(groups)} campaigns, {seconds:.2f} CPU seconds")
    print(
        f"  wrongly joined {wrong} of {n_grouped} ({wrong / max(n_grouped, 1):.1%}; real repeats among them)"
    )
    for share in SHARES:
        plain, opened = hits[share, False], hits[share, True]
        print(
            f"  {share:.0%} of words changed: recall {sum(plain) / len(plain):.3f} bare, "
            f"{sum(opened) / len(opened):.3f} behind an opening"
        )


def by_datasketch(texts: list[str]) -> list[list[int]]:
    datasketch = importlib.import_module("datasketch")
    index = datasketch.MinHashLSH(threshold=0.6, num_perm=64)
    parent = list(range(len(texts)))

    def root(row: int) -> int:
        while parent[row] != row:
            row = parent[row]
        return row

    for row, text in enumerate(texts):
        sketch = datasketch.MinHash(num_perm=64)
        sketch.update_batch([word.encode() for word in set(words_of(text))])
        for other in index.query(sketch):
            parent[root(row)] = root(other)
        index.insert(row, sketch)
    groups: dict[int, list[int]] = defaultdict(list)
    for row in range(len(texts)):
        groups[root(row)].append(row)
    return [rows for rows in groups.values() if len(rows) >= 3]


def resampled(pool: list[str], n: int) -> list[str]:
    """Texts of about 25 words of which a fifth are letters sent 3 to 200 times."""
    rng = random.Random(5)
    words = [s.split() for s in pool]
    texts: list[str] = []
    for _ in range(n * 4 // 5):
        text: list[str] = []
        while len(text) < 25:
            source = rng.choice(words)
            at = rng.randrange(max(len(source) - 5, 1))
            text += source[at : at + rng.randint(3, 7)]
        texts.append(" ".join(text))
    n_own = len(texts)
    while len(texts) < n:
        letter = texts[rng.randrange(n_own)]
        texts += [
            f"{rng.choice(pool)} {letter}" if rng.random() < 0.5 else letter
            for _ in range(rng.randint(3, 200))
        ]
    return texts[:n]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[20_000, 200_000])
    sizes = parser.parse_args().sizes
    pool = real_sentences()
    planted = plant(pool, seed=1)
    started = time.process_time()
    found = find_campaigns(planted[0])
    report("reflectory", planted, [list(rows) for rows in found.members], time.process_time() - started)
    if importlib.util.find_spec("datasketch"):
        started = time.process_time()
        groups = by_datasketch(planted[0])
        report("datasketch", planted, groups, time.process_time() - started)
    else:
        print("\ndatasketch is not installed: not compared")
    print()
    for n in sizes:
        texts = resampled(pool, n)
        started = time.process_time()
        found = find_campaigns(texts)
        seconds = time.process_time() - started
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(
            f"{n:,} resampled texts: {seconds:.1f} CPU seconds, {len(found.members):,} campaigns, "
            f"peak memory of the whole run {memory:.2f} GB"
        )


if __name__ == "__main__":
    main()
