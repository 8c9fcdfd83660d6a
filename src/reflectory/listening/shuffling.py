"""Rewrites anonymous answers in random order, so that neither the database nor its files keep the order they came in.

This knows how the two databases store rows and nothing about who may close an ask: that is `actions.closing`. What
remains afterwards, and what an operator with the machine could still do, is told in docs/explanation/anonymous.md.
"""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from django.db import connection, transaction

from reflectory.listening.models import AnonymousResponse

_AT_ONCE = 100
_TABLE = AnonymousResponse._meta.db_table
# SQLite waits so long, in thousandths of a second, for readers before it leaves its log to the next time.
_PATIENCE = 1_000


def rewrite(ask_id: int, *, renamed: bool) -> int:
    """How many anonymous answers to this ask were written anew, in one transaction and in random order.

    `renamed` gives each a new number, so that the one that its browser knew leads nowhere. While an ask is open the
    numbers stay: by them a connection that broke off sends an answer twice and has it stored once.
    """
    with transaction.atomic():
        _hold()
        rows = list(AnonymousResponse.objects.filter(ask=ask_id).order_by())
        secrets.SystemRandom().shuffle(rows)
        AnonymousResponse.objects.filter(ask=ask_id).delete()
        if renamed:
            for row in rows:
                row.pk = uuid.uuid4()
        AnonymousResponse.objects.bulk_create(rows, batch_size=_AT_ONCE)
    return len(rows)


def in_random_order(rows: Any) -> list[Any]:
    """These rows as they may be read: in another order each time."""
    found = list(rows.order_by() if hasattr(rows, "order_by") else rows)
    secrets.SystemRandom().shuffle(found)
    return found


def written_together(ask_id: int, *, unless: bool) -> bool:
    """Whether one transaction wrote all of these rows. SQLite does not know: there it says no where it is time."""
    if connection.vendor != "postgresql":
        return not unless
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(DISTINCT xmin::text) FROM {_TABLE} WHERE ask_id = %s", [ask_id])
        return bool(cursor.fetchone()[0] <= 1)


def wipe() -> bool:
    """Leaves nothing of rewritten rows beside the table. False where it must be tried again later.

    SQLite writes its log back and empties it; PostgreSQL writes the table into a new file. Both need to stand outside
    a transaction, and SQLite a moment without readers.
    """
    if connection.in_atomic_block:
        return False
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (FULL, FREEZE, ANALYZE) {_TABLE}")
        return True
    with connection.cursor() as cursor:
        waited = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        try:
            cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
            is_busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {waited}")
    return not is_busy


def _hold() -> None:
    """Nothing is added while rows are written anew, and what is deleted is overwritten with nothing."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {_TABLE} IN EXCLUSIVE MODE")
        else:
            cursor.execute("PRAGMA secure_delete = ON")
