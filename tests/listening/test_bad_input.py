"""Whatever is sent is answered in words; nothing that was typed is lost, and nothing of anybody else's is shown."""

import io
import json
import re
import uuid
import zipfile
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reflectory.accounts.roles import EDITOR, LEAD
from reflectory.listening.actions.answering import receive
from reflectory.listening.models import AnonymousResponse, Draft, Response, Upload
from reflectory.listening.receipts import receipt_for
from reflectory.listening.uploads import MOST_BYTES, path_of
from tests import portfolio as a
from tests.asking import a_body, a_form, a_question, an_ask, an_invitation, words

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-one-hundred-and-twenty-eight-bits"
PDF = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """An installation of this test's own, and nobody has tried a wrong code yet."""
    settings.REFLECTORY_DIR = tmp_path
    cache.clear()
    return tmp_path


def opened(client, address, **more):
    """The hidden fields of a page of questions, as a browser would send them."""
    page = client.get(address, **more).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(ticket|client|n|lang)" value="([^"]*)"', page))


def invited(**more):
    ask = an_ask(audience="invited", **more)
    return an_invitation(ask, a.person(), token_hash=sha256(TOKEN.encode()).hexdigest())


def handed(client, ask, **fields):
    here = f"/a/{ask.code}/"
    own = {} if ask.is_anonymous else {"who.name": "Ana"}
    return client.post(f"{here}received/", {**opened(client, here), **own, **fields})


def with_file():
    form = a_form(a_body(a_question(), a_question("proof", "file", "Send it")))
    return an_ask(form)


def sends(client, name, content, ask=None):
    ask = ask or with_file()
    return handed(client, ask, **{"q.helped": "My words", "q.proof.new": SimpleUploadedFile(name, content)})


def an_archive(*parts: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return made.getvalue()


def test_where_cookies_are_blocked_and_a_session_has_ended_it_works_all_the_same():
    client = Client(enforce_csrf_checks=True)
    client.cookies["sessionid"] = "ended-long-ago"
    answer = handed(client, an_ask(), **{"q.helped": "Words"})
    told = {name: cookie.value for name, cookie in answer.cookies.items()}
    assert (answer.status_code, Response.objects.count(), told) == (200, 1, {"sessionid": ""})  # taken away


# Files


def refused(answer, words):
    """The page came back with the sentence and with what was typed, and no file was kept."""
    page = answer.content.decode()
    assert (answer.status_code, Response.objects.count(), Upload.objects.count()) == (422, 0, 0)
    assert (words in page, "My words" in page) == (True, True)
    assert Draft.objects.get().sent["helped"] == "My words"


def test_a_file_of_fifty_megabytes_is_refused_and_the_words_are_kept(client, folder):
    refused(sends(client, "film.pdf", b"%PDF-" + bytes(50 * 1024 * 1024)), "larger than 25 MB")
    assert list(folder.rglob("film*")) == []


def test_a_file_as_large_as_is_taken_is_taken(client):
    assert sends(client, "large.pdf", b"%PDF-" + bytes(MOST_BYTES - 5)).status_code == 200
    assert Upload.objects.get().n_bytes == MOST_BYTES


@pytest.mark.parametrize("content", [b"MZ\x90\x00\x03program", b"\x00\x01\x02", b"PK\x03\x04broken"])
def test_a_wrong_type_under_a_right_name_is_refused(client, content):
    refused(sends(client, "letter.pdf", content), "letter.pdf")


def test_an_archive_that_unpacks_to_far_more_is_refused(client):
    bomb = an_archive(("word/document.xml", bytes(60_000_000)))
    assert len(bomb) < 100_000
    refused(sends(client, "essay.docx", bomb), "would unpack to far more")


def test_an_archive_of_other_files_is_refused(client):
    refused(sends(client, "all.zip", an_archive(("run.exe", b"MZ"))), "is an archive that is not opened here")


def test_an_empty_file_is_refused(client):
    refused(sends(client, "letter.pdf", b""), "is empty")


@pytest.mark.parametrize(
    ("name", "content", "kind", "kept_as"),
    [
        ("letter.PDF", PDF, "pdf", "letter.PDF"),
        ("photo.png.pdf", b"\x89PNG\r\n\x1a\n...", "png", "photo.png.pdf.png"),
        ("photo.JPG", b"\xff\xd8\xff\xe0...", "jpeg", "photo.JPG"),
        ("../../etc/notes.txt", "Olá".encode(), "txt", "notes.txt"),
        ("table.csv", b"a,b\n1,2\n", "csv", "table.csv"),
        ("page.txt", b"<script>alert(1)</script>", "txt", "page.txt"),
        ("essay.docx", an_archive(("word/document.xml", b"<w/>")), "docx", "essay.docx"),
        ("essay.odt", an_archive(("content.xml", b"<o/>")), "odt", "essay.odt"),
        ("cells.xlsx", an_archive(("xl/workbook.xml", b"<x/>")), "xlsx", "cells.xlsx"),
        ("photo.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp", "photo.webp"),
        ("photo.heic", b"\x00\x00\x00\x18ftypheic....", "heic", "photo.heic"),
    ],
)
def test_a_file_is_what_its_bytes_say(client, name, content, kind, kept_as):
    assert sends(client, name, content).status_code == 200
    upload = Upload.objects.get()
    assert (upload.kind, upload.name, path_of(upload).read_bytes()) == (kind, kept_as, content)
    assert Response.objects.get().answers["proof"] == [str(upload.pk)]


def test_a_file_is_handed_to_readers_alone_and_never_shown(client):
    ask = with_file()
    ask.edition = a.edition()
    ask.save()
    sends(client, "letter.pdf", PDF, ask)
    address = f"/asks/{ask.pk}/files/{Upload.objects.get().pk}/"
    assert client.get(address).status_code == 302
    client.force_login(a.account_with(EDITOR, on=ask.edition))
    assert client.get(address).status_code == 404
    client.force_login(a.account_with(LEAD, on=ask.edition))
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert (answer["Content-Disposition"], answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == (
        'attachment; filename="letter.pdf"', "nosniff", "default-src 'none'; sandbox",
    )  # fmt: skip


def test_an_anonymous_ask_says_why_it_takes_no_file(client):
    form = a_form(a_body(a_question(), a_question("proof", "file", "Send it")))
    ask = an_ask(form, identity="anonymous")
    page = client.get(f"/a/{ask.code}/").content.decode()
    assert ("a file tells who made it" in page, 'type="file"' in page) == (True, False)
    sends(client, "letter.pdf", PDF, ask)
    assert (Upload.objects.count(), AnonymousResponse.objects.get().answers) == (0, {"helped": "My words"})


# Words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Thank you 👩🏽‍🌾🏳️‍🌈", "Thank you 👩🏽‍🌾🏳️‍🌈"),
        ("שלום لكم \u202eabc\u202c", "שלום لكم \u202eabc\u202c"),
        ("before\x00after", "beforeafter"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("=1+1", "=1+1"),
        ("word " * 10_000, ("word " * 10_000).strip()),
    ],
)
def test_every_letter_arrives_as_it_was_typed(client, typed, kept):
    assert handed(client, an_ask(), **{"q.helped": typed}).status_code == 200
    assert Response.objects.get().answers == {"helped": kept}


def test_markup_that_was_typed_is_shown_as_text(client):
    ask = an_ask(a_form(a_body(a_question(most_words=1))))
    page = handed(client, ask, **{"q.helped": "<b>one</b> two</textarea><script>"}).content.decode()
    assert ("&lt;/textarea&gt;&lt;script&gt;" in page, "</textarea><script>" in page) == (True, False)


def test_more_than_can_be_sent_at_once_is_said_in_words(client):
    answer = handed(client, an_ask(), **{"q.helped": "x" * 3_000_000})
    assert (answer.status_code, "too much to be sent at once" in answer.content.decode()) == (413, True)


def test_a_form_that_is_written_from_right_to_left_is_shown_so(client):
    body = {**a_body(languages=("ar",)), "title": {"ar": "بعد الجلسة"}}
    body["sections"][0]["questions"][0]["label"] = {"ar": "ما الذي ساعد؟"}
    body["sections"][0]["title"] = {}
    ask = an_ask(a_form(body), languages=["ar"])
    page = client.get(f"/a/{ask.code}/").content.decode()
    assert ('lang="ar" dir="rtl"' in page, '<html lang="en" dir="ltr">' in page) == (True, True)


# Sending twice, and out of turn


def test_what_is_handed_in_twice_is_stored_once(client):
    ask = an_ask()
    here = f"/a/{ask.code}/"
    sent = {**opened(client, here), "who.name": "Ana", "q.helped": "Once"}
    first, second = (client.post(f"{here}received/", sent).content.decode() for _n in range(2))
    receipt = re.findall(r"data-receipt>([^<]+)<", first)
    assert (re.findall(r"data-receipt>([^<]+)<", second), Response.objects.count()) == (receipt, 1)


def test_other_words_after_the_receipt_are_shown_again_and_only_replace_when_asked_to(client):
    ask = an_ask()
    here = f"/a/{ask.code}/"
    sent = {**opened(client, here), "who.name": "Ana", "q.helped": "Once"}
    client.post(f"{here}received/", sent)
    page = client.post(f"{here}received/", {**sent, "q.helped": "Twice"}).content.decode()
    assert ("said something else then" in page, "Twice" in page) == (True, True)
    assert Response.objects.get().answers == {"helped": "Once"}
    receipt = re.search(r'name="receipt" value="([^"]+)"', page)[1]
    client.post(f"{here}change/", {**sent, "q.helped": "Twice", "receipt": receipt})
    assert Response.objects.get().answers == {"helped": "Twice"}


def test_a_page_from_before_is_asked_once_more_and_loses_nothing(client):
    ask = an_ask()
    here = f"/a/{ask.code}/"
    answer = client.post(f"{here}received/", {"who.name": "Ana", "q.helped": "Old words", "ticket": "forged"})
    page = answer.content.decode()
    assert ("This page was opened long ago" in page, "Old words" in page, Response.objects.count()) == (
        True,
        True,
        0,
    )
    sent = dict(re.findall(r'<input type="hidden" name="(ticket|client|n|lang)" value="([^"]*)"', page))
    client.post(f"{here}received/", {**sent, "who.name": "Ana", "q.helped": "Old words"})
    assert Response.objects.get().answers == {"helped": "Old words"}


def test_a_ticket_of_one_ask_is_none_of_another(client):
    first, second = an_ask(), an_ask()
    sent = {**opened(client, f"/a/{first.code}/"), "who.name": "Ana", "q.helped": "Words"}
    client.post(f"/a/{second.code}/received/", sent)
    assert Response.objects.count() == 0


def test_words_for_an_ask_that_closed_meanwhile_are_shown_to_be_copied(client):
    ask = an_ask()
    here = f"/a/{ask.code}/"
    sent = {**opened(client, here), "who.name": "Ana", "q.helped": "Too late"}
    ask.closed_at = datetime.now(UTC)
    ask.save()
    answer = client.post(f"{here}received/", sent)
    page = answer.content.decode()
    assert (answer.status_code, "Too late" in page, "so that you can copy it" in page) == (409, True, True)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"opens_at": datetime.now(UTC) + timedelta(days=2)}, "This is not open yet"),
        ({"closed_at": datetime(2021, 3, 1, 12, tzinfo=UTC)}, "This closed on 1 Mar 2021, 12:00 (UTC)."),
        ({"audience": "invited"}, "This is for those who were invited"),
    ],
)
def test_what_cannot_be_answered_says_why(client, more, said):
    assert said in client.get(f"/a/{an_ask(**more).code}/").content.decode()


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"n": "x", "fields": 3}', '{"n": 1, "fields": [["q.helped"]]}']
)
def test_a_draft_that_cannot_be_read_is_answered(client, body):
    ask = an_ask()
    answer = client.post(f"/a/{ask.code}/draft/", body, content_type="application/json")
    assert (answer.status_code in (400, 409), Draft.objects.count()) == (True, 0)


