# ruff: noqa: E501 - made-up sentences are easier to read on one line than in pieces
"""Invented reports in three sizes, for the tests of the press and for looking at its pages.

Places and words are made up. Numbers are chosen to look like a real report, not computed from anything.
"""

from __future__ import annotations

from datetime import date

from reflectory.press.exploration.content import (
    Accounting,
    Campaign,
    ColumnUse,
    Curve,
    Difference,
    Disagreement,
    Exploration,
    Heat,
    HeatCell,
    Interval,
    Quote,
    Reason,
    Saturation,
    Spread,
    Step,
    SubTheme,
    Theme,
    Trend,
)

COUNCILS = (
    "Arlen", "Brookmere", "Calder Vale", "Dunmoor", "Eastwick", "Fenholm",
    "Garrick-on-Sea", "Hallow Bridge", "Inverlaw", "Jessop", "Kettleby", "Lower Marsh",
)  # fmt: skip
YEARS = ("2019", "2020", "2021", "2022", "2023")
SUBJECTS = (
    ("waiting, phone, answer", "Getting through", "I rang eleven times before anyone picked up, and then the line went dead."),
    ("letters, plain, understand", "Getting through", "The letter used words my own solicitor had to look up. Just tell me what I owe and when."),
    ("website, form, crash", "Getting through", "The form timed out twice, so I took the bus to the office and did it on paper in ten minutes."),
    ("names, remember, listen", "Getting through", "She remembered my name and what I had told her in March. Nobody had ever done that."),
    ("bins, missed, collection", "Streets and waste", "They missed our street three weeks running and each time the map said it had been done."),
    ("potholes, cycling, repair", "Streets and waste", "Fixed within a day! The crew even swept the gravel from the cycle lane."),
    ("lighting, path, evening", "Streets and waste", "I would walk to the class if the path by the canal were lit after five."),
    ("housing, damp, repairs", "Home", "My daughter’s room has mould behind the bed. They painted over it."),
    ("rent, arrears, notice", "Home", "We were two weeks behind and got a notice before anybody asked what had happened."),
    ("moving, list, years", "Home", "Nine years on the list. I stopped asking where we are."),
    ("youth, evening, club", "Being together", "The club on Thursdays is the only night my son leaves his room."),
    ("library, quiet, warm", "Being together", "It is warm, nobody asks you to buy anything, and the lady at the desk knows how to print."),
    ("park, benches, shade", "Being together", "Put the benches where the shade is in the afternoon, not where the plan is tidy."),
    ("buses, late, hospital", "Getting about", "Two buses and an hour and a half to the hospital, and the last one home is at six."),
    ("parking, permits, carers", "Getting about", "Carers get a ticket while they are washing my mother."),
    ("pavement, wheelchair, kerb", "Getting about", "One dropped kerb and I could do the whole parade on my own."),
)  # fmt: skip


def quote(
    n: int, text: str, *, lang: str = "en", council: str = "", day: date | None = None, dated: bool = True
) -> Quote:
    """One invented answer, placed in an invented file."""
    council = council or COUNCILS[n % len(COUNCILS)]
    told = day or date(2019 + n % 5, 1 + n % 12, 1 + n % 28)
    return Quote(
        text=text,
        id=f"R{n:04d}",
        place=f"row {n + 1}",
        row=n + 1,
        start=0,
        end=len(text),
        language=lang,
        groups=(("council", council), ("role", ("resident", "officer", "councillor")[n % 3])),
        said_on=told if dated else None,
    )


HARD = (
    ("<script>alert('no')</script> & <b>bold</b> “quotes” should stand as typed.", "en"),
    ("لم يرد أحد على الهاتف لمدة ثلاثة أيام، ثم وصلت الرسالة بلغة لا أفهمها.", "ar"),
    ("Никто не отвечал, а потом пришло письмо с чужим именем.", "ru"),
    ("没有人接电话，后来信寄到了邻居家。", "zh"),
    ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2, "de"),
    ("Great 👍🏽 thanks 🙏 — family of five 👨‍👩‍👧‍👦 here, tab\there, bell\x07 there.", "en"),
    ("फ़ोन पर कोई जवाब नहीं मिला, फिर चिट्ठी आई।", "hi"),
    ("איש לא ענה לטלפון במשך שלושה ימים.", "he"),
)


