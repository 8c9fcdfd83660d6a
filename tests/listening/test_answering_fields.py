"""What a page of questions shows is what it reads back, for every kind of question, in every language."""

import html
import re

import pytest
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.listening.answerable import read_whole
from reflectory.listening.fields import lay_out
from reflectory.listening.posted import clean, pairs, read_sent
from reflectory.listening.questions.document import read
from tests.asking import an_ask
from tests.listening.kinds_of_questions import LANGUAGES, every_kind

DOCUMENT = read(every_kind())
ANSWERS = {
    "department": "Housing",
    "helped": "They rang <back>",
    "again": "no",
    "why_not": "Too far",
    "ways": ["by_phone", {"other": "A neighbour"}],
    "easy": 4,
    "visits": 3,
    "day": "2021-03-01",
    "where": {"words": "Nowhere at all"},
    "each": {"the_form": "good", "the_wait": "poor"},
    "first": ["respect", "speed", "price"],
    "between": [50, 30, 20],
    "pull": 70,
    "partners": [{"name": "The library"}, {"name": "The school"}],
}


def page_of(laid) -> str:
    return render_to_string("listening/questions/form.html", {"laid": laid})


def posted_from(page: str) -> MultiValueDict:
    """What a browser without scripts sends from the page, with everything as it stands there."""
    page = re.sub(r"<template>.*?</template>", "", page, flags=re.S)
    page = re.sub(r'<fieldset role="presentation"[^>]*hidden disabled>.*?</fieldset>', "", page, flags=re.S)
    found = MultiValueDict()
    for tag in re.findall(r"<input[^>]*>", page):
        named = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        ticked = re.search(r"\schecked", tag)
        if named.get("name") and (named["type"] not in ("radio", "checkbox") or ticked):
            found.appendlist(html.unescape(named["name"]), html.unescape(named.get("value", "")))
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', page, flags=re.S):
        found.appendlist(name, html.unescape(text))
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', page, flags=re.S):
        found.appendlist(name, (re.findall(r"<option selected>(\d+)", options) or [""])[0])
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shown_is_read_back_as_it_was(language):
    sent = read_sent(DOCUMENT, posted_from(page_of(lay_out(DOCUMENT, ANSWERS, language=language))))
    reading = read_whole(DOCUMENT, sent)
    assert (reading.answers, reading.problems) == (ANSWERS, {})


def test_an_empty_page_sends_nothing():
    assert read_sent(DOCUMENT, posted_from(page_of(lay_out(DOCUMENT, language="en")))) == {}


def test_what_does_not_apply_is_read_back():
    sent = read_sent(
        DOCUMENT, posted_from(page_of(lay_out(DOCUMENT, {"pull": "na", "easy": "na"}, language="en")))
    )
    assert sent == {"pull": "na", "easy": "na"}


def test_words_of_ones_own_beside_a_choice_are_read_back():
    given = {"again": {"other": "Perhaps"}}
    assert read_sent(DOCUMENT, posted_from(page_of(lay_out(DOCUMENT, given, language="en")))) == given


def test_what_is_wrong_stands_at_its_question_and_in_the_summary():
    laid = lay_out(DOCUMENT, {}, language="en", problems={"again": "This needs an answer."})
    page = page_of(laid)
    assert [(control, problem) for control, _label, problem in laid.wrong] == [
        ("q-again-1", "This needs an answer.")
    ]
    assert '<fieldset aria-describedby="q-again-problem" aria-invalid="true">' in page
    assert '<p class="problem" id="q-again-problem">This needs an answer.</p>' in page


def test_every_control_has_a_label_of_its_own():
    page = re.sub(
        r"<template>.*?</template>", "", page_of(lay_out(DOCUMENT, ANSWERS, language="en")), flags=re.S
    )
    controls = re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")([^>]*)>', page)
    for control in controls:
        found = re.search(r'\bid="([^"]+)"', control)
        assert "aria-label" in control or (found and f'for="{found[1]}"' in page), control
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_an_answer_is_named_in_a_later_label_as_text():
    laid = lay_out(DOCUMENT, {"department": "<Housing>"}, language="en")
    label = laid.sections[0].rounds[0].asked[1].label
    assert label == 'What did <span data-said="department">&lt;Housing&gt;</span> do that helped?'


def test_a_branch_is_shown_after_the_answer_that_opens_it():
    shown = [
        lay_out(DOCUMENT, {"again": one}, language="en").sections[0].rounds[0].asked[3]
        for one in ("yes", "no")
    ]
    assert [one.is_shown for one in shown] == [False, True]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["q.helped", "q.again", "q.easy", "q.between.1", "q.each.the_form", "n.partners", "q.x"]
            ),
            st.text(max_size=20),
        )
    )
)
@settings(deadline=None, max_examples=60)
def test_whatever_is_posted_is_read_and_can_be_shown_again(rows):
    sent = read_sent(DOCUMENT, pairs([list(row) for row in rows]))
    reading = read_whole(DOCUMENT, sent)
    page_of(lay_out(DOCUMENT, sent, language="en", problems=reading.problems))
    assert clean(sent) == sent


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Hand in"),
        ("es", "Entregar"),
        ("fr", "Remettre mes réponses"),
        ("pt", "Guardar e continuar mais tarde"),
    ],
)
def test_the_page_speaks_the_language_of_its_link(client, language, said):
    from tests.asking import a_form

    ask = an_ask(a_form(every_kind()), languages=[], uses_asked=["analyse"])
    page = client.get(f"/a/{ask.code}/?lang={language}").content.decode()
    assert (f'<html lang="{language}"' in page, said in page) == (True, True)
    chosen = client.get(f"/a/{ask.code}/", headers={"Accept-Language": language}).content.decode()
    assert f'<html lang="{language}"' in chosen
