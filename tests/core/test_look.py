"""The components of the workspace: what each says, and how the page that shows them all does in a browser."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

import reflectory.core
from reflectory.core.templatetags.look import compare_words, names_of_icons
from reflectory.press.tokens import as_css

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CORE = Path(reflectory.core.__file__).parent
SHEETS = sorted((CORE / "static" / "core").glob("*.css"))


def shown(markup, *, address="/", **context):
    """The markup that a template gives, its tags loaded, blanks run together."""
    request = RequestFactory().get(address)
    text = Template("{% load look %}" + markup).render(Context({"request": request, **context}))
    return re.sub(r"\s+", " ", text).strip()


def words(markup):
    """What a reader reads of some markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)).strip()


class Fields(forms.Form):
    """Fields of the kinds that behave differently."""

    name = forms.CharField(label="Name", help_text="As it is written.")
    held_on = forms.DateField(label="Day", required=False)
    meets_at = forms.DateTimeField(label="Meets", required=False)
    ways = forms.MultipleChoiceField(
        label="Ways", choices=[("a", "Walk"), ("b", "Talk")], widget=forms.CheckboxSelectMultiple
    )
    is_open = forms.BooleanField(label="Open to all")
    own = forms.CharField(label="Own", error_messages={"required": "Say who owns it."})


def test_an_icon_is_passed_over_by_screen_readers():
    assert shown('{% icon "house" %}') == (
        '<svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="/static/core/icons.svg#house"></use></svg>'
    )


def test_an_icon_that_is_not_there_is_refused():
    with pytest.raises(TemplateSyntaxError, match=r"There is no icon named 'unicorn'"):
        shown('{% icon "unicorn" %}')


def test_every_icon_that_a_template_of_this_room_names_is_there():
    named = set()
    for path in (CORE / "templates").rglob("*.html"):
        named |= set(re.findall(r'{% icon "([^"]+)" %}', path.read_text(encoding="utf-8")))
    assert named - names_of_icons() == set()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("suggested", "Suggested"),
        ("accepted", "Accepted"),
        ("rejected", "Rejected"),
        ("stale", "Out of date"),
        ("withdrawn", "Withdrawn"),
    ],
)
def test_a_status_is_said_in_a_word_as_well_as_by_its_edge(name, said):
    markup = shown("{% status name %}", name=name)
    assert words(markup) == said
    assert f'class="status is-{name}"' in markup


def test_a_status_gives_its_reason():
    assert words(shown('{% status "stale" reason="two passages went" %}')) == "Out of date: two passages went"


def test_a_stage_of_an_unknown_shape_is_refused():
    with pytest.raises(TemplateSyntaxError, match=r"waiting, going, done, stopped, not 'round'"):
        shown('{% stage "Active" shape="round" %}')


