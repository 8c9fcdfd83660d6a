"""What a browser sends from the builder's page: read off the page itself, as its fields stand there."""

from html.parser import HTMLParser

from django.http import QueryDict
from django.template.loader import render_to_string

from reflectory.listening.forms.builder_fields import show


class _Fields(HTMLParser):
    def __init__(self):
        super().__init__()
        self.sent, self.area, self.select, self.text = [], None, None, None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "input" and given.get("name"):
            ticked = given.get("type") not in ("checkbox", "radio") or "checked" in given
            if ticked and given.get("type") not in ("submit", "file"):
                self.sent.append((given["name"], given.get("value", "on")))
        elif tag == "textarea":
            self.area, self.text = given.get("name"), ""
        elif tag == "select":
            self.select, self.first, self.chosen = given.get("name"), None, None
        elif tag == "option" and self.select:
            self.first = given.get("value", "") if self.first is None else self.first
            if "selected" in given:
                self.chosen = given.get("value", "")

    def handle_data(self, data):
        if self.area:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            # A browser drops the first line break and sends others as two characters.
            text = self.text[1:] if self.text.startswith("\n") else self.text
            self.sent.append((self.area, text.replace("\n", "\r\n")))
            self.area = None
        elif tag == "select" and self.select:
            self.sent.append((self.select, self.first if self.chosen is None else self.chosen))
            self.select = None


def sent_from(html: str) -> QueryDict:
    """The fields of a page as a browser would send them."""
    reader = _Fields()
    reader.feed(html)
    sent = QueryDict(mutable=True)
    for name, value in reader.sent:
        sent.appendlist(name, value or "")
    return sent


def posted(typed) -> QueryDict:
    """What the builder's page with this form sends."""
    return sent_from(
        render_to_string("listening/forms/builder_fields.html", {"form": show(typed, problems={})})
    )
