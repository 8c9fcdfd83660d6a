"""Nobody finds out whose an anonymous answer is: every table, file, log and mail is looked through for what would tell.

Eight people are invited, signed in or not, and answer one after the other; everything that this leaves anywhere is
compared with what was there before.
"""

import html
import logging
import re
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from reflectory.core.models import AuditEvent, Revision
from reflectory.listening.actions.answering import receive
from reflectory.listening.actions.closing import before_leaving, shuffle, shuffle_open
from reflectory.listening.models import AnonymousResponse, AnonymousTally, Ask, Draft, Invitation, Response
from reflectory.listening.shuffling import wipe, written_together
from tests import asking
from tests import portfolio as a

pytestmark = pytest.mark.django_db
TABLE = "listening_anonymousresponse"
# Rows that may differ afterwards: the answers, how many came that day, and that the ask has been answered at all.
MAY_CHANGE = {TABLE, "listening_anonymoustally", "listening_ask", "listening_formversion"}
BODY = asking.a_body(asking.a_question(), asking.a_question("how_often", "number", "How often?"))


def secret(n: int) -> str:
    return f"Secret number {n} of the night shift"


def an_anonymous_ask(**more) -> Ask:
    return asking.an_ask(asking.a_form(BODY), identity="anonymous", edition=a.edition(), floor=3, **more)


def answered(ask: Ask, n: int, number: uuid.UUID | None = None) -> str:
    got = receive(ask=ask, client_uuid=number or uuid.uuid4(), sent={"helped": secret(n)}, language="en")
    assert got.problems == {}
    return got.receipt


def closed(ask: Ask) -> Ask:
    Ask.objects.filter(pk=ask.pk).update(
        closed_at=timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    )
    ask.refresh_from_db()
    shuffle(ask)
    return ask


def tables() -> list[str]:
    return connection.introspection.table_names()


def everything() -> dict[str, set[tuple]]:
    """Every row of every table, system columns of PostgreSQL aside, as words."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = {tuple(map(str, row)) for row in cursor.fetchall()}
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            found["sqlite_sequence"] = {tuple(map(str, row)) for row in cursor.fetchall()}
    return found


@contextmanager
def records() -> Iterator[list[logging.LogRecord]]:
    """What any logger says meanwhile, down to the smallest, but for the database's own echo of statements."""
    kept: list[logging.LogRecord] = []

    class Keeps(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(record)

    root, handler = logging.getLogger(), Keeps(logging.DEBUG)
    was = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield kept
    finally:
        root.setLevel(was)
        root.removeHandler(handler)


def hand_in(client, ask: Ask, n: int) -> None:
    """As a browser does: open the page, send its hidden fields back with the answer."""
    at = f"/a/{ask.code}/"
    page = client.get(at).content.decode()
    hidden = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page)
    fields = {
        html.unescape(re.search(r'name="([^"]*)"', one).group(1)): html.unescape(
            re.search(r'value="([^"]*)"', one).group(1) if 'value="' in one else ""
        )
        for one in hidden
    }
    assert client.post(f"{at}received/", {**fields, "helped": secret(n)}).status_code == 200


@pytest.fixture
def planted(client, settings, tmp_path):
    """Eight people invited and eight answers, in a known order at known times, some of them signed in."""
    settings.REFLECTORY_DIR = tmp_path
    team = a.team()
    ask = an_anonymous_ask()
    people = [a.person(f"Planted Person {n}") for n in range(8)]
    for person in people:
        asking.an_invitation(ask, person, membership=a.member(team, person), team=team)
    accounts = [a.account(who=person) for person in people]
    before, files, cached = everything(), sorted(tmp_path.rglob("*")), dict(getattr(cache, "_cache", {}))
    began = timezone.now()
    with records() as said:
        for n in range(8):
            if n % 2:
                client.force_login(accounts[n])
            else:
                client.logout()
            signed_in = everything()["django_session"], everything()["accounts_account"]
            hand_in(client, ask, n)
            assert (everything()["django_session"], everything()["accounts_account"]) == signed_in
    return {
        "ask": ask, "people": people, "before": before, "after": everything(), "began": began,
        "ended": timezone.now(), "said": said, "files": files, "cached": cached, "folder": tmp_path,
    }  # fmt: skip


