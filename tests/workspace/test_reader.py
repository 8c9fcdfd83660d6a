"""The frame around each page: the reader's zone and language, the navigation, and that invented things say so."""

import re

import pytest

from reflectory.programmes.actions.editions import add_deadline
from tests import portfolio as a

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installation")]


def places(response):
    """The words of the main navigation."""
    nav = re.search(r'<nav class="rooms".*?</nav>', response.content.decode(), re.DOTALL).group()
    return re.findall(r"</svg>([^<]+)</a>", nav)


def test_times_are_shown_in_the_zone_of_the_reader(client):
    account = a.account()
    account.time_zone = "America/Bogota"
    account.save()
    client.force_login(account)
    assert "Times on this page are in America/Bogota (-05)." in client.get("/").content.decode()
    account.time_zone = "Mars/Olympus"
    account.save()
    assert "Times on this page are in UTC." in client.get("/").content.decode()


def test_pages_are_in_the_language_of_the_account_unless_this_device_chose_another(client):
    account = a.account()
    account.language = "pt"
    account.save()
    client.force_login(account)
    assert '<html lang="pt"' in client.get("/").content.decode()
    client.post("/language", {"language": "fr", "next": "/"})
    assert '<html lang="fr"' in client.get("/").content.decode()


def test_everybody_is_shown_only_the_places_that_are_theirs(client):
    edition = a.edition()
    shown = {}
    for role in ("programme_lead", "funder", "judge"):
        client.force_login(a.account_with(role, on=edition))
        shown[role] = [
            place for place in places(client.get("/")) if place in {"Home", "Figures", "Map", "Explorations"}
        ]
    assert shown == {
        "programme_lead": ["Home", "Figures", "Map", "Explorations"],
        "funder": ["Home", "Figures", "Map"],
        "judge": ["Home"],
    }


def test_an_installation_of_invented_things_says_so_on_every_page(reader, installation):
    words = "Everything here is invented"
    assert words not in reader.get("/").content.decode()
    (installation / "demonstration").touch()
    for address in ("/", "/nowhere", "/figures/", "/search/"):
        assert words in reader.get(address).content.decode()


def test_the_name_of_who_is_signed_in_stands_in_the_bar(reader):
    add_deadline(by=a.operator(), edition=a.edition(), what="Report", due_on=a.STARTS)
    assert "Ola Runner</span></summary>" in reader.get("/").content.decode()
