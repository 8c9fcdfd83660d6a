"""The database itself keeps the audit append-only, and finds words: triggers, FTS5, a PostgreSQL index."""

from typing import ClassVar

from django.db import migrations

SQLITE = """
CREATE TRIGGER core_auditevent_no_change BEFORE UPDATE ON core_auditevent
BEGIN SELECT RAISE(ABORT, 'an audit event is never changed'); END;
CREATE TRIGGER core_auditevent_no_removal BEFORE DELETE ON core_auditevent
BEGIN SELECT RAISE(ABORT, 'an audit event is never removed'); END;
CREATE VIRTUAL TABLE core_searchwords USING fts5(
  words, content='core_searchentry', content_rowid='id', prefix='2 3', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER core_searchentry_added AFTER INSERT ON core_searchentry
BEGIN INSERT INTO core_searchwords(rowid, words) VALUES (new.id, new.words); END;
CREATE TRIGGER core_searchentry_removed AFTER DELETE ON core_searchentry
BEGIN INSERT INTO core_searchwords(core_searchwords, rowid, words) VALUES ('delete', old.id, old.words); END;
CREATE TRIGGER core_searchentry_changed AFTER UPDATE ON core_searchentry
BEGIN
  INSERT INTO core_searchwords(core_searchwords, rowid, words) VALUES ('delete', old.id, old.words);
  INSERT INTO core_searchwords(rowid, words) VALUES (new.id, new.words);
END;
"""

POSTGRESQL = """
CREATE FUNCTION core_auditevent_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'an audit event is never changed or removed'; END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER core_auditevent_append_only BEFORE UPDATE OR DELETE ON core_auditevent
FOR EACH ROW EXECUTE FUNCTION core_auditevent_refuse();
CREATE INDEX core_searchentry_found ON core_searchentry USING gin (to_tsvector('simple', words));
"""


def add(_apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        return
    with connection.cursor() as cursor:
        for statement in _statements(SQLITE):
            cursor.execute(statement)


def _statements(script):
    """Each statement of the script; one that makes a trigger has semicolons inside and ends with END."""
    held = ""
    for part in script.split(";\n"):
        held += part
        if "BEGIN" in held and not held.rstrip().endswith("END"):
            held += ";\n"
            continue
        if held.strip():
            yield held
        held = ""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("core", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(add, migrations.RunPython.noop)]
