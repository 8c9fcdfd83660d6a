# ruff: noqa: E501 - made-up sentences are easier to read on one line than in pieces
"""Invented published reports, for the tests of `press.publication` and for looking at what it makes.

`sample` has every kind of section and everything that could go wrong, `next_year` another order with areas, `bare`
next to nothing, `large` is for timing. `PLANTED` must appear in no published byte: it stands in withdrawn words and
in cells that are hidden. Places are the demonstration's invented ones; numbers are made up, not counted.
"""

from __future__ import annotations

import csv
import struct
import zlib
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files

from reflectory.press.publication.content import (
    Became,
    Correction,
    Corrections,
    Download,
    Figure,
    Heard,
    HeardFrom,
    HowWeKnow,
    Impact,
    InProgramme,
    Link,
    Outcome,
    Picture,
    Place,
    Point,
    Programme,
    Programmes,
    Prose,
    Publication,
    Quotes,
    Reason,
    Recommendation,
    Recommendations,
    Recurrence,
    RunFacts,
    Share,
    ShareText,
    Supporters,
    Takeaway,
    Takeaways,
    Where,
    Words,
)

AS_OF = date(2021, 12, 31)
# In withdrawn words, their attribution, and cells of fewer than the floor.
PLANTED = (
    "the heron under Mill Bridge",
    "Planted Person, Planted County",
    "90817",
    "90823",
    "90841",
    "planted-role",
    "90859",
    "the planted reason",
)


