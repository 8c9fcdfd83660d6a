"""Somebody signed in with a role, in one line; passwords hashed with what takes no time."""

import re

from django.test import Client

from tests import portfolio as a


def client_of(account) -> Client:
    """A browser in which the account is signed in."""
    client = Client()
    client.force_login(account)
    return client


def operator_client() -> Client:
    return client_of(a.account("Ada Root", is_operator=True))


def words_of(response) -> str:
    """What a reader reads of the page."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text).replace("&#x27;", "'")


def names_in(response) -> list[str]:
    """The first cell of each row of the page's table."""
    return [
        re.sub(r"<[^>]+>", "", cell).strip()
        for cell in re.findall(r'<th scope="row">(.*?)</a>', response.content.decode(), re.DOTALL)
    ]


def value_of(response, field: str) -> str | None:
    """What stands in a text field of a form, None where there is no such field."""
    found = re.search(rf'<input[^>]* name="{field}"[^>]*>', response.content.decode())
    if found is None:
        return None
    value = re.search(r'value="([^"]*)"', found.group())
    return value.group(1) if value else ""
