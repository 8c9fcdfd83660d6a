"""What a reader reads of a page, for the tests of pages."""

import html
import re


def words_of(response):
    """The page without its tags, blanks run together."""
    body = re.sub(r"<(script|style|template).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body))).strip()


def heading_of(response):
    """The one heading of the first level."""
    (found,) = re.findall(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", found))).strip()


def rows_of(response):
    """The cells of every table, row by row."""
    found = []
    for body in re.findall(r"<tbody>(.*?)</tbody>", response.content.decode(), re.DOTALL):
        for row in re.findall(r"<tr.*?>(.*?)</tr>", body, re.DOTALL):
            cells = re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
            found.append(
                [re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", cell))).strip() for cell in cells]
            )
    return found


def items_of(response, name):
    """The items of every list of this class."""
    found = []
    for body in re.findall(rf'<[ou]l class="{name}">(.*?)</[ou]l>', response.content.decode(), re.DOTALL):
        for item in re.findall(r"<li.*?>(.*?)</li>", body, re.DOTALL):
            found.append(re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", item))).strip())
    return found


def tabs_of(response):
    """The labels of the tabs."""
    return items_of_tabs(response.content.decode())


def items_of_tabs(text):
    """As `tabs_of`, of the markup."""
    found = re.search(r'<nav class="tabs".*?</nav>', text, re.DOTALL)
    return re.findall(r"<a [^>]*>(.*?)</a>", found.group()) if found else []


def hidden_of(response, name):
    """The value of a hidden field."""
    return re.search(rf'name="{name}" value="(.*?)"', response.content.decode()).group(1)
