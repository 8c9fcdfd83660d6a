"""The pages of forms in a real browser: made by keyboard, with and without script, without barriers."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from reflectory.listening.actions.forms import change_body, new_version
from reflectory.listening.models import Form
from tests import portfolio as a
from tests.asking import a_body, a_question, words
from tests.listening.test_forms_actions import BY, frozen, made

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
YES_NO = [{"key": "yes", "label": words("Yes", es="Sí")}, {"key": "no", "label": words("No")}]
ENDS = [words("people"), words("rules"), words("money")]


def page_of(site, chromium, *, width=1280, scheme="light", script=True):
    client = Client()
    client.force_login(a.account(is_operator=True))
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
    )
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
    return context.new_page()


def a_form_with_two_versions():
    asked = (
        a_question("ok", "choice", "All right?", options=YES_NO, required=True, same_as="recommend"),
        a_question("where", "triad", "Where between?", ends=ENDS, shown_if={"question": "ok", "is": "yes"}),
    )
    version = frozen(made(body=a_body(*asked, languages=("en", "es"))))
    new = new_version(by=BY, form=version.form, why="Misread")
    more = a_body(*asked, a_question("why", label="Why?"), languages=("en", "es"))
    change_body(by=BY, form_version=new, body=more, version=1)
    return version.form


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_no_page_of_forms_has_a_barrier_or_runs_over_the_edge(site, chromium, width, scheme):
    own = f"/forms/{a_form_with_two_versions().pk}/"
    page = page_of(site, chromium, width=width, scheme=scheme)
    found = {}
    for path in (
        "/forms/",
        own,
        f"{own}edit/",
        f"{own}preview/",
        f"{own}versions/",
        f"{own}xlsform/",
        "/questions/",
    ):
        page.goto(site + path)
        page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
        wrong = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
        found[path] = [(one["id"], one["nodes"][0]["html"][:120]) for one in wrong]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[path].append("wider than the screen")
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_a_form_is_made_by_keyboard_alone_without_script(site, chromium):
    page = page_of(site, chromium, script=False)
    page.goto(f"{site}/forms/new/")
    page.get_by_label("What the team calls it").focus()
    page.keyboard.type("After")
    page.keyboard.press("Tab")
    page.keyboard.type("pulse")
    page.get_by_label("Title that people read, English").focus()
    page.keyboard.type("After the session")
    page.get_by_label("Question, English", exact=True).focus()
    page.keyboard.type("What helped?")
    page.get_by_role("button", name="Add this question").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Question, English", exact=True).nth(1).focus()
    page.keyboard.type("What hindered?")
    page.get_by_role("button", name="Save the form").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/forms/*/")
    form = Form.objects.get()
    assert (form.title, form.purpose) == ("After", "pulse")
    assert [one.key for one in form.versions.get().document.questions()] == ["what_helped", "what_hindered"]


def test_another_kind_shows_its_fields_at_once_and_what_was_unfolded_stays_so(site, chromium):
    version = made(body=a_body(a_question("a"), a_question("b")))
    page = page_of(site, chromium)
    page.goto(f"{site}/forms/{version.form.pk}/edit/")
    page.locator(".piece > details > summary").first.click()
    page.locator(".piece > details > summary").last.click()
    page.get_by_label("Question, English", exact=True).first.fill("Typed and kept?")
    with page.expect_navigation():
        page.get_by_label("Kind of answer").first.select_option("choice")
    assert page.get_by_label("Choices, one a line, English").is_visible()
    assert page.get_by_label("Question, English", exact=True).first.input_value() == "Typed and kept?"
    assert page.locator(".piece > details[open]").count() == 2