def draft(client, ask, sent, n, text):
    told = {"ticket": sent["ticket"], "n": n, "language": "en", "fields": [["q.helped", text]]}
    return client.post(f"/a/{ask.code}/draft/", json.dumps(told), content_type="application/json").json()


def test_drafts_arrive_in_any_order_and_the_newest_stays(client):
    ask = an_ask()
    sent = opened(client, f"/a/{ask.code}/")
    assert draft(client, ask, sent, 2, "new\x00er") == {"state": "sent", "n": 2}
    assert draft(client, ask, sent, 1, "older") == {"state": "older", "n": 2}
    assert Draft.objects.get().sent == {"helped": "newer"}


def test_an_anonymous_draft_is_not_taken(client):
    ask = an_ask(identity="anonymous")
    sent = opened(client, f"/a/{ask.code}/")
    assert (draft(client, ask, sent, 1, "mine")["state"], Draft.objects.count()) == ("refused", 0)


# Links and codes


def test_a_scanner_of_mail_that_opens_the_link_changes_nothing(client, django_assert_num_queries):
    invitation = invited()
    with django_assert_num_queries(3):
        answer = client.get(f"/i/{TOKEN}/")
    client.head(f"/i/{TOKEN}/")
    client.get(f"/i/{TOKEN}/received/")
    invitation.refresh_from_db()
    assert (answer.status_code, invitation.answered_at, invitation.declined_at) == (200, None, None)
    assert (Draft.objects.count(), Response.objects.count(), dict(client.cookies)) == (0, 0, {})
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_the_invited_find_their_draft_on_another_device_and_hand_in_once(client):
    invited(identity="confidential")
    sent = opened(client, f"/i/{TOKEN}/")
    client.post(f"/i/{TOKEN}/", {**sent, "q.helped": "Half a", "save": "1"})
    assert "Half a" in client.get(f"/i/{TOKEN}/").content.decode()
    client.post(f"/i/{TOKEN}/received/", {**opened(client, f"/i/{TOKEN}/"), "q.helped": "Half a thought"})
    assert Response.objects.get().answers == {"helped": "Half a thought"}
    page = client.get(f"/i/{TOKEN}/").content.decode()
    assert ("Your answers were received" in page, "Half a thought" in page) == (True, False)


