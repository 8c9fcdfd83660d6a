"""Letters as files and through a real server; what comes back through a real mailbox; who reads what is kept."""

import email
import getpass
import grp
import imaplib
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from datetime import UTC, datetime, timedelta
from email import policy
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from reflectory.accounts.roles import ANALYST, LEAD
from reflectory.config import environment
from reflectory.core import mail, mailbox
from reflectory.core.mail import Letter, forget_kept_letters, kept_letters, post, references_in
from reflectory.core.mailbox import Arrived, own_words, read_mailbox, register_reply_reader
from reflectory.core.refusal import Refused
from reflectory.listening.actions.invitations import invite
from tests import asking
from tests import portfolio as a
from tests.conftest import find_tool

FOLDER_BACKEND = "reflectory.core.mail.FolderBackend"
SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def letter(to="ada@example.org", **more):
    given = {"subject": "Your answers", "before": ["Hello Ada,", "¿Qué ayudó?"], **more}
    return Letter(to=to, link=("Answer here", "https://asks.example.org/i/abcdefghijklmnopqrstuv/"), **given)


@pytest.fixture
def folder(settings, tmp_path):
    settings.REFLECTORY_DIR, settings.EMAIL_BACKEND = tmp_path, FOLDER_BACKEND
    return tmp_path / "mail"


class Inbox:
    """Takes what is addressed to it, but for two addresses."""

    def __init__(self):
        self.taken = []

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: ARG002  aiosmtpd names it
        if address.startswith("nobody@"):
            return "550 no such mailbox"
        if address.startswith("later@"):
            return "451 try again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002  aiosmtpd names it
        self.taken.append(
            (envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=policy.default))
        )
        return "250 OK"


class Server(Controller):
    """Says its own name rather than to ask the network for one."""

    def factory(self):
        return SMTP(self.handler, hostname="localhost")


