"""A page of a published site as a test reads it: tags, links, names of places, and what it says."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "link", "img", "br", "hr", "input"}
MARKS = {"path", "circle", "rect", "use"}  # written <path …/> within svg


class Reader(HTMLParser):
    """Collects what a test asks for, and refuses what is not closed in the order in which it was opened."""

    def __init__(self, page):
        super().__init__()
        self.ids, self.links, self.attributes, self.tags, self.text, self.within = [], [], set(), [], [], []
        self.feed(page)
        self.close()
        assert self.within == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value)
            if name in ("href", "src"):
                self.links.append(value)
        if tag not in VOID:
            self.within.append(tag)

    def handle_startendtag(self, tag, attrs):
        assert tag in MARKS
        self.handle_starttag(tag, attrs)
        self.within.pop()

    def handle_endtag(self, tag):
        assert self.within.pop() == tag

    def handle_data(self, data):
        if "script" not in self.within:
            self.text.append(data)

    def said(self):
        return " ".join(" ".join(self.text).split())


def pages(site):
    return {path: Reader(data.decode()) for path, data in site.items() if path.endswith(".html")}