def test_a_revoked_link_and_one_that_never_was_are_told_the_same(client):
    invitation = invited()
    invitation.revoked_at = datetime.now(UTC)
    invitation.save()
    revoked, unknown = client.get(f"/i/{TOKEN}/"), client.get("/i/never/")
    assert (revoked.status_code, revoked.content) == (404, unknown.content)


def test_a_link_that_is_tried_a_thousand_times_leads_nowhere_and_says_to_wait(client):
    invited()
    answers = [client.get(f"/i/{TOKEN[:-1]}{n}/").status_code for n in range(1_000)]
    assert (answers[0], answers[-1], set(answers)) == (404, 429, {404, 429})
    assert client.get(f"/i/{TOKEN}/").status_code == 200  # the right one still opens


def test_a_room_that_mistypes_the_code_shuts_nobody_out(client):
    ask = an_ask()
    answers = [client.post("/a/", {"code": f"wrong{n}"}).status_code for n in range(30)]
    assert (answers[0], answers[-1]) == (404, 429)
    assert client.post("/a/", {"code": ask.code})["Location"] == f"/a/{ask.code}/"
    assert client.post(f"/a/{ask.code}/change/", {"receipt": "k7m4-pq2x-9trw"}).status_code == 404


def test_a_receipt_that_is_tried_a_thousand_times_is_not_even_looked_up(client, django_assert_num_queries):
    ask = an_ask()
    number = uuid.uuid4()
    receive(ask=ask, client_uuid=number, sent={"helped": "Mine"}, language="en", uses=())
    right = receipt_for(number)
    near = [right[:-1] + letter for letter in "23456789abcdefghjkmnpqrs" if letter != right[-1]]
    answers = [client.post(f"/a/{ask.code}/change/", {"receipt": one}) for one in near * 45]
    assert (answers[0].status_code, answers[-1].status_code) == (404, 429)
    assert not any(b"Mine" in one.content for one in answers)
    with django_assert_num_queries(1):
        assert client.post(f"/a/{ask.code}/change/", {"receipt": right}).status_code == 429


def test_no_link_stands_in_a_log(client, caplog):
    client.get("/i/a-secret-token/")
    invited()
    client.post(f"/i/{TOKEN}/received/", {"ticket": "forged"})
    assert [one.getMessage() for one in caplog.records if "token" in one.getMessage()] == []


def test_a_question_that_is_hidden_is_neither_required_nor_kept(client):
    asked = a_question("why", "text", "Why?", required=True, shown_if={"question": "again", "is": "no"})
    choices = [{"key": "yes", "label": words("Yes")}, {"key": "no", "label": words("No")}]
    ask = an_ask(a_form(a_body(a_question("again", "choice", "Again?", options=choices), asked)))
    assert handed(client, ask, **{"q.again": "yes", "q.why": "smuggled"}).status_code == 200
    assert Response.objects.get().answers == {"again": "yes"}
    opens = handed(client, ask, **{"q.again": "no"})
    assert ("opens one more question" in opens.content.decode(), Response.objects.count()) == (True, 1)
