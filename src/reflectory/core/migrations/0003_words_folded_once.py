"""On PostgreSQL the words of search are taken apart when they are written, not each time that they are ranked."""

from typing import ClassVar

from django.db import migrations

POSTGRESQL = [
    "DROP INDEX core_searchentry_found",
    "ALTER TABLE core_searchentry ADD COLUMN folded tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED",
    "CREATE INDEX core_searchentry_found ON core_searchentry USING gin (folded)",
]


def add(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("core", "0002_audit_and_search")]
    operations: ClassVar = [migrations.RunPython(add, migrations.RunPython.noop)]