def test_help_and_error_are_wired_to_their_field():
    markup = shown("{% field form.name %}", form=Fields({"name": ""}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in markup
    assert '<p class="help" id="id_name_helptext">As it is written.</p>' in markup
    assert '<p class="error" id="id_name_error">' in markup
    assert '<label for="id_name">Name</label>' in markup


def test_an_empty_field_is_told_what_to_do_and_a_form_keeps_words_of_its_own():
    markup = shown("{% error_summary form %}", form=Fields({}))
    assert words(markup) == (
        "4 things to mend before this can be saved Name : This is empty. Fill it in. "
        "Ways : Nothing is chosen. Choose one. Open to all : This is not ticked. Tick it to go on. "
        "Own : Say who owns it."
    )
    assert re.findall(r'href="#([^"]+)"', markup) == ["id_name", "id_ways_0", "id_is_open", "id_own"]


def test_a_form_without_errors_has_no_summary():
    assert shown("{% error_summary form %}", form=Fields()) == ""


def test_choices_stand_in_a_fieldset_with_their_question():
    markup = shown("{% field form.ways %}", form=Fields({}))
    assert markup.startswith(
        '<fieldset class="field is-wrong" aria-describedby="id_ways_error"> '
        '<legend>Ways <span class="required">required</span></legend>'
    )
    assert markup.endswith("</fieldset>")


def test_a_day_and_an_instant_are_written_as_the_browser_wants_them():
    form = Fields(initial={"held_on": date(2021, 3, 4), "meets_at": datetime(2021, 3, 4, 15, 30, tzinfo=UTC)})
    assert 'type="date" name="held_on" value="2021-03-04"' in shown("{% field form.held_on %}", form=form)
    assert 'type="datetime-local" name="meets_at" value="2021-03-04T15:30"' in shown(
        "{% field form.meets_at %}", form=form
    )


@pytest.mark.parametrize(
    ("address", "order", "leads_to"),
    [
        ("/?level=city&page=3", None, "?level=city&amp;sort=place"),
        ("/?sort=place", "ascending", "?sort=-place"),
        ("/?sort=-place", "descending", "?sort=place"),
        ("/?sort=people", None, "?sort=place"),
    ],
)
def test_a_column_sorts_by_a_link_that_keeps_the_filters(address, order, leads_to):
    markup = shown('{% sort_header "place" "Place" %}', address=address)
    assert re.findall(r'aria-sort="([^"]+)"', markup) == ([order] if order else [])
    assert re.findall(r'<a class="sort" href="([^"]+)"', markup) == [leads_to]


def test_pages_of_a_list_keep_its_filters():
    markup = shown("{% pages page %}", address="/?level=city", page=Paginator(range(50), 10).page(2))
    assert re.findall(r'<a[^>]*href="([^"]+)"', markup) == [
        f"?level=city&amp;page={number}" for number in (1, 1, 2, 3, 4, 5, 3)
    ]
    assert re.findall(r'aria-current="page">([^<]+)<', markup) == ["2"]


def test_a_list_of_one_page_offers_no_other():
    assert shown("{% pages page %}", page=Paginator(range(5), 10).page(1)) == ""


def test_a_figure_says_what_it_counts_on_which_day_and_who_is_behind_it():
    markup = shown(
        '{% figure 173 "governments" n="n = 631" as_of=day url="/figures/x" %}', day=date(2021, 11, 30)
    )
    assert words(markup) == (
        "173 governments n = 631 · as of 30 Nov 2021 Who is behind this number : governments"
    )


def test_a_large_figure_is_grouped_in_thousands():
    assert words(shown('{% figure 1077 "residents" %}')) == "1,077 residents"


@pytest.mark.parametrize(("is_required", "said"), [(True, "Choose one"), (False, "none")])
def test_a_row_of_dashes_in_a_list_of_choices_says_what_it_means(is_required, said):
    class Choosing(forms.Form):
        kind = forms.ChoiceField(choices=[("", "---------"), ("a", "Call")], required=is_required)

    markup = shown("{% field form.kind %}", form=Choosing())
    assert re.findall(r"<option[^>]*>([^<]+)<", markup) == [said, "Call"]


@pytest.mark.parametrize(("code", "name"), [("es", "Spanish"), ("qqq", "qqq")])
def test_a_language_is_named_and_one_without_a_name_is_shown_by_its_code(code, name):
    assert shown("{{ code|language_name }}", code=code) == name


def test_a_funnel_shows_each_number_and_its_length_against_the_longest():
    steps = [{"label": "Raised", "n": 40}, {"label": "Tested", "n": 10}, {"label": "Stopped", "n": 0}]
    markup = shown('{% funnel steps label="Ideas" %}', steps=steps)
    assert words(markup) == "Raised 40 Tested 10 Stopped 0"
    assert re.findall(r'rect width="([^"]+)"', markup) == ["100.0", "25.0", "0.0"]


def test_a_funnel_of_nothing_is_empty():
    assert "<li>" not in shown('{% funnel steps label="Ideas" %}', steps=[])


def test_an_instant_is_shown_here_and_where_it_happens():
    markup = shown('{% moment at zone="America/Bogota" %}', at=datetime(2021, 6, 9, 15, 30, tzinfo=UTC))
    assert words(markup) == "Wed 9 Jun 2021, 15:30 UTC (10:30 in Bogota)"


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_two_versions_in_pieces_are_still_the_two_versions(before, after):
    left, right = compare_words(before, after)
    assert "".join(piece.text for piece in left) == before
    assert "".join(piece.text for piece in right) == after
    assert [piece.text for piece in left if not piece.is_changed] == [
        piece.text for piece in right if not piece.is_changed
    ]


def test_what_differs_between_two_versions_is_marked():
    markup = shown(
        '{% difference rows theirs="Saved by Ana" yours="Yours" %}',
        rows=[{"label": "Title", "theirs": "Nine weeks.", "yours": "Ten weeks."}],
    )
    assert re.findall(r"<(?:del|ins)>([^<]+)<", markup) == ["Nine", "Ten"]


def test_what_people_typed_is_shown_as_text():
    planted = "<script>alert(1)</script>"
    for markup in (
        "{% status 'stale' reason=planted %}",
        "{% stage planted shape='done' %}",
        "{% figure planted planted n=planted caveat=planted %}",
        "{% difference rows theirs=planted yours=planted %}",
        "{% include 'core/quote.html' with words=planted source=planted %}",
        "{% include 'core/empty.html' with title=planted text=planted %}",
    ):
        rows = [{"label": planted, "theirs": planted, "yours": "other"}]
        found = shown(markup, planted=planted, rows=rows)
        assert "<script" not in found
        assert "&lt;" in found


def test_the_words_of_a_withdrawn_quote_are_not_on_the_page():
    markup = shown(
        '{% include "core/quote.html" with words="we were afraid" source="Ana" is_withdrawn=True %}'
    )
    assert "afraid" not in markup
    assert "Ana" not in markup


def test_the_frame_copes_with_a_page_that_brings_nothing():
    page = shown('{% include "core/frame.html" %}')
    assert '<nav class="rooms"' not in page
    assert 'role="search"' not in page
    assert "invented" not in page


def test_a_demonstration_says_so_on_its_page():
    page = shown('{% include "core/frame.html" %}', is_demonstration=True)
    assert "Everything here is invented: places, people and their words." in words(page)


def test_what_does_not_fit_the_bar_stands_under_more():
    items = [{"url": f"/{n}", "label": f"Room {n}", "icon": "house", "is_here": n == 6} for n in range(7)]
    page = shown('{% include "core/bar.html" %}', navigation=items)
    rooms = re.search(r'<nav class="rooms".*?</nav>', page).group()
    assert words(rooms) == "Room 0 Room 1 Room 2 Room 3 Room 4 More Room 5 Room 6"
    assert re.findall(r'<a href="([^"]+)" aria-current="page">', rooms) == ["/6"]


def test_the_thread_names_where_we_are_and_what_was_counted():
    steps = [
        {"label": "Said", "url": "/said", "state": "past", "count": 0},
        {"label": "Themes", "url": "", "state": "here", "count": None},
    ]
    markup = shown('{% include "core/thread.html" %}', thread=steps)
    assert words(markup) == "Said 0 Themes"
    assert re.findall(r'<li class="([^"]+)" aria-current="step">', markup) == ["is-here"]


def test_styles_use_only_tokens_that_exist_and_no_colour_of_their_own():
    for sheet in SHEETS:
        rules = sheet.read_text(encoding="utf-8")
        assert (
            set(re.findall(r"var\(--([a-z0-9-]+)", rules)) - set(re.findall(r"--([a-z0-9-]+):", as_css()))
            == set()
        )
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b", rules) == []


def test_all_styles_together_stay_under_40_kilobytes():
    assert sum(sheet.stat().st_size for sheet in SHEETS) < 40_000


class Refused(HTMLParser):
    """Collects whatever the strict policy would refuse."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]


@pytest.fixture
def look_page(client, settings):
    """The answer of the page that shows every component."""
    settings.DEBUG = True
    return client.get("/look/")


def test_no_component_holds_script_or_style(look_page):
    parser = Refused()
    parser.feed(look_page.content.decode())
    assert (look_page.status_code, parser.found) == (200, [])


def test_nobody_but_a_developer_is_shown_the_components(client):
    assert client.get("/look/").status_code == 404


@pytest.fixture
def opened(chromium, live_server, settings):
    """Opens the page of components; afterwards nothing may have been said in the console."""
    settings.DEBUG = True
    said, contexts = [], []

    def open_page(*, width=1280, mode="light", **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=mode, reduced_motion="reduce", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{live_server.url}/look/")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


@pytest.mark.browser
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(opened, width, mode):
    page = opened(width=width, mode=mode)
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found.response["violations"]] == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 1248, 1247, 390, 320])
def test_the_page_never_scrolls_sideways(opened, width):
    page = opened(width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.browser
@pytest.mark.parametrize(("width", "least"), [(1280, 24), (390, 24)])
def test_every_target_is_large_enough_or_stands_in_a_line(opened, width, least):
    too_small = opened(width=width).evaluate(
        """(least) => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
            .filter((e) => e.checkVisibility() && !e.matches(".skip, p a, [type=hidden]"))
            .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
            .filter(([, box]) => box.width < least || box.height < least)
            .map(([html, box]) => `${html} ${box.width}x${box.height}`)""",
        least,
    )
    assert too_small == []


@pytest.mark.browser
def test_attendance_is_taken_with_targets_as_large_as_a_thumb(opened):
    page = opened(width=390, java_script_enabled=False)
    boxes = [label.bounding_box() for label in page.locator(".attendance-row label").all()]
    assert [box for box in boxes if box["height"] < 44 or box["width"] < 44] == []
    row = page.get_by_role("group", name="Tomasz Wren")
    row.get_by_role("radio", name="Here").check()
    assert row.get_by_role("radio", name="Here").is_checked()


@pytest.mark.browser
def test_the_menu_folds_on_a_phone_and_stands_open_on_a_desk_without_a_script(opened):
    desk, phone = (opened(width=width, java_script_enabled=False) for width in (1280, 390))
    assert desk.get_by_role("link", name="Programmes").first.is_visible()
    rooms = phone.locator(".rooms")
    assert not rooms.is_visible()
    phone.get_by_text("Menu", exact=True).click()
    assert rooms.is_visible()


@pytest.mark.browser
def test_what_was_typed_is_there_again_after_the_page_was_left(opened):
    page = opened()
    note = page.locator("form[data-keep=session] textarea")
    note.fill("Long words about the ninth of June")
    page.reload()
    assert note.input_value() == "Long words about the ninth of June"
    page.get_by_role("button", name="Discard what was kept").click()
    assert note.input_value() == ""
    assert page.evaluate("Object.keys(localStorage)") == []


@pytest.mark.browser
def test_a_list_narrows_while_a_person_types(opened):
    page = opened()
    page.get_by_label("Narrow this list").fill("QUILL")
    assert page.locator("#teams-table tbody tr:visible").count() == 1
    assert page.locator("[data-count-of=teams-table]").inner_text() == "1 of 4 teams"


@pytest.mark.browser
def test_escape_closes_a_fold_of_the_bar_and_returns_to_it(opened):
    page = opened()
    page.get_by_text("More", exact=True).click()
    assert page.get_by_role("link", name="Imports").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Imports").is_visible()
    assert page.evaluate("document.activeElement.textContent.trim()") == "More"