def theme(i: int, *, small: bool, dated: bool, grouped: bool, total: int) -> Theme:
    """The i-th invented theme."""
    label, coarse, words = SUBJECTS[i % len(SUBJECTS)]
    if i >= len(SUBJECTS):
        label = label.replace(",", f" {i},", 1)
    n_groups_all = 8 if small else 12
    people = max(2, round(total * (0.36 - 0.011 * i))) if not small else max(2, 18 - i)
    n_groups = max(1, n_groups_all - i % 7)
    said = tuple(COUNCILS[:n_groups])
    share = people / total
    verdict, sentence = (
        (
            ("rises", "From 18 of 70 people in 2019 to 41 of 90 in 2023; rises in 9 of 12 councils."),
            ("no change seen", "The share moves no more than chance would bring."),
            ("falls", "From 30 of 70 people in 2019 to 16 of 90 in 2023; falls in 8 of 12 councils."),
            ("no change seen", "The share moves no more than chance would bring."),
            ("too few groups", "Heard in too few councils in more than one year to tell change from chance."),
        )[i % 5]
        if not small
        else (
            ("recurs", "x"),
            ("too few groups", "Three years and few councils: change cannot be told from chance."),
        )[1]
    )
    points = tuple(
        (
            year,
            8 + (i * 7 + k * (3 if verdict == "rises" else -2 if verdict == "falls" else 0) * 2) % 31 + k % 3,
            70 + 5 * k,
        )
        for k, year in enumerate(YEARS)
    )
    trend = Trend(
        verdict if dated else "no dates",
        sentence if dated else "The answers carry no dates.",
        p=0.012 if verdict in ("rises", "falls") else 0.4,
        q=0.048 if verdict in ("rises", "falls") else 0.61,
        per_year=0.03,
        fragile=("Dunmoor",) if i % 5 == 2 else (),
        points=points if dated else (),
    )
    quotes = [quote(i * 13 + 1, words, dated=dated), *(
        quote(i * 13 + 2 + k, text, lang=lang, dated=dated) for k, (text, lang) in enumerate(HARD[:8] if i == 0 else HARD[i % 8 : i % 8 + 1])
    ), quote(i * 13 + 11, f"We have said it every year, and I say it again: {label.split(', ')[0]} comes first for the people in our street, and it has for as long as I have lived here, which is longer than most.", dated=dated)]  # fmt: skip
    opposed = ()
    if i % 4 == 0:
        opposed = (
            Disagreement(
                quote(i + 300, "It got much better this year. I got through at once.", dated=dated),
                quote(
                    i + 320,
                    "It is worse than ever; they have even taken the number off the letters.",
                    dated=dated,
                ),
            ),
        )
    return Theme(
        key=f"T{i + 1:02d}",
        label=label,
        coarse_key=coarse,
        coarse_label=coarse.lower(),
        n_segments=people * 2 + i,
        n_texts=people + 3,
        n_respondents=people,
        prevalence=Interval(share, max(0.0, share - 0.06), share + 0.07) if i != 9 else Interval(share, None, None, "no range: it is heard in one council only"),
        spread=Spread(
            n_groups=n_groups,
            n_groups_firmly=max(0, n_groups - 3),
            n_groups_all=n_groups_all,
            effective=max(1.0, n_groups * 0.8),
            most=tuple((c, 14 - k, 30) for k, c in enumerate(said[:3])),
            silent=tuple(COUNCILS[n_groups:n_groups_all]),
        ) if grouped else None,
        trend=trend,
        repeatability=(0.97, 0.84, 0.71, 0.55, 0.38)[i % 5],
        subthemes=tuple(
            SubTheme(f"T{i + 1:02d}.{k}", f"{label.split(', ')[k - 1]}, {('first', 'second', 'third')[k - 1]}", people // (k + 1), people // k, quote(i * 9 + k, words, dated=dated) if k == 1 else None)
            for k in (1, 2, 3)
        ) if i % 3 == 0 else (),
        quotes=tuple(quotes),
        disagreements=opposed,
        languages=(("en", people), ("ar", 2), ("ru", 1)) if i == 0 else (("en", people),),
    )  # fmt: skip


ACCOUNTING = Accounting(
    received=431,
    used=412,
    excluded=16,
    failed=3,
    exclusions=(
        Reason(
            "the cell is empty",
            (4, 5, 6, 19, 44, 45, 77, 101, 230, 231, 232),
            tuple(f"row {n}" for n in (4, 5, 6)),
            11,
        ),
        Reason("says only “no comment” or the like", (12, 90, 91, 92, 400), ("row 12",), 5),
    ),
    failures=(
        Reason(
            "the row has more cells than the header", (212, 213, 399), ("row 212", "row 213", "row 399"), 3
        ),
    ),
    warnings=(
        Reason("the date could not be read, and is taken as missing", (33, 34), ("row 33", "row 34"), 2),
    ),
)
COLUMNS = (
    ColumnUse(
        "text",
        "what_would_you_change",
        True,
        "it holds the longest texts, 24 words on average, and hardly any repeat",
    ),
    ColumnUse("id", "response_id", True, "every value is different and none is empty"),
    ColumnUse("group", "council", False, "named with --group"),
    ColumnUse("kind", "role", False, "named with --group"),
    ColumnUse("date", "received_on", True, "all but two values can be read as dates"),
)
METHOD = (
    ("From texts to passages", "Each text is cut at the ends of sentences into passages that can stand alone. A passage is a stretch of the text, never a copy."),
    ("From passages to themes", "Passages that say much the same in whatever words are drawn together. Names of places are masked first, so that a theme is not a place."),
    ("Counting", "People are counted, not passages. A letter that many sent is counted once."),
)  # fmt: skip
LIMITS = (
    "People who answer a survey differ from people who do not.",
    "Irony and sarcasm are often read as their opposite.",
    "A theme heard from fewer than three people may be missed.",
)
VERSIONS = (("reflectory", "0.1.0"), ("Seed", "7"), ("Embedding", "USE multilingual 3"))


def large(n_themes: int = 30) -> Exploration:
    """412 people in 12 councils over five years, 30 themes."""
    themes = tuple(
        sorted(
            (theme(i, small=False, dated=True, grouped=True, total=412) for i in range(n_themes)),
            key=lambda t: t.coarse_label,
        )
    )
    cells = tuple(
        (
            t.key,
            t.label,
            tuple(HeatCell((i * 5 + k * 3) % 19, 34 + k if (i + k) % 23 else 0) for k in range(12)),
        )
        for i, t in enumerate(themes)
    )
    letter = "I object to the closing of the Marsh Lane branch library. It is the only warm public room within two miles and I ask the council to think again."
    return Exploration(
        source_name="council-survey.csv",
        source_format="CSV, comma separated",
        source_sha256="9f2c" * 16,
        encoding="Windows-1252",
        accounting=ACCOUNTING,
        columns=COLUMNS,
        small=False,
        group_column="council",
        n_texts=412,
        n_segments=1204,
        n_respondents=412,
        n_groups=12,
        first_day=date(2019, 1, 4),
        last_day=date(2023, 12, 19),
        languages=(("en", "English", 371), ("ar", "Arabic", 22), ("ru", "Russian", 12), ("zh", "Chinese", 7)),
        embedding="a small multilingual sentence encoder (Apache-2.0)",
        themes=themes,
        unassigned_segments=143,
        unassigned_quotes=(quote(401, "No comment, but thank you for asking.", lang="en"), quote(402, "Ask my sister.", lang="en")),
        reading_order=tuple(Step(t.quotes[0], ((t.key, t.label),), (t.key,) if t.disagreements else ()) for t in themes),
        heats=(Heat("council", COUNCILS, cells, left_out=0), Heat("role", ("resident", "officer", "councillor"), tuple((k, name, c[:3]) for k, name, c in cells))),
        periods=YEARS,
        trend_method="Within each council the share of people who say a theme is compared between early and late years; signs are flipped over councils 9,999 times to see what chance alone brings.",
        differences=(
            Difference(themes[2].key, themes[2].label, "role", "Officers say it about twice as often as residents.", (("resident", 30, 260), ("officer", 25, 101), ("councillor", 6, 51)), 0.004, 0.03),
            Difference(themes[-1].key, themes[-1].label, "role", "Residents say it more than officers; councillors are too few to say.", (("resident", 80, 260), ("officer", 12, 101), ("councillor", 9, 51)), 0.001, 0.01),
        ),
        campaigns=(Campaign("L1", 23, 22, 17, quote(88, letter), tuple(range(60, 72)) + tuple(range(300, 311)), (themes[3].key, themes[0].key)),),
        saturation=Saturation(412, 0.96, 0.8, 100, "Another hundred people would likely bring about one new theme, between none and three.", tuple((n, 30 * (1 - 0.985**n)) for n in range(1, 413, 6))),
        curve=Curve(tuple((n, 0.42 + 0.16 * (1 - abs(n - 30) / 60) - (0.02 if n < 8 else 0)) for n in range(4, 81, 2)), 6, 30, 70, flat=False),
        method=METHOD,
        limits=LIMITS,
        notices=("Two dates could not be read and are taken as missing.",),
        invented=True,
        versions=VERSIONS,
    )  # fmt: skip


def small(n_themes: int = 9) -> Exploration:
    """31 people in 8 programmes, 9 themes or fewer."""
    themes = tuple(
        sorted(
            (theme(i, small=True, dated=True, grouped=True, total=31) for i in range(n_themes)),
            key=lambda t: t.coarse_label,
        )
    )
    cells = tuple(
        (t.key, t.label, tuple(HeatCell((i + k) % 4, 4 if k else 3) for k in range(8)))
        for i, t in enumerate(themes)
    )
    return Exploration(
        source_name="interviews/",
        source_format="a folder of .docx files",
        source_sha256="11aa" * 16,
        encoding=None,
        accounting=Accounting(31, 31, 0, 0, (), ()),
        columns=(ColumnUse("id", "file name", True, "each file is one text"), ColumnUse("group", "programme", False, "named with --group"), ColumnUse("respondent", "person", False, "named with --respondent")),
        small=True,
        group_column="programme",
        n_texts=31,
        n_segments=402,
        n_respondents=31,
        n_groups=8,
        first_day=date(2021, 3, 1),
        last_day=date(2023, 6, 9),
        languages=(("en", "English", 31),),
        embedding="a small multilingual sentence encoder (Apache-2.0)",
        themes=themes,
        unassigned_segments=40,
        unassigned_quotes=(quote(31, "We had tea first."),),
        reading_order=tuple(Step(t.quotes[0], ((t.key, t.label),), (t.key,) if t.disagreements else ()) for t in themes),
        heats=(Heat("programme", COUNCILS[:8], cells),),
        periods=("2021", "2022", "2023"),
        trend_method="Signs flipped over programmes.",
        differences=(),
        campaigns=(),
        saturation=Saturation(31, 0.8, 2.0, 10, "Another ten interviews would likely bring one to three new themes.", tuple((n, 9 * (1 - 0.9**n)) for n in range(1, 32))),
        curve=Curve(tuple((n, 0.4 + 0.01 * (n % 3)) for n in range(3, 20)), 4, 9, 16, flat=True),
        method=METHOD,
        limits=LIMITS,
        notices=(),
        versions=VERSIONS,
    )  # fmt: skip


def empty() -> Exploration:
    """One text, no groups, no dates, no themes."""
    return Exploration(
        source_name="one.txt",
        source_format="text",
        source_sha256="00ff" * 16,
        encoding="UTF-8",
        accounting=Accounting(1, 1, 0, 0, (), ()),
        columns=(ColumnUse("text", "the file", True, "a text file is one text"),),
        small=True,
        group_column=None,
        n_texts=1,
        n_segments=1,
        n_respondents=1,
        n_groups=0,
        first_day=None,
        last_day=None,
        languages=(("en", "English", 1),),
        embedding="",
        themes=(),
        unassigned_segments=1,
        unassigned_quotes=(quote(1, "It was fine.", dated=False),),
        reading_order=(),
        heats=(),
        periods=(),
        trend_method="",
        differences=(),
        campaigns=(),
        saturation=None,
        curve=None,
        method=(),
        limits=(),
        notices=("Only one text was usable, so there are no themes: read the text itself.",),
    )


def undated(*, grouped: bool) -> Exploration:
    """Four themes without dates, with or without groups."""
    from dataclasses import replace

    themes = tuple(theme(i, small=True, dated=False, grouped=grouped, total=31) for i in range(4))
    return replace(
        small(),
        themes=themes,
        group_column="council" if grouped else None,
        n_groups=1 if grouped else 0,
        first_day=None,
        last_day=None,
        heats=(),
        periods=(),
        reading_order=tuple(Step(t.quotes[0], ((t.key, t.label),)) for t in themes[:3]),
    )
