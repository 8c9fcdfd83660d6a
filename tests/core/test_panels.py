"""Panels: rooms above show something on pages below, in order, escaped, and only where they have something to say."""

from django.template import Context, Template
from django.test import RequestFactory

from reflectory.core import panels
from reflectory.core.panels import Panel, panel, panels_for
from reflectory.core.visibility import NOBODY


def registered(monkeypatch, *shows) -> None:
    monkeypatch.setattr(panels, "_panels", panels.defaultdict(list))
    for one in shows:
        panel("a-place")(one)


def test_panels_stand_in_their_order_and_silent_ones_take_no_room(monkeypatch):
    registered(
        monkeypatch,
        lambda _viewer, _thing: Panel("second.html", order=60),
        lambda _viewer, _thing: None,
        lambda _viewer, thing: Panel("first.html", {"thing": thing}, order=10),
    )
    found = panels_for("a-place", NOBODY, "a thing")
    assert [(one.template, dict(one.context)) for one in found] == [
        ("first.html", {"thing": "a thing"}), ("second.html", {}),
    ]  # fmt: skip
    assert panels_for("another-place", NOBODY, "a thing") == []


def test_a_function_that_registers_twice_shows_once(monkeypatch):
    def shows(_viewer, _thing):
        return Panel("first.html")

    registered(monkeypatch, shows, shows)
    assert len(panels_for("a-place", NOBODY, None)) == 1


def test_what_a_panel_says_is_escaped(monkeypatch):
    registered(
        monkeypatch,
        lambda _viewer, thing: Panel("core/empty.html", {"title": thing, "text": "", "icon_name": "info"}),
    )
    page = Template('{% load panels %}<main>{% panels "a-place" thing %}</main>')
    request = RequestFactory().get("/")
    said = page.render(Context({"thing": "<script>alert(1)</script>", "request": request}))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in said
    assert "<script>" not in said
