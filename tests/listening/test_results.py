"""What was answered, counted for those who may read it: small groups hidden, anonymous answers after closing alone."""

import uuid
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from reflectory.accounts.roles import ANALYST
from reflectory.listening.actions.answering import Who, receive
from reflectory.listening.actions.closing import shuffle
from reflectory.listening.actions.withdrawing import withdraw_response
from reflectory.listening.models import Ask, Draft, Response
from reflectory.listening.questions.document import read
from reflectory.listening.results.groups import comparisons
from reflectory.listening.results.reading import Accounting, Given, results_of
from reflectory.listening.results.stories import stories
from reflectory.listening.results.summaries import summaries
from reflectory.listening.results.triads import ROOM, SIDE, hexagons, region_of
from reflectory.listening.uses import ANALYSE
from tests import asking
from tests import portfolio as a

pytestmark = pytest.mark.django_db


def an_option(key: str) -> dict:
    return {"key": key, "label": asking.words(key.capitalize())}


YES_NO = [an_option("yes"), an_option("no")]
ENDS = [asking.words("Time"), asking.words("Money"), asking.words("People")]
BODY = asking.a_body(
    asking.a_question("helped", "long_text", "What helped?"),
    asking.a_question("again", "choice", "Again?", options=YES_NO, other=True),
    asking.a_question("which", "choices", "Which?", options=[an_option("a"), an_option("b"), an_option("c")]),
    asking.a_question("sure", "scale", "How sure?", least=1, most=4, ends=ENDS[:2], may_not_apply=True),
    asking.a_question("n", "number", "How many?"),
    asking.a_question(
        "grid", "matrix", "Each?", options=YES_NO, rows=[an_option("roads"), an_option("parks")]
    ),
    asking.a_question("order", "ranking", "In which order?", options=[an_option("a"), an_option("b")]),
    asking.a_question("needs", "triad", "What is missing?", ends=ENDS),
    asking.a_question("lean", "dyad", "Where between?", ends=ENDS[:2]),
    asking.a_question("where", "place", "Where?"),
    asking.a_question("name", "text", "Your name", personal=True),
)


def given(**answers) -> Given:
    own = {
        field: answers.pop(field)
        for field in ("place", "role", "who", "seniority", "team")
        if field in answers
    }
    return Given(answers, "en", **own)


def summary(key: str, *people: Given, floor: int = 1):
    return next(
        one for one in summaries(read(BODY), people, language="en", floor=floor) if one.question.key == key
    )


def test_choices_are_counted_with_their_share_of_those_who_answered():
    people = [
        given(again="yes"),
        given(again="yes"),
        given(again="no"),
        given(again={"other": "Perhaps"}),
        given(),
    ]
    found = summary("again", *people)
    assert found.n == 4
    assert [(bar.label, bar.n, bar.note) for bar in found.bars] == [
        ("Yes", 2, "50 %"), ("No", 1, "25 %"), ("something else", 1, "25 %")
    ]  # fmt: skip
    several = summary("which", given(which=["a", "b"]), given(which=["a"]))
    assert [(bar.label, bar.n) for bar in several.bars] == [("A", 2), ("B", 1), ("C", 0)]


def test_a_scale_has_every_step_and_tells_for_whom_it_does_not_apply():
    found = summary("sure", given(sure=1), given(sure=4), given(sure=4), given(sure="na"))
    assert [(bar.label, bar.n) for bar in found.bars] == [("1, Time", 1), ("2", 0), ("3", 0), ("4, Money", 2)]
    assert (found.n_not_applied, found.facts) == (1, (("half answered up to", "4"),))


def test_the_least_and_the_most_number_are_told_only_where_answers_have_names():
    people = [given(n=n) for n in (1, 2, 900)]
    assert summary("n", *people).facts == (("half answered up to", "2"), ("least", "1"), ("most", "900"))
    assert summary("n", *people, floor=3).facts == (("half answered up to", "2"),)


def test_rows_orders_and_lines_are_counted():
    grid = summary("grid", given(grid={"roads": "yes", "parks": "no"}), given(grid={"roads": "yes"}))
    assert (grid.columns, grid.rows) == (("Yes", "No"), (("Roads", (2, 0)), ("Parks", (0, 1))))
    order = summary("order", given(order=["b", "a"]), given(order=["b"]), given(order=["a", "b"]))
    assert [(bar.label, bar.n, bar.note) for bar in order.bars] == [
        ("B", 3, "1.3"), ("A", 2, "1.5")
    ]  # fmt: skip
    lean = summary("lean", given(lean=0), given(lean=50), given(lean=100))
    assert [bar.n for bar in lean.bars] == [1, 0, 1, 0, 1]