def left_by(planted: dict) -> dict[str, set[tuple]]:
    """The rows that were not there before, signing in aside, which is watched while they are planted."""
    own = {"django_session", "accounts_account"}
    return {
        table: new
        for table, rows in planted["after"].items()
        if table not in own and (new := rows - planted["before"].get(table, set()))
    }


def test_the_answers_are_there():
    ask = an_anonymous_ask()
    for n in range(3):
        answered(ask, n)
    assert sorted(row.answers["helped"] for row in closed(ask).anonymous_responses.all()) == [
        secret(n) for n in range(3)
    ]


def test_an_answer_leaves_its_row_and_one_more_in_the_count_of_its_day(planted):
    left = left_by(planted)
    assert set(left) <= MAY_CHANGE | {"sqlite_sequence"}
    assert len(left[TABLE]) == 8
    (tally,) = AnonymousTally.objects.filter(ask=planted["ask"])
    assert (tally.on, tally.n) == (timezone.localdate(), 8)
    assert {
        row for row in left.get("sqlite_sequence", set()) if row[0] != "listening_anonymoustally"
    } == set()


def test_no_value_in_any_table_is_the_moment_of_an_answer(planted):
    moments = [
        (table, value)
        for table, rows in left_by(planted).items()
        for row in rows
        for value in row
        for found in re.findall(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?", value)
        if planted["began"]
        <= datetime.fromisoformat(found.replace(" ", "T")).replace(tzinfo=UTC)
        <= planted["ended"]
    ]
    assert moments == []


def test_nothing_beside_an_answer_is_a_person_an_invitation_or_a_session(planted):
    names = {person.name for person in planted["people"]}
    sessions = {row[0] for row in planted["after"]["django_session"]}
    with connection.cursor() as cursor:
        columns = {one.name for one in connection.introspection.get_table_description(cursor, TABLE)}
    assert columns == {"id", "ask_id", "form_version_id", "answers", "language", "uses", "receipt_hash"}
    for table in (TABLE, "listening_anonymoustally"):
        told = " ".join(value for row in left_by(planted)[table] for value in row)
        assert [one for one in names | sessions if one in told] == []
    touched = Invitation.objects.filter(ask=planted["ask"]).exclude(
        answered_at=None, declined_at=None, token_hash=None
    )
    assert touched.count() == 0
    assert [(row.version, row.n_reminders) for row in Invitation.objects.filter(ask=planted["ask"])] == [
        (1, 0)
    ] * 8


def test_no_history_log_mail_cache_or_file_knows_of_an_answer(planted):
    ask = planted["ask"]
    told = str(list(AuditEvent.objects.values())) + str(list(Revision.objects.values()))
    assert "Secret number" not in told
    assert not AuditEvent.objects.filter(kind="listening.anonymousresponse").exists()
    assert not AuditEvent.objects.filter(kind="listening.ask", object_id=ask.pk).exists()
    # The echo of statements is kept by tests alone, in `connection.queries`, and by nothing in an installation.
    said = [one for one in planted["said"] if not one.name.startswith("django.db")]
    assert [one.getMessage() for one in said] == []
    assert mail.outbox == []
    assert dict(getattr(cache, "_cache", {})) == planted["cached"]
    assert sorted(planted["folder"].rglob("*")) == planted["files"]


def test_after_closing_neither_number_nor_order_is_that_of_the_answers():
    ask = an_anonymous_ask()
    sent = [uuid.uuid4() for _n in range(8)]
    for n, number in enumerate(sent):
        answered(ask, n, number)
    closed(ask)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {TABLE}")
        stored = [str(uuid.UUID(str(row[0]))) for row in cursor.fetchall()]
    assert set(stored) & {str(number) for number in sent} == set()
    assert {uuid.UUID(one).version for one in stored} == {4}
    if connection.vendor == "sqlite":
        assert stored == sorted(stored)  # by their random numbers, and by nothing else


def test_the_table_has_no_row_numbers_while_answers_come():
    ask = an_anonymous_ask()
    for n in range(8):
        answered(ask, n)
    if connection.vendor == "postgresql":
        list(shuffle_open())
        assert written_together(ask.pk, unless=False)
        return
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="rowid"), transaction.atomic():
        cursor.execute(f"SELECT rowid FROM {TABLE}")
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA index_list({TABLE})")
        names = [row[1] for row in cursor.fetchall()]
        assert len(names) == 4  # of its key, its ask, its version and its receipt: none of when it came


