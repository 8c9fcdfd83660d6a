"""Pages of asks in a real browser: axe, nothing scrolls sideways, and an ask laid out and closed by keyboard alone."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reflectory.accounts.roles import LEAD
from reflectory.core.mail import kept_letters
from reflectory.listening.actions.invitations import invite
from reflectory.listening.actions.mailing import send_due
from reflectory.listening.models import AnonymousTally, Ask
from reflectory.programmes.models import PlannedAsk
from tests import asking
from tests import portfolio as a

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def edition(settings, tmp_path):
    """An edition with something to show on every page."""
    settings.REFLECTORY_DIR, settings.EMAIL_BACKEND = tmp_path, "reflectory.core.mail.FolderBackend"
    settings.RUNS_ARE_CARRIED_OUT_BESIDE = False
    row, now = a.edition(), timezone.now()
    PlannedAsk.objects.create(
        edition=row, key="mid", name="Survey midway", purpose="mid_survey", identity="confidential",
        audience="every core team member", on=timezone.localdate() + timedelta(days=2),
    )  # fmt: skip
    people = [a.member(a.team(row), a.person(email=f"p{n}@example.org")).person for n in range(4)]
    for identity, audience in (("named", "open"), ("confidential", "invited"), ("anonymous", "invited")):
        ask = asking.an_ask(
            edition=row,
            identity=identity,
            audience=audience,
            mails_since=now,
            closes_at=now + timedelta(days=2),
        )
        invite(by=a.operator(), ask=ask, people=people)
    AnonymousTally.objects.create(ask=ask, on=timezone.localdate(), n=1)
    send_due(now, site="https://asks.example.org")
    return row


@pytest.fixture
def opened(chromium, site, edition):
    """A page of a browser in which the lead is signed in; nothing may be said in its console."""
    said, contexts = [], []
    account = a.account_with(LEAD, on=edition)

    def open_page(*, width=1280, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce", base_url=site, **options
        )
        contexts.append(context)
        client = Client()
        client.force_login(account)
        session = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def addresses(edition):
    """Every page of asks that a lead opens, with something on it."""
    asks = list(Ask.objects.order_by("pk"))
    open_one = asks[0]
    return [
        reverse("ask-list"), f"{reverse('ask-list')}?state=closed", reverse("ask-new"),
        f"{reverse('ask-new')}?edition={edition.pk}", f"{reverse('ask-new')}?planned={PlannedAsk.objects.get().pk}",
        *(reverse(name, args=[one.pk]) for one in asks for name in ("ask", "ask-people")),
        reverse("ask-edit", args=[open_one.pk]), reverse("ask-print", args=[open_one.pk]),
        f"{reverse('ask-print', args=[open_one.pk])}?as=cards", reverse("mail"),
        reverse("mail-letter", args=[kept_letters()[0].name]), edition.get_absolute_url(),
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "mode"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(opened, edition, width, mode):
    page = opened(width=width, color_scheme=mode)
    wrong = {}
    for address in addresses(edition):
        assert page.goto(address).status == 200, address
        found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
        is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        if found or is_wide:
            wrong[address] = ([one["id"] for one in found], is_wide)
    assert wrong == {}


def test_an_ask_is_laid_out_sent_and_closed_by_keyboard_alone(opened, edition):
    asking.a_form()
    page = opened()
    page.goto(f"{reverse('ask-new')}?planned={PlannedAsk.objects.get().pk}")
    page.get_by_label("Questions").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("Whom to invite").focus()
    page.keyboard.type("everybody in a team")
    page.get_by_role("button", name="Lay it out").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Survey midway").wait_for()
    for button, then in (
        ("Open it now", "It is open."),
        ("Send the invitations", "The invitations are written"),
    ):
        page.get_by_role("button", name=button).focus()
        page.keyboard.press("Enter")
        page.get_by_text(then).wait_for()
    page.get_by_role("button", name="Close it now").focus()
    page.keyboard.press("Enter")
    page.get_by_text("It is closed: nothing more is taken.").wait_for()
    ask = Ask.objects.get(title="Survey midway")
    assert (ask.edition, ask.closed_at is None, ask.invitations.count()) == (edition, False, 4)