@pytest.fixture
def server(settings):
    """A real SMTP server of this test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Server(Inbox(), hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP_BACKEND, "127.0.0.1", port
    settings.DEFAULT_FROM_EMAIL = "Learning team <learning@example.org>"
    yield controller
    controller.stop()


def test_without_a_server_each_letter_is_a_file_that_mail_programs_open(folder):
    assert [one.why for one in post([letter(), letter("bo@example.org")])] == ["", ""]
    kept = kept_letters()
    assert len(kept) == 2
    message = email.message_from_bytes((folder / kept[0].name).read_bytes(), policy=policy.default)
    assert message["To"] == "bo@example.org"
    assert "¿Qué ayudó?" in message.get_body(("plain",)).get_content()
    assert {(folder / one.name).stat().st_mode & 0o777 for one in kept} == {0o600}
    assert [path.name for path in folder.glob(".*")] == []


def test_kept_letters_are_deleted_after_two_months(folder):
    list(post([letter()]))
    now = datetime.now(UTC)
    assert forget_kept_letters(now + timedelta(days=59)) == 0
    assert forget_kept_letters(now + timedelta(days=61)) == 1
    assert list(folder.iterdir()) == []


def test_letters_leave_through_a_real_server_as_text_and_as_a_page(server):
    told = letter(after=["Bye."], about="listening.ask.3", stop_url="https://asks.example.org/stop/")
    assert [one.why for one in post([told])] == [""]
    [(to, message)] = server.handler.taken
    assert to == ["ada@example.org"]
    assert message["From"] == "Learning team <learning@example.org>"
    assert message["List-Unsubscribe"] == "<https://asks.example.org/stop/>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_body(("plain",)).get_content().split("\r\n\r\n")[:2] == ["Hello Ada,", "¿Qué ayudó?"]
    assert "<p>¿Qué ayudó?</p>" in message.get_body(("html",)).get_content()


def test_an_address_that_is_refused_keeps_no_other_back(server):
    addresses = ["nobody@example.org", "later@example.org", "ada@example.org"]
    found = [(one.why, one.is_refused) for one in post(letter(to) for to in addresses)]
    assert found == [("SMTPRecipientsRefused 550", True), ("SMTPRecipientsRefused 451", False), ("", False)]
    assert [to for to, _message in server.handler.taken] == [["ada@example.org"]]


def test_where_no_server_answers_every_letter_is_told_so(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP_BACKEND, "127.0.0.1", 9
    found = list(post([letter(), letter("bo@example.org")]))
    assert [(bool(one.why), one.is_down) for one in found] == [(True, True), (True, True)]


def test_a_subject_cannot_add_a_header(server):
    with pytest.raises(ValueError, match="newlines"):
        list(post([letter(subject="Hello\nBcc: all@example.org")]))
    assert server.handler.taken == []


@pytest.mark.usefixtures("folder")
def test_a_reference_comes_back_and_cannot_be_made_up():
    list(post([letter(reference=("invitation", 17))]))
    said = kept_letters()[0].message()["Message-ID"]
    assert references_in(f"{said} {said} <other@example.org>") == [("invitation", 17)]
    assert references_in(said.replace(".17.", ".18.")) == []


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Ask Talia.\n\nOn Monday, Ada wrote:\n> Who knows?", "Ask Talia."),
        ("Pregunta a Talia.\r\n\r\nEl lunes, Ada escribió:\r\n> ¿Quién?", "Pregunta a Talia."),
        ("Talia knows.\n-- \nBo, City of X", "Talia knows."),
        ("No quote\x00 at all", "No quote at all"),
        ("> only quoted", ""),
    ],
)
def test_of_an_answer_its_own_words_are_read(text, own):
    assert own_words(text) == own


@pytest.mark.parametrize(
    ("name", "value"),
    [("REFLECTORY_MAIL", "http://x"), ("REFLECTORY_MAILBOX", "pop://x"), ("REFLECTORY_MAILBOX", "imap")],
)
def test_what_is_no_address_of_a_server_is_told(monkeypatch, tmp_path, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=name):
        environment.mail(name, tmp_path) if name == "REFLECTORY_MAIL" else environment.mailbox(name)


# Who reads what is kept.


def about(ask):
    return letter(about=f"listening.ask.{ask.pk}", subject=f"About {ask.pk}")


@pytest.mark.django_db
@pytest.mark.usefixtures("folder")
def test_leads_read_letters_of_their_asks_without_the_personal_link(client):
    edition = a.edition()
    mine, other = asking.an_ask(edition=edition), asking.an_ask(edition=a.edition())
    list(post([about(mine), about(other), letter(subject="A password")]))
    client.force_login(a.account_with(LEAD, on=edition))
    shown = client.get(reverse("mail")).content.decode()
    assert re.findall(r">(About \d+|A password)</a>", shown) == [f"About {mine.pk}"]
    by_about = {one.about: one.name for one in kept_letters()}
    page = client.get(reverse("mail-letter", args=[by_about[f"listening.ask.{mine.pk}"]])).content.decode()
    assert "abcdefghijklmnopqrstuv" not in page
    assert "/i/…/" in page
    assert client.get(reverse("mail-letter", args=[by_about[f"listening.ask.{other.pk}"]])).status_code == 404
    assert client.get(reverse("mail-letter", args=[by_about["mail"]])).status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("folder")
def test_those_who_run_the_installation_read_whole_letters_and_analysts_none(client):
    ask = asking.an_ask(edition=(edition := a.edition()))
    list(post([about(ask)]))
    where = reverse("mail-letter", args=[kept_letters()[0].name])
    client.force_login(a.account(is_operator=True))
    assert "abcdefghijklmnopqrstuv" in client.get(where).content.decode()
    client.force_login(a.account_with(ANALYST, on=edition))
    assert (client.get(where).status_code, client.get(reverse("mail")).status_code) == (404, 404)


@pytest.mark.django_db
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", ["..%2Fsecret-key", "nothing.eml", "20210301T090000000000-mail-0000000.eml"])
def test_no_other_file_is_shown(client, name):
    client.force_login(a.account(is_operator=True))
    assert client.get(f"/mail/{name}/").status_code == 404


# A real mailbox.

DOVECOT = """\
base_dir = {root}/run
state_dir = {root}/run
log_path = {root}/log
protocols = imap
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{root}/maildir
first_valid_uid = 0
first_valid_gid = 0
{internal}service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={root}
}}
"""
US = "invitation"


def write_settings(root, port):
    """What the server runs as: a user of its own where we are root, which it refuses to be; else ourselves."""
    if os.getuid() == 0:
        user, group, internal = "dovecot", "dovecot", ""
        shutil.chown(root, user, group)
    else:
        user, group = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
        internal = (
            f"default_internal_user = {user}\ndefault_internal_group = {group}\ndefault_login_user = {user}\n"
        )
    told = DOVECOT.format(root=root, port=port, user=user, group=group, internal=internal)
    (root / "dovecot.conf").write_text(told, encoding="utf-8")


@pytest.fixture(scope="module")
def imap_port():
    """A real IMAP server: any name and the password `secret`."""
    program = find_tool("dovecot", "/usr/sbin/dovecot", package="dovecot-imapd")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # Not in pytest's own folder, which only we may enter.
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        root.chmod(0o755)
        write_settings(root, port)
        with subprocess.Popen([program, "-F", "-c", str(root / "dovecot.conf")]) as running:
            for _n in range(200):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield port
            running.terminate()
            running.wait(timeout=10)


@pytest.fixture
def box(imap_port, settings):
    """The emptied mailbox that the installation reads, as a mail program sees it."""
    settings.MAILBOX = f"imap://learning%40example.org:secret@127.0.0.1:{imap_port}/INBOX"
    opened = imaplib.IMAP4("127.0.0.1", imap_port, timeout=10)
    opened.login("learning@example.org", "secret")
    opened.select("INBOX")
    for number in opened.search(None, "ALL")[1][0].split():
        opened.store(number, "+FLAGS", r"(\Deleted)")
    opened.expunge()
    yield opened
    opened.logout()


@pytest.fixture
def told():
    """What the room of invitations is told of, in the place of what it does."""
    before, found = mailbox._readers.get(US), []
    register_reply_reader(US, found.append)
    yield found
    if before:
        register_reply_reader(US, before)


def sent_id(number=17):
    """The Message-ID of a letter about an invitation."""
    return mail._message_id((US, number))


def arrives(box, message):
    box.append("INBOX", None, None, message.as_bytes())


def flags(box):
    """Of each message in order, whether it was read and whether it is flagged; imaplib gives some twice."""
    box.noop()
    _ok, found = box.fetch("1:*", "(FLAGS)")
    by_number = {
        one.split()[0]: set(imaplib.ParseFlags(one)) & {b"\\Seen", b"\\Flagged"} for one in found if one
    }
    return list(by_number.values())


def bounce(action="failed", number=17):
    """What a server sends back when it could not deliver."""
    report = MIMEMultipart("report", report_type="delivery-status")
    report["From"], report["Subject"] = "postmaster@example.org", "Undelivered"
    report.attach(MIMEText("It could not be delivered."))
    status = MIMEBase("message", "delivery-status")
    fields = email.message.Message()
    fields["Final-Recipient"], fields["Action"] = "rfc822; ada@example.org", action
    fields["Status"] = "5.1.1"
    status.set_payload([email.message.Message(), fields])
    report.attach(status)
    original = MIMEBase("text", "rfc822-headers")
    original.set_payload(f"Message-ID: {sent_id(number)}\nSubject: Your answers\n")
    report.attach(original)
    return report


def answer(words="Ask Talia.\n\nOn Monday, Ada wrote:\n> Who?", **headers):
    said = MIMEText(words)
    said["From"], said["Subject"] = "Bo <bo@example.org>", "Re: Your answers"
    for name, value in {
        "In-Reply-To": sent_id(),
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }.items():
        if value:
            said[name] = value
    return said


def test_bounces_and_answers_find_the_row_they_are_about_once(box, told):
    arrives(box, bounce())
    arrives(box, answer())
    assert list(read_mailbox()) == ["2 messages were read."]
    assert told == [
        Arrived(17, "postmaster@example.org", is_bounce=True), Arrived(17, "bo@example.org", "Ask Talia."),
    ]  # fmt: skip
    assert flags(box) == [{b"\\Seen"}, {b"\\Seen"}]
    assert list(read_mailbox()) == []


def test_a_delay_and_an_answer_by_a_machine_are_told_to_nobody(box, told):
    arrives(box, bounce("delayed"))
    arrives(box, answer("I am away.", Auto_Submitted="auto-replied"))
    assert list(read_mailbox()) == ["2 messages were read."]
    assert told == []


def test_what_is_not_ours_is_flagged_and_left_for_people(box, told):
    arrives(box, answer("Lunch?", In_Reply_To=""))
    arrives(box, answer("Forged", In_Reply_To=sent_id().replace(".17.", ".18.")))
    assert list(read_mailbox()) == []
    assert (told, flags(box)) == ([], [{b"\\Flagged"}, {b"\\Flagged"}])


def test_what_a_room_could_not_take_in_is_read_again(box):
    before, calls = mailbox._readers.get(US), []

    def fails_once(arrived):
        calls.append(arrived)
        if len(calls) == 1:
            raise Refused("not now")

    register_reply_reader(US, fails_once)
    arrives(box, answer())
    with pytest.raises(Refused):
        list(read_mailbox())
    assert list(read_mailbox()) == ["1 message was read."]
    if before:
        register_reply_reader(US, before)


@pytest.mark.django_db
def test_a_bounce_in_the_mailbox_ends_the_letters_to_that_person(box):
    ask = asking.an_ask(edition=a.edition(), audience="invited")
    [(invitation, _token)] = invite(by=a.operator(), ask=ask, people=[a.person(email="ada@example.org")])
    arrives(box, bounce(number=invitation.pk))
    list(read_mailbox())
    invitation.refresh_from_db()
    assert invitation.bounced_at is not None


def test_a_mailbox_that_cannot_be_read_is_told_without_its_password(settings):
    settings.MAILBOX = "imap://learning:secret@127.0.0.1:9/INBOX"
    with pytest.raises(Refused) as refused:
        list(read_mailbox())
    assert str(refused.value) == (
        "The mailbox at 127.0.0.1 could not be read (ConnectionRefusedError). Check REFLECTORY_MAILBOX."
    )
