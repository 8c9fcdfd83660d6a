"""What every room rests on: the audit of writes, the values behind them, and the words that search finds.

None of these rows points at another by a foreign key: an audit must not keep anything from being deleted, nor
vanish with it. They are written by `core.audit.record` and by nothing else.
"""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """Who did what to which row, and when. The database refuses to change or delete one.

    `fields` holds the name of each field that changed and a keyed hash of its new value: enough to prove what
    a value was, too little to read it. The values are in `Revision`, which can be erased.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    by_account = models.BigIntegerField(null=True)  # empty where the system acted by itself
    by_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)  # "programmes.team"
    object_id = models.BigIntegerField()
    fields = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "object_id", "-at"])]
        verbose_name = _("audit event")

    def __str__(self) -> str:
        return f"{self.by_name}: {self.verb} {self.kind} {self.object_id}"


class Revision(models.Model):
    """What the row was called, and its values before and after one audit event: {field: [before, after]}.

    Erasing empties both: a person's name is no more in the audit than in the row.
    """

    event_id = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    about = models.CharField(max_length=300, blank=True, default="")  # what the row was called then
    values = models.JSONField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "object_id"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(values__isnull=True, erased_at__isnull=False)
                | models.Q(values__isnull=False, erased_at__isnull=True),
                name="revision_has_values_or_the_day_they_were_erased",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}, event {self.event_id}"


class SearchEntry(models.Model):
    """The words by which search finds one row of some room. Whether a reader may see it is asked of the row."""

    kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    words = models.TextField()  # folded: lower case, no accents

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="one_search_entry_per_row")
        ]

    def __str__(self) -> str:
        return self.title


class Versioned(models.Model):
    """A row that two people may edit at once: the second is shown what the first changed. See `core.editing`."""

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
