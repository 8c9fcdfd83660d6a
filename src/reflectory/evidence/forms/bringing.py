"""What is filled in while texts are brought in: the file, its columns, and on what basis its words may be used."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reflectory.evidence.forms.sources import uses_field
from reflectory.evidence.imports.columns import COLUMNS, TEXT
from reflectory.evidence.imports.steps import Chosen, chosen_of, mapped_of
from reflectory.evidence.models import KINDS
from reflectory.listening.models import BASES
from reflectory.listening.uses import ANALYSE
from reflectory.programmes.imports.mapping import PREFIX, check_taken_once, mapped
from reflectory.programmes.imports.sheet import MOST_BYTES, SUFFIXES
from reflectory.programmes.imports.uploads import Upload
from reflectory.programmes.models import Edition


class SendTexts(forms.Form):
    """A file of texts, what it is called, and where they were said."""

    title = forms.CharField(
        label=_("What it is"), max_length=200,
        help_text=_("The title under which it is found again: “Closing interviews, spring 2021”."),
    )  # fmt: skip
    edition = forms.ModelChoiceField(
        Edition.objects.none(), label=_("Programme"), required=False, empty_label=_("none of ours"),
        help_text=_("Where these words were said."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Kind of text"),
        choices=KINDS,
        initial="survey_answer",
        help_text=_("Where a row names none."),
    )
    file = forms.FileField(
        label=_("Spreadsheet"), widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        help_text=_("An .xlsx or .csv file with the names of the columns in its first row and one text in each row; at "
                    "most 5,000 rows."),
    )  # fmt: skip

    def __init__(self, *args: Any, editions: QuerySet[Edition], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["edition"].queryset = editions

    def clean_file(self) -> Any:
        """Refuses what is larger than is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                gettext("The file has more than {n} megabytes. Split it.").format(n=MOST_BYTES // 1_000_000)
            )
        return file


class ChooseTexts(forms.Form):
    """Which column of the file holds what, and what is stated about consent."""

    stated_by = forms.CharField(
        label=_("Who states that these people agreed"), max_length=200, required=False,
        help_text=_("You, or whoever asked them: “Interviewers of the series, from their signed forms”. Leave it empty "
                    "where nobody can say so: the words may then be read and analysed, and not quoted."),
    )  # fmt: skip
    on = forms.DateField(label=_("On which day they agreed"), required=False)
    how = forms.ChoiceField(label=_("How they agreed"), choices=BASES, initial="stated")

    def __init__(self, *args: Any, upload: Upload, **more: Any) -> None:
        now, chosen = mapped_of(upload), chosen_of(upload)
        initial = {
            **{f"{PREFIX}{key}": name for key, name in now.items()}, "stated_by": chosen.stated_by, "on": chosen.on,
            "how": chosen.how, "uses": chosen.uses.split(";"),
        }  # fmt: skip
        super().__init__(*args, initial=initial, **more)
        self._chosen = chosen
        choices = [("", gettext("no column")), *[(name, name) for name in upload.columns]]
        columns = {
            f"{PREFIX}{column.key}": forms.ChoiceField(
                label=column.label, help_text=column.help, choices=choices, required=column.key == TEXT,
                error_messages={"required": _("No column is chosen. Without it there are no words to read.")},
            )
            for column in COLUMNS
        }  # fmt: skip
        uses = uses_field(
            _("What the words of rows that say nothing may be used for"),
            _("Tick only what these people agreed to. Nothing more is ever done with their words."),
        )
        self.fields = {"uses": uses, **self.fields, **columns}

    def clean(self) -> dict[str, Any]:
        """More than reading and analysing must be stated by somebody, on a day that has been."""
        cleaned = super().clean() or {}
        uses = set(cleaned.get("uses") or ())
        if uses - {ANALYSE} and not (cleaned.get("stated_by") or "").strip():
            self.add_error(
                "stated_by", gettext("Say who states that these people agreed to more than being analysed.")
            )
        if (cleaned.get("stated_by") or "").strip() and not cleaned.get("on"):
            self.add_error("on", gettext("Give the day on which they agreed."))
        if cleaned.get("on") and cleaned["on"] > timezone.localdate():
            self.add_error("on", gettext("This day has not come yet."))
        check_taken_once(self, cleaned, COLUMNS)
        return cleaned

    @property
    def mapped(self) -> dict[str, str]:
        """Our columns with those of the file that were chosen."""
        return mapped(self, COLUMNS)

    @property
    def chosen(self) -> Chosen:
        """What is kept with the file."""
        said, before = self.cleaned_data, self._chosen
        return Chosen(
            before.title, before.edition, before.kind, ";".join(said["uses"]), said["stated_by"].strip(),
            said["on"].isoformat() if said["on"] else "", said["how"],
        )  # fmt: skip