def test_a_triad_is_a_density_and_never_a_mean():
    found = summary("needs", given(needs=[100, 0, 0]), given(needs=[0, 100, 0]), given(needs=[0, 0, 100]))
    assert [bar.n for bar in found.bars] == [1, 1, 1, 0, 0, 0, 0]
    assert [cell.n for cell in found.hexagons] == [1, 1, 1]
    assert found.facts == ()
    assert region_of([34, 33, 33]) == "middle"
    assert region_of([5, 50, 45]) == "between-1-2"
    assert region_of([60, 40, 0]) == "end-0"


def test_every_place_of_a_triad_lies_in_a_cell_inside_the_drawing():
    places = [[x, y, 100 - x - y] for x in range(0, 101, 5) for y in range(0, 101 - x, 5)]
    cells = hexagons(places)
    assert sum(cell.n for cell in cells) == len(places)
    corners = [float(value) for cell in cells for pair in cell.points.split() for value in pair.split(",")]
    assert min(corners) >= 0
    assert max(corners) <= SIDE + 2 * ROOM
    assert max(cell.heat for cell in cells) == 4


def test_places_that_few_named_are_counted_together():
    people = [given(where={"words": place}) for place in ["Port"] * 3 + ["Mill"] * 3 + ["Hill"]]
    assert [(bar.label, bar.n) for bar in summary("where", *people, floor=3).bars] == [
        ("Port", 3),
        ("other places", 4),
    ]


def test_a_question_that_few_answered_or_that_tells_who_they_are_is_hidden():
    people = [given(again="yes", name="Ana"), given(again="yes", name="Ben"), given(name="Cy")]
    assert summary("again", *people, floor=3).shape == "hidden"
    assert summary("name", *people, floor=3).shape == "hidden"
    assert summary("name", *people).shape == "words"


def test_groups_are_compared_with_small_ones_hidden_so_that_the_sum_does_not_tell_them():
    sizes = {"Port": 3, "Mill": 12, "Hill": 7, "Lake": 20}
    people = [given(again="yes", place=place) for place, n in sizes.items() for _n in range(n)]
    (found, *_rest) = comparisons(read(BODY), people, by="place", language="en", floor=5)
    assert [(group.name, group.n, group.counts) for group in found.groups] == [
        ("Lake", 20, (20, 0, 0)), ("Mill", 12, (12, 0, 0))
    ]  # fmt: skip
    assert found.n_hidden == 2
    assert comparisons(read(BODY), people, by="who", language="en", floor=5) == []


def an_open_ask(identity: str = "named", **more) -> Ask:
    more = {"edition": a.edition(), "readers": (ANALYST,), "floor": 3, **more}
    return asking.an_ask(asking.a_form(BODY), identity=identity, **more)


def answered(
    ask: Ask, text: str = "An envelope", *, uses=(), who: Who | None = None, **more
) -> Response | None:
    got = receive(
        ask=ask, client_uuid=uuid.uuid4(), sent={"helped": text, **more}, language="en", uses=uses, who=who
    )
    assert got.problems == {}
    return got.response


def test_the_sum_says_what_became_of_everybody():
    ask = an_open_ask("confidential", uses_asked=[ANALYSE])
    asking.an_invitation(ask, a.person())
    rows = [answered(ask, f"Text {n}", uses=(ANALYSE,) if n else ()) for n in range(5)]
    withdraw_response(response=rows[4])
    Draft.objects.create(
        client_uuid=uuid.uuid4(), ask=ask, identity=ask.identity, sent={}, saved_at=timezone.now()
    )
    found = results_of(a.viewer_with("analyst", on=ask.edition), ask)
    assert found.accounting == Accounting(asked=1, started=6, received=5, withdrawn=1, unread=1)
    assert sorted(one.answers["helped"] for one in found.given) == ["Text 1", "Text 2", "Text 3"]