def picture(width: int, height: int) -> bytes:
    """A plain PNG with somebody's name written into it, which no reader needs."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + bytes(90 + (i * 120 // width) for i in range(width))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    named = chunk(b"tEXt", b"Author\0" + PLANTED[1].encode())
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + named + chunk(b"IDAT", zlib.compress(row * height)) + chunk(b"IEND", b"")  # fmt: skip


HOSTILE = (
    "They said the form was “fixed”. <script>alert('no')</script> & </blockquote> it came back the next day."
)

SPOKEN = (
    ("q1", "We used to read the list of mistakes aloud with everybody’s initials on it. Then one month my director put hers first, and the room changed.", "en", "Department director, Larkspur County", "failing-forward"),
    ("q2", "Nobody asked who did it. They asked what the form had made us do.", "en", "Front-line worker, Cottonrose County", "failing-forward"),
    ("q3", "Las cartas salen en un inglés de abogado. Yo las traduzco por teléfono, una por una, y eso no cuenta como trabajo.", "es", "Front-line worker, Larkspur County", "failing-forward"),
    ("q4", "I said it in the small group because it was a small group. A month later it was on a checklist with my words in it.", "en", "Somebody who took part", "failing-forward"),
    ("q5", "Eleven of the fourteen houses belong to companies with the same post box. I have known that since 2012 and this was the first time I was asked.", "en", "Front-line worker, Blue Quarry", "innovation-track"),
    ("q6", "You shut my water with a baby in the house over a bill that was not mine. Start there, and then we can talk about a journey map.", "en", "Resident, Blue Quarry", "innovation-track"),
    ("q7", "What I got was a request for $2,900 and a date on which they would come back and tell me if it had not worked. Nobody in my nineteen years has put that date on a form.", "en", "Budget officer, Juniper Mesa", "innovation-track"),
    ("q8", "Yo entro a las cuatro de la mañana y a esa hora no hay guardería, hay mi vecina.", "es", "Resident, Juniper Mesa", "innovation-track"),
    ("q9", "Eight departments, two of which had ever answered each other’s mail.", "en", "Team member, Maple Weir", "innovation-training"),
    ("q10", "The one-page map of doors is printed in four languages. The doors themselves are as many as before.", "en", "Team member, Maple Weir", "innovation-training"),
    ("q11", "Eu fiz o primeiro teste com as mulheres da feira. Elas riram, viraram o carrinho e mostraram onde ele ia quebrar.", "pt", "Second contact, Vila Imbondeiro", "mayors-challenge"),
    ("q12", "كنا نكتب التقرير للمكتب، ولم يسألنا أحد ماذا قالت النساء عند البئر.", "ar", "City lead, a city in North Africa", "mayors-challenge"),
    ("q13", "They tested it on my block for three weeks. Then the van was gone, and the boys who had got used to it were standing where it had been.", "en", "Community partner", "mayors-challenge"),
    ("q14", HOSTILE, "en", "Team member, Alderstone", "opportunity-sprint"),
    ("q15", "Two gatherings in, I had heard sorry four times and seen the minutes once.", "en", "Resident", "earned-legitimacy"),
    ("q16", "Come twice. Everybody comes once.", "en", "Interviewee", "listening-series"),
    ("q17", "Je suis arrivée il y a neuf ans. On nous dit : osez. Moi, j’ai un contrat renouvelable, alors j’ose après.", "fr", "Front-line worker, Cottonrose County", "failing-forward"),
    ("q18", "How are others reopening sites, at what price a swab, and did you get the same parking lot back? Ours is a carnival.", "en", "County official", "solutions-group"),
    ("q19", "Me pidieron la carta del dueño. Si el dueño me quisiera dar una carta, no estaría yo aquí. Ahí me quedé, en la pantalla tres.", "es", "Resident, Alderstone", "opportunity-sprint"),
    ("q20", "We had asked for forty fields; the truthful answer was four.", "en", "Technology partner", "opportunity-sprint"),
    ("q21", "Our sponsor came to the opening and to the photograph.", "en", "", "innovation-training"),
    ("q22", "A small pilot travels fine as a slide.", "en", "Front-line worker, Cottonrose County", "failing-forward"),
    ("q23", "Next month we will know whether the checklist is still on the wall when the coach is not in the room, and that is the only measure I believe in, because everything looks adopted in the week of the showcase and nothing looks adopted in the week after a resignation.", "en", "Deputy to the chief administrative officer for strategy, performance and resident experience, Saint-Lorin-sur-Sambrelle", "mayors-challenge"),
)  # fmt: skip


def words(key: str) -> Words:
    """What somebody said, by its key; `gone` was withdrawn."""
    if key == "gone":
        return Words(key, PLANTED[0], "en", False, PLANTED[1], "failing-forward", "spring 2021", "Withdrawn on 3 March 2022 by the person who said it.")  # fmt: skip
    found = next(one for one in SPOKEN if one[0] == key)
    return Words(
        key, found[1], found[2], found[2] == "ar", found[3], found[4], "spring 2021" if key == "q1" else ""
    )


def figure(key: str, value: int, label: str, *, shown: str = "", names: tuple[str, ...] = (), caveat: str = "") -> Figure:  # fmt: skip
    return Figure(key, value, shown or f"{value:,}", label, f"Counts each of the {label} once, however often they took part.", "Editions that ended in 2021.", AS_OF, caveat, names)  # fmt: skip


@cache
def places(n_here: int = 133, n_elsewhere: int = 40) -> tuple[Place, ...]:
    """Invented governments: those of the United States first, with two that have no coordinates."""
    folder = files("reflectory.demonstration").joinpath("portfolio")
    rows = list(csv.DictReader(folder.joinpath("governments.csv").read_text("utf-8").splitlines()))
    here = [row for row in rows if row["country"] == "US"]
    elsewhere = [row for row in rows if row["country"] != "US"][:: max(1, 500 // n_elsewhere)]
    made = []
    for i, row in enumerate(here[:n_here] + elsewhere[:n_elsewhere]):
        told = {"city": "City", "county": "County", "state": "State", "tribal_nation": "Tribal nation"}
        anchors = [ANCHORS[i % len(ANCHORS)]] + ([ANCHORS[(i * 3 + 1) % len(ANCHORS)]] if i % 7 == 0 else [])
        at = (
            (float(row["longitude"]), float(row["latitude"]))
            if row["latitude"] and i not in (4, 77)
            else (None, None)
        )
        where = row["region"] or {"AL": "Albania", "FR": "France", "BR": "Brazil"}.get(
            row["country"], row["country"]
        )
        made.append(Place(row["name"], told.get(row["level"], "Government"), where, row["country"], tuple(dict.fromkeys(anchors)), *at))  # fmt: skip
    return tuple(made)


ANCHORS = ("failing-forward", "innovation-track", "innovation-training", "mayors-challenge", "earned-legitimacy", "solutions-group", "opportunity-sprint", "listening-series")  # fmt: skip
UNIVERSITY, LINES = "Wickham Pell University", "Association of Listening Counties"


def programmes() -> tuple[Programme, ...]:
    return (
        Programme("failing-forward", "Failing Forward in Local Government", "The Candid County Initiative", ("A year in which county departments look at what went wrong, try small remedies, and tell their leaders what they found. Leaders sit in classes of their own at the same time, so that nobody is asked to be candid upwards into a room that has not been prepared for it.",), (figure("governments-failing-forward", 5, "counties", names=("Aldergate County", "Cottonrose County", "Fennimore County", "Larkspur County", "Saltgrass County")), figure("departments-failing-forward", 17, "departments")), (LINES,), ("Quartermoon Foundation",), ("Each department chose one thing that had not worked and that it could change without asking anybody.", "By the end of the year 31 remedies had been tried. Nine are still in use; for eleven nobody can say."), (words("q1"), words("gone"), words("q3"))),
        Programme("innovation-track", "Innovation Track", "City Halls at Work", ("Nine months with a coach for one hard city problem: a mixed team talks with residents, builds prototypes and tests them on the people who will have to live with them.",), (figure("cities-innovation-track", 11, "cities"), figure("core-team-members", 96, "core team members")), (UNIVERSITY,), ("Halfway Bridge Fund",), ("Eleven cities named eleven things: empty houses, night buses, water bills, a graveyard.",), (words("q5"), words("q7"))),
        Programme("innovation-training", "Innovation Training Program", "City Halls at Work", ("Workshops almost every week for core teams drawn from many departments, from first interviews to tested ideas.",), (figure("cities-innovation-training", 12, "cities"), figure("departments-innovation-training", 84, "departments")), (UNIVERSITY,), ("Halfway Bridge Fund",), ("Core teams met 41 times.",), (words("q9"),)),
        Programme("mayors-challenge", "Global Mayors Challenge", "", ("Cities of every continent apply with one idea born of the pandemic. Fifty champions test theirs with residents and fifteen win.",), (figure("applications-mayors-challenge", 631, "cities applied", shown="600+", caveat="Two applications that were sent twice count once."), figure("application-countries", 99, "countries"), figure("finalists", 50, "finalists"), figure("winners", 15, "winners")), (UNIVERSITY,), ("Open Orchard Trust", "Halfway Bridge Fund"), ("Finalists had four months and a coach who kept their hours, or tried to.",), (words("q11"), words("q12"))),
        Programme("earned-legitimacy", "Earned Legitimacy Learning Cohort", "", ("Ten weeks in which residents and public servants name harm that was done, and agree on what government owes them next.",), (figure("governments-earned-legitimacy", 4, "cities and counties"),), (), ("Saltmeadow Endowment",)),
        Programme("solutions-group", "Pandemic Solutions Group", "The Common Ward Effort", ("States, places, tribal nations and community partners compare notes on the pandemic every second week, in confidence.",), (figure("states", 21, "states"), figure("localities", 28, "localities"), figure("community-partners", 6, "community partners", names=("Clínica del Puente", "Delta Neighbors Network", "Elders at the Table", "First Mile Pharmacists", "Ninth Street Mutual Aid", "Threshold Health Alliance"))), ("Threshold Health Alliance", "Clínica del Puente", "Ninth Street Mutual Aid", "Elders at the Table", "Delta Neighbors Network", "First Mile Pharmacists"), ("Quartermoon Foundation",), ("Twenty-three calls, none recorded.",)),
        Programme("opportunity-sprint", "The Opportunity Sprint for Cities", "", ("Eighteen weeks in which a city, a community body and a technology partner own one housing tool together.",), (figure("cities-opportunity-sprint", 2, "cities", names=("Alderstone", "Juniper Mesa")),), ("Plainthread Software", "Ledgerlight Volunteers"), ("Saltmeadow Endowment", "Halfway Bridge Fund"), ("Two cities, two tools, one of them still open.",), (words("q14"), words("q19"))),
        Programme("listening-series", "Inclusive Economies Government Listening Series", "", ("Thirty conversations with people in twelve local governments about what keeps small firms and workers out, and what would help.",), (figure("interviews", 30, "interviews"), figure("interviewed-governments", 12, "local governments")), (), ("Open Orchard Trust",)),
    )  # fmt: skip


def recurrence(label: str, sentence: str, heard: tuple[int, ...], *keys: str) -> Recurrence:
    """A theme across the programmes; the last but one is hidden, the last too small for an interval."""
    rows = []
    for i, (name, n) in enumerate(zip(ANCHORS, heard, strict=True)):
        if i == 6:
            rows.append(InProgramme(name, 90817, 90823, 90841, 90817, 0.90823, 0.90817, 0.90841, True))
            continue
        share = n / 24
        low, high = (
            (None, None) if i == 7 else (round(max(share - 0.15, 0), 3), round(min(share + 0.16, 1), 3))
        )
        rows.append(InProgramme(name, 24, n, 12, min(n, 9), round(share, 3), low, high))
    return Recurrence(label, sentence, tuple(rows), 0.87, tuple(words(key) for key in keys))


def evidence(*links: tuple[str, str, str]) -> tuple[Link, ...]:
    return tuple(Link(kind, words(key), why) for kind, key, why in links)


def takeaways() -> tuple[Takeaway, ...]:
    return (
        Takeaway("culture", 1, "", "People tell the truth about failure when their managers go first, and stop when it is used against them.", ("In five counties the same exercise was loved in one department and dreaded next door. What differed was not the exercise. It was who had spoken first.", "We had expected training to be the lever. It mattered less than the first meeting after the training."), (Point("Let the most senior person in the room tell the first failure, a recent one, with what it cost."), Point("Say before a session who will see what is written down, and keep to it for a year."), Point("Count remedies that were dropped, with why, as carefully as those that were kept.")), HowWeKnow(evidence(("supports", "q1", "It says what changed the room: the director’s own entry."), ("supports", "q2", ""), ("supports", "gone", "Said why she had stayed silent."), ("supports", "q3", "Work that nobody counts is not told about."), ("complicates", "q17", "Who goes first is easier for those with a permanent post."), ("complicates", "q22", "What worked in one office harmed the next."), ("contradicts", "q4", "The manager had gone first here, and it was used all the same.")), (recurrence("manager, first, own, mistake", "Heard in 7 of 8 programmes, in 31 of 58 governments.", (14, 9, 8, 3, 11, 4, 2, 5), "q1", "q2", "q15"), recurrence("checklist, words, confidential, wall", "Heard in 4 of 8 programmes, in 12 of 58 governments.", (8, 0, 3, 0, 5, 2, 1, 0), "q4")), 31, 7, ("In Larkspur County leaders went first and people followed. In Cottonrose County leaders went first and people waited to see what would happen to those who followed.",), ("Nobody who left during the year was asked. Night shifts were heard through their supervisors only.",), ("Two of us read all 96 passages that the engine had gathered under these themes and set aside 23. A third, who had coached none of the counties, judged which way each of the rest pointed.", "We call the claim contested: of 73 passages 15 complicate it and 6 contradict it."), ("I would not publish this as a finding about managers. In both counties where it held, somebody had also been hired that year whose work was to follow up. — a member of the programme team",), ("If departments whose managers never spoke first told as much.",))),
        Takeaway("relationships", 2, "", "A second visit teaches more than a first survey.", ("Teams that came back with what they had made of people’s words were told things that no first conversation had brought.",), (Point("Plan and pay for the second visit before the first is made."), Point("Bring something that can be knocked over.")), HowWeKnow(evidence(("supports", "q11", "It was the overturned cart that taught them."), ("supports", "q16", ""), ("supports", "q6", ""), ("complicates", "q13", "Coming back and then going away is worse than once."), ("contradicts", "q20", "Here the answer lay in the first conversation.")), (recurrence("back, again, second, twice", "Heard in 5 of 8 programmes, in 22 of 58 governments.", (2, 10, 6, 12, 7, 0, 3, 9), "q16", "q6"),), 22, 5, (), ("People who had said no to the first conversation.",), ("One of us sorted, one checked every fifth.",))),
        Takeaway("design", 3, "", "Programmes that leave room to change in the middle keep the people who would otherwise go.", ("This is advice to ourselves and to organisations like us.",), (Point("Set the curriculum by the problem each place named, not the other way round.", "before"), Point("Find the person who signs cheques and ask them to the first meeting.", "before"), Point("Put twenty minutes at the end of every meeting for what should be different next time.", "during"), Point("Let a place skip a module and say so in the open.", "during")), HowWeKnow(evidence(("supports", "q7", ""), ("supports", "q9", ""), ("complicates", "q10", "Changed much, and the thing itself stayed as it was."), ("contradicts", "q21", "")), (recurrence("changed, dropped, module, instead", "Heard in 3 of 8 programmes, in 9 of 58 governments.", (1, 7, 9, 4, 0, 0, 2, 0)),), 9, 3, (), ("Two teams that left early did not answer.",), ("Judged by the four of us who run these programmes, so judged by the accused.",))),
    )  # fmt: skip


AUDIENCES = (("public_servant", "Public servants"), ("supporting_organisation", "Organisations that work with government"), ("funder", "Funders"), ("resident", "Residents"))  # fmt: skip


def recommendations() -> tuple[Recommendation, ...]:
    rows = (
        ("public_servant", "before", "Tell a failure of your own before you ask for anybody else’s.", "Write four sentences about something you stopped this year, with what it cost, and read them out on Monday.", ("failing-forward",), 1),
        ("public_servant", "before", "Put a return date on the first form.", "Add one line to the request: “we will come back on …, whatever happens”.", ("innovation-track", "innovation-training"), 2),
        ("public_servant", "during", "Pay interpreters and those who translate unasked.", "Ask your front desk who translated last week, and for how long.", ("failing-forward", "innovation-track"), 1),
        ("public_servant", "after", "Keep a list of what was dropped.", "Start with the last three pilots.", (), 1),
        ("supporting_organisation", "before", "Choose the problem with the place, then the curriculum.", "Send a blank first page.", ("innovation-track", "innovation-training"), 3),
        ("supporting_organisation", "during", "Leave a fifth of every programme unplanned.", "Cancel one session in the second month and ask what it should be instead.", ("innovation-training",), 3),
        ("supporting_organisation", "any", "Say who will read what is written down.", "Put it on the first slide.", ("failing-forward", "earned-legitimacy"), 1),
        ("funder", "before", "Pay for the second visit.", "Add a line to the budget template.", ("mayors-challenge",), 2),
        ("funder", "after", "Ask what was dropped before you ask what was achieved.", "Change the order of two questions in the report form.", (), None),
        ("resident", "any", "Ask for the minutes, and for the date of the next visit.", "Ask at the end of the meeting you are in.", ("earned-legitimacy", "opportunity-sprint"), 2),
    )  # fmt: skip
    return tuple(Recommendation(f"r{i}", *row) for i, row in enumerate(rows, 1))


def heard() -> Heard:
    names = {one.anchor: one.name for one in programmes()}
    rows = [
        HeardFrom(names[anchor], 24 + 3 * i, 5 + i, (("front line", 9), ("manager", 8), ("director", 4 + i)), ("en", "es") if i % 2 else ("en", "es", "fr"))
        for i, anchor in enumerate(ANCHORS)
    ]  # fmt: skip
    rows[6] = HeardFrom(names[ANCHORS[6]], 90817, 90823, (("planted-role", 90841),), ("xx",), True)
    return Heard("heard", "Whom we heard, and whom we did not", ("Every row counts people who answered at least once.",), tuple(rows), ("Residents are 41 of 284 voices. Where a programme worked with officials only, we heard nothing about how it felt from the other side of the desk.", "Nobody under eighteen was asked."))  # fmt: skip


def became() -> Became:
    """What became of the advice of 2020: decided on by many, by all one way, by few, by nobody."""
    rows = (
        ("Ask the people at the counter before the form is drawn.", "Public servants", 6, 2, 1),
        (
            "Pay residents for the time that you ask of them.",
            "Organisations that work with government",
            5,
            0,
            0,
        ),
        (
            "Close a pilot in public, with the date on which it will be looked at again.",
            "Public servants",
            0,
            3,
            4,
        ),
    )
    reasons = (
        (
            Reason(
                "adopted",
                "We had no other way to learn what the form does to people.",
                "The second form is two pages shorter.",
            ),
            Reason("adopted", "It cost an afternoon."),
            Reason(
                "adapted",
                "The counter is closed for renovation, so we asked those who answer the telephone.",
                "Fewer calls about the annex.",
            ),
            Reason("rejected", "The form is the state’s and we may not change it."),
        ),
        (Reason("adopted", "Our funder agreed to a line for it.", "Eleven residents came a third time."),),
        (
            Reason("rejected", "Council asked us not to give dates."),
            Reason("adapted", "We close them in the newsletter."),
        ),
    )
    items = [Outcome(f"a{i}", *row, why) for i, (row, why) in enumerate(zip(rows, reasons, strict=True), 1)]
    hidden = Outcome(
        "a4", "Let a team skip a week.", "Funders", 90859, 0, 1, (Reason("rejected", PLANTED[-1]),), True
    )
    nobody = Outcome("a5", "Print the minutes in the languages of the room.", "Residents", 0, 0, 0)
    return Became("became", "What came of last year’s advice", ("We asked each programme before it began.",), "Beginning again", 2020, (*items, hidden, nobody))  # fmt: skip


def prose(anchor: str, title: str, *paragraphs: str, kind: str = "", picture: Picture | None = None) -> Prose:
    return Prose(anchor, title, kind or anchor, paragraphs, picture)


@cache
def sample() -> Publication:
    """A report of 2021: every kind of section, three takeaways, one of them contested."""
    shown = ("Ours is a county of five clerks and a river. We read what forty thousand others had tried and it made us braver. #OpenLedger", "Come twice. Everybody comes once. What 173 governments taught us about listening, with how we know it. #OpenLedger", "Do you work with governments? Eighteen things to do on Monday, from a year of trying. #OpenLedger")  # fmt: skip
    return Publication(
        slug="reflect-2021", release="2021-1", language="en",
        title="Reflect and reimagine:", strap="What a year beside 173 governments taught us", kicker="What we learned in 2021",
        summary="What people in 173 governments told us in 2021, what we make of it, and how we know.",
        organisation="Tidewater Learning Partnership", year=2021, released_on=date(2022, 1, 20),
        invented="Everything here is invented, for demonstration.", licence="CC BY 4.0", contact="learning@tidewater.example.org",
        run=RunFacts("1.4.0", "5d41402abc4b2a76b9719d911017c592ae1f0c9d3b7a6f5e4d3c2b1a09f8e7d6", 20210101, 240, 211, 26, 3, (("no consent to analyse", 19), ("withdrawn", 7))),
        sections=(
            prose("introduction", "What we learned in 2021", "We are asked to teach, and mostly we are taught. This report sets down what people in town halls, county offices and living rooms told us in one year, what we make of it, and how sure we are.", "It is meant for two readers: those who work in government, and those who, like us, work beside it. Each claim leads to the words it rests on, those that speak against it as well."),
            prose("gratitude", "Thank you", "Two hundred and eighty-four people gave us their words in a year in which most had no time to give.", picture=Picture("porch.png", picture(960, 540), "Two people on a porch, one pointing at a map", "Drawing: Tidewater")),
            Where("where-we-worked", "Where we worked", ("From states to towns of nine hundred people.",), "In addition to those pictured, we worked with 40 governments outside the United States.", (figure("governments", 173, "governments"), figure("governments-outside-us", 40, "of them outside the United States")), places()),
            Programmes("programmes", "Our programmes and partners", ("Eight ways of working, some of which we ran and some of which we joined.",), programmes()),
            Takeaways("takeaways", "Our three key takeaways", ("A takeaway is a claim that we would act on. Each says what it rests on.",), takeaways()),
            Recommendations("recommendations", "What you can do", ("Each begins with a first step that needs no permission.",), AUDIENCES, recommendations()),
            became(),
            Quotes("quotes", "In their own words", (), tuple(words(key) for key in ("q5", "q8", "q12", "q14", "q23", "q17", "gone", "q16"))),
            Impact("impact", "The year in figures", (), (figure("governments", 173, "governments"), figure("people-heard", 284, "people heard"), figure("sessions", 412, "sessions held"))),
            heard(),
            Download("download", "Download our report", ("Are you a public servant? Do you work with governments? The report has every recommendation, the map and the tables, for reading on paper or without a connection.",)),
            Share("share", "Join the conversation", ("Take what is useful. Say where it came from.",), tuple(ShareText(text, "", i if i < 3 else None) for i, text in enumerate(shown, 1))),
            prose("next", "What comes next", "In spring we ask the same counties which remedies are still in use."),
            prose("method", "How this report was made", "Passages were gathered from five kinds of meetings. The engine groups what is alike; people decide what it means."),
            Corrections("corrections", "Corrections", (), (Correction(date(2022, 3, 3), "One quotation was withdrawn by the person who said it."), Correction(date(2022, 2, 1), "The number of departments in Failing Forward was 16; it is 17."))),
            Supporters("supporters", "Programmes, partners and funders", (), tuple(one.name for one in programmes()), (UNIVERSITY, LINES), ("Halfway Bridge Fund", "Open Orchard Trust", "Quartermoon Foundation")),
        ),
    )  # fmt: skip


@cache
def next_year() -> Publication:
    """Another report in another order: impact figures first, then quotes, and four learnings in three areas."""
    first, second, third = takeaways()
    items = (
        replace(first, anchor="candour", area="Mindsets"),
        replace(second, anchor="return", area="Relationships"),
        replace(second, anchor="owed", number=3, area="Relationships", claim="What is owed is paid first."),
        replace(third, anchor="room", number=4, area="Culture change"),
    )
    base = sample()
    impact = Impact("impact", "2022 in figures", (), (figure("teams", 52, "teams", shown="50+"), figure("officials", 563, "officials", shown="550+"), figure("residents", 3358, "residents", shown="3,300+")))  # fmt: skip
    kept = {one.anchor: one for one in base.sections}
    order = ("supporters", "recommendations", "heard", "download", "share", "next", "method")
    return replace(
        base, slug="reflect-2022", release="2022-1", year=2022, released_on=date(2023, 1, 19), kicker="What we learned in 2022", run=None,
        sections=(impact, kept["quotes"], Takeaways("learnings", "Four learnings", (), items), *(kept[anchor] for anchor in order)),
    )  # fmt: skip


@cache
def bare() -> Publication:
    """The least that can be published: a title and one paragraph, with no contact, run or figure."""
    return replace(
        sample(), slug="bare", title="A note", strap="", kicker="", invented="", run=None, contact="",
        sections=(prose("introduction", "A note", "One paragraph."),),
    )  # fmt: skip


def large(times: int = 1) -> Publication:
    """For timing: 8 programmes, 173 places and 300 quotes, each `times` over."""
    base = sample()
    sections: list = []
    for one in base.sections:
        if isinstance(one, Where):
            many = tuple(replace(place, name=f"{place.name} {turn}".removesuffix(" 0"), longitude=None if place.longitude is None else place.longitude + turn / 97) for turn in range(times) for place in one.places)  # fmt: skip
            one = replace(one, places=many)
        if isinstance(one, Programmes):
            one = replace(one, items=tuple(replace(item, anchor=f"{item.anchor}-{turn}".removesuffix("-0"), quotes=()) for turn in range(times) for item in one.items))  # fmt: skip
        if isinstance(one, Quotes):
            spoken = [words(key) for key, *_ in SPOKEN]
            one = replace(one, quotes=tuple(replace(spoken[n % len(spoken)], key=f"n{n}", text=f"{spoken[n % len(spoken)].text} ({n})") for n in range(300 * times)))  # fmt: skip
        sections.append(one)
    return replace(base, sections=tuple(sections))