def test_while_an_ask_is_open_answers_keep_their_numbers_so_that_one_sent_twice_is_kept_once():
    ask = an_anonymous_ask()
    number = uuid.uuid4()
    receipt = answered(ask, 1, number)
    answered(ask, 2)
    list(shuffle_open(datetime.now(UTC).replace(minute=30)))
    assert before_leaving() == 2
    assert AnonymousResponse.objects.filter(pk=number).count() == 1
    assert answered(ask, 1, number) == receipt
    assert AnonymousResponse.objects.count() == 2


def test_answers_to_other_asks_stay_as_they_are():
    one, other = an_anonymous_ask(), an_anonymous_ask()
    answered(one, 1)
    answered(other, 2)
    before = set(other.anonymous_responses.values_list("pk", "receipt_hash"))
    closed(one)
    assert set(other.anonymous_responses.values_list("pk", "receipt_hash")) == before


def test_shuffling_nothing_is_nothing():
    assert shuffle() == 0
    assert shuffle(an_anonymous_ask()) == 0
    assert list(shuffle_open()) == []
    assert wipe() is False  # within a transaction there is nothing to be wiped


@pytest.mark.parametrize("model", [Response, Draft])
def test_the_database_itself_refuses_to_link_an_anonymous_answer(model):
    ask = an_anonymous_ask()
    given = {"ask": ask, "identity": "anonymous", "client_uuid": uuid.uuid4()}
    if model is Draft:
        given["saved_at"] = timezone.now()
    else:
        from reflectory.listening.models import Voice

        given |= {"voice": Voice.objects.create(key="v"), "received_at": timezone.now(), "receipt_hash": "x"}
        given |= {"form_version": ask.form_version}
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**given)


def test_the_database_itself_refuses_a_token_or_an_answer_beside_an_anonymous_invitation():
    ask = an_anonymous_ask()
    for beside in ({"token_hash": "x"}, {"answered_at": timezone.now()}, {"declined_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            asking.an_invitation(ask, a.person(), **beside)


# Closes an ask as the workspace does, in an installation of its own.
CLOSES = """
import django
django.setup()
from django.utils import timezone
from reflectory.listening.actions.closing import shuffle
from reflectory.listening.models import Ask
ask = Ask.objects.get()
Ask.objects.filter(pk=ask.pk).update(closed_at=timezone.now())
shuffle(Ask.objects.get())
"""


def test_the_files_of_the_database_hold_each_answer_once_and_not_in_its_order(tmp_path):
    """A look at the bytes, as somebody with the machine would take it."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL writes the table into a new file; see test_postgresql")
    ask = an_anonymous_ask()
    file = tmp_path / "reflectory.sqlite3"
    connection.ensure_connection()
    file.write_bytes(connection.connection.serialize())
    copy = sqlite3.connect(file)
    copy.execute("PRAGMA journal_mode = WAL")
    for n in range(40):
        copy.execute(
            f"INSERT INTO {TABLE} (id, ask_id, form_version_id, answers, language, uses, receipt_hash)"
            " VALUES (?, ?, ?, ?, 'en', '[]', ?)",
            [uuid.uuid4().hex, ask.pk, ask.form_version_id, f'{{"helped": "{marked(n)}"}}', uuid.uuid4().hex],
        )
        copy.commit()
    assert order_in(tmp_path) != []
    copy.close()
    environment = {
        "REFLECTORY_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "reflectory.config.settings",
        "PATH": "",
    }
    done = subprocess.run(
        [sys.executable, "-c", CLOSES], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = order_in(tmp_path)
    assert sorted(found) == list(range(40))
    # Of 40 there are more orders than atoms in the world; the one in which they came has no place among chances.
    assert found not in (list(range(40)), list(range(40))[::-1])


def marked(n: int) -> str:
    return f"mark-{n:03d}-{'filling ' * 30}"


def order_in(folder: Path) -> list[int]:
    """The answers in the order in which their bytes lie in the files of the database, its log first."""
    files = sorted((one for one in folder.iterdir() if "sqlite3" in one.name), reverse=True)
    return [int(n) for one in files for n in re.findall(rb"mark-(\d{3})-", one.read_bytes())]
