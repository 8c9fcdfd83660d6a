"""What is filled in while a file is brought in: the file and its edition, and which column holds what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from reflectory.programmes.imports.columns import COLUMNS, REQUIRED
from reflectory.programmes.imports.mapping import PREFIX, check_taken_once, mapped
from reflectory.programmes.imports.planning import Defaults, first_stages
from reflectory.programmes.imports.sheet import MOST_BYTES, SUFFIXES
from reflectory.programmes.imports.uploads import Upload
from reflectory.programmes.imports.words import role_choices
from reflectory.programmes.models import Edition


class SendFile(forms.Form):
    """A file for one of the editions that somebody runs."""

    edition = forms.ModelChoiceField(
        Edition.objects.none(),
        label=_("Edition"),
        help_text=_("Where the teams take part."),
        empty_label=None,
    )
    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_(
            "An .xlsx or .csv file with the names of the columns in its first row, and one person or one team in each "
            "row; at most 5,000 rows. So many take ten seconds, a few hundred one."
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )

    def __init__(self, *args: Any, editions: QuerySet[Edition], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["edition"].queryset = editions

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                gettext(
                    "{name} has {n} MB; at most {most} MB are read. Split it, or save it without pictures."
                ).format(name=file.name, n=round(file.size / 1e6), most=round(MOST_BYTES / 1e6))
            )
        return file


class ChooseColumns(forms.Form):
    """Which column of the file holds what, and what counts where a row says nothing."""

    stage = forms.ChoiceField(
        label=_("Stage of a new team whose rows name none"), choices=first_stages,
        help_text=_("A team that is only invited counts in no figure of governments worked with."),
    )  # fmt: skip
    role = forms.ChoiceField(label=_("Role of a person whose row names none"), required=False)
    on = forms.DateField(label=_("Day on which teams came and people joined, where the row names none"))

    def __init__(self, *args: Any, upload: Upload, edition: Edition, **more: Any) -> None:
        now = {f"{PREFIX}{key}": name for key, name in upload.mapped.items()}
        defaults = upload.defaults
        initial = {**now, "stage": defaults.stage, "role": defaults.role, "on": defaults.on}
        super().__init__(*args, initial=initial, **more)
        choices = [("", gettext("no column")), *[(name, name) for name in upload.columns]]
        self.fields["role"].choices = [("", gettext("none: such a row is refused")), *role_choices(edition)]
        mapping = {
            f"{PREFIX}{column.key}": forms.ChoiceField(
                label=column.label, help_text=column.help, choices=choices, required=column.key in REQUIRED,
                error_messages={"required": _("No column is chosen. Without it no row can be read.")},
            )
            for column in COLUMNS
        }  # fmt: skip
        self.fields = {**mapping, **self.fields}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check_taken_once(self, cleaned, COLUMNS)
        return cleaned

    @property
    def mapped(self) -> dict[str, str]:
        """Our columns with those of the file that were chosen."""
        return mapped(self, COLUMNS)

    @property
    def defaults(self) -> Defaults:
        """What counts where a row says nothing."""
        said = self.cleaned_data
        return Defaults(said["stage"], said["role"], said["on"])


def counts_in_words(counts: dict[str, int]) -> list[str]:
    """What is made, each with its number, without what there is none of."""
    n = {key: counts.get(key, 0) for key in ("teams", "organisations", "people", "memberships", "contacts")}
    said = [
        (n["teams"], ngettext("{n} team", "{n} teams", n["teams"])),
        (n["organisations"], ngettext("{n} place or body", "{n} places or bodies", n["organisations"])),
        (n["people"], ngettext("{n} person", "{n} people", n["people"])),
        (n["memberships"], ngettext("{n} membership", "{n} memberships", n["memberships"])),
        (n["contacts"], ngettext("{n} e-mail address", "{n} e-mail addresses", n["contacts"])),
    ]
    return [words.format(n=f"{number:,}") for number, words in said if number]