@pytest.mark.parametrize(
    ("role", "reads"), [("analyst", True), ("programme_lead", False), ("coach", False), ("editor", False)]
)
def test_the_answers_are_read_by_the_roles_that_the_ask_names(client, role, reads):
    ask = an_open_ask()
    answered(ask, "Planted words")
    client.force_login(a.account_with(role, on=ask.edition))
    at = f"/asks/{ask.pk}/answers/"
    assert client.get(at).status_code == 200
    assert client.get(f"{at}helped/").status_code == (200 if reads else 404)
    assert client.get(f"{at}?format=csv").status_code == (200 if reads else 404)
    assert ("Planted words" in client.get(f"{at}helped/").content.decode()) is reads


def test_anonymous_answers_are_shown_once_the_ask_has_closed_and_from_its_smallest_group_on(client):
    ask = an_open_ask("anonymous")
    client.force_login(a.account_with("analyst", on=ask.edition))
    at = f"/asks/{ask.pk}/answers/"
    for n in range(2):
        answered(ask, f"Planted words {n}", again="yes")
    assert client.get(f"{at}helped/").status_code == 404
    Ask.objects.filter(pk=ask.pk).update(closed_at=timezone.now())
    assert client.get(f"{at}helped/").status_code == 404
    ask = an_open_ask("anonymous", edition=ask.edition)
    at = f"/asks/{ask.pk}/answers/"
    for n in range(3):
        answered(ask, f"Planted words {n}", again="yes")
    page = client.get(at).content.decode()
    assert "once the ask has closed" in page
    assert "3 answers" in page
    Ask.objects.filter(pk=ask.pk).update(closed_at=timezone.now())
    shuffle(Ask.objects.get(pk=ask.pk))
    assert client.get(f"{at}helped/").status_code == 200
    # What one person answered elsewhere is not put together with their words, and there are no groups.
    page = client.get(f"{at}?by=place").content.decode()
    assert "Compared by" not in page
    assert "?at=" not in page
    assert "Planted words" not in client.get(f"{at}again/?at=yes").content.decode()


def test_an_anonymous_ask_that_was_answered_is_not_opened_again():
    from django.db import IntegrityError, transaction

    from reflectory.core.refusal import Refused
    from reflectory.listening.actions.asks import reopen_ask

    ask = an_open_ask("anonymous")
    answered(ask)
    Ask.objects.filter(pk=ask.pk).update(closed_at=timezone.now())
    with pytest.raises(Refused, match="not opened again"):
        reopen_ask(by=a.operator(), ask=ask)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ask.objects.filter(pk=ask.pk).update(closed_at=None)


def test_from_a_count_one_comes_to_the_words_of_those_who_answered_so():
    ask = an_open_ask()
    answered(ask, "We had time", needs=[90, 5, 5], who=Who(name="Ana Ruiz", role="clerk"))
    answered(ask, "We had money", needs=[0, 100, 0])
    found = results_of(a.operator(), ask)
    question = read(BODY).question("needs")
    (told,) = stories(found, question, at="end-0", language="en")
    assert (told.said, told.who) == ((("What helped?", "We had time"),), "Ana Ruiz, clerk")
    assert len(stories(found, read(BODY).question("helped"), at="", language="en")) == 2


def test_an_export_is_safe_in_a_spreadsheet_and_leaves_out_who_somebody_is(client):
    ask = an_open_ask("confidential", uses_asked=[])
    for n in range(3):
        answered(ask, f"=HYPERLINK({n})", name="Ana Ruiz")
    client.force_login(a.account_with("analyst", on=ask.edition))
    csv = b"".join(client.get(f"/asks/{ask.pk}/answers/?format=csv").streaming_content).decode()
    assert "'=HYPERLINK(1)" in csv
    assert "Ana Ruiz" not in csv
    book = load_workbook(
        BytesIO(b"".join(client.get(f"/asks/{ask.pk}/answers/?format=xlsx").streaming_content))
    )
    rows = list(book.active.values)
    assert rows[0][:7] == ("Who", "Place", "Role", "Seniority", "Team", "Language", "What helped?")
    assert rows[1][6].startswith("'=HYPERLINK(")


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_costs_the_same_however_many_answered(client, django_assert_num_queries, n):
    ask = an_open_ask()
    for _n in range(n):
        answered(ask, needs=[10, 20, 70], again="yes", who=Who(organisation=a.organisation()))
    client.force_login(a.account_with("analyst", on=ask.edition))
    with django_assert_num_queries(12):
        assert client.get(f"/asks/{ask.pk}/answers/?by=place").status_code == 200
