"""Filters of the list of texts, and what is typed to mark a passage or to make one unreadable."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.evidence.lists import NOT_QUOTABLE, QUOTABLE
from reflectory.evidence.models import KINDS
from reflectory.listening.uses import USES

Choices = list[tuple[Any, Any]]


class SaidFilter(forms.Form):
    """Words, edition, kind, language, and how a text may be quoted."""

    q = forms.CharField(
        label=gettext_lazy("Words"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    edition = forms.ChoiceField(label=gettext_lazy("Programme"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    may = forms.ChoiceField(label=gettext_lazy("May be quoted"), required=False)

    def __init__(self, *args: Any, editions: Choices, languages: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["edition"].choices = [("", _("any programme")), *editions]
        self.fields["kind"].choices = [("", _("any kind")), *KINDS]
        self.fields["language"].choices = [("", _("any language")), *languages]
        self.fields["may"].choices = [
            ("", _("whatever was agreed")), *QUOTABLE.items(), (NOT_QUOTABLE, _("not at all"))
        ]  # fmt: skip


class MarkWords(forms.Form):
    """The exact words of a passage."""

    words = forms.CharField(
        label=gettext_lazy("The words of the passage"),
        help_text=gettext_lazy("Copied from the text exactly, and standing in it once."),
        widget=forms.Textarea(attrs={"rows": 3}),
        strip=False,
    )

    def clean_words(self) -> str:
        """As they were typed, with line ends as the text has them: a browser sends its own."""
        return str(self.cleaned_data["words"]).replace("\r\n", "\n").strip()


class Redact(forms.Form):
    """Which words are made unreadable, and why."""

    words = forms.CharField(
        label=gettext_lazy("Words to make unreadable"),
        help_text=gettext_lazy(
            "One name or phrase on each line. Wherever it stands in the text, it is hidden."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    why = forms.CharField(
        label=gettext_lazy("Why"), max_length=300,
        help_text=gettext_lazy("Kept beside the new version. Do not repeat the words."),
    )  # fmt: skip

    def clean_words(self) -> list[str]:
        """Each line that holds something."""
        lines = str(self.cleaned_data["words"]).splitlines()
        return [line.strip() for line in lines if line.strip()]


def uses_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.MultipleChoiceField:
    """A tick for each use."""
    return forms.MultipleChoiceField(
        label=label, help_text=help_text, required=required, widget=forms.CheckboxSelectMultiple,
        choices=[(use, _sentence(name)) for use, name in USES],
    )  # fmt: skip


def _sentence(name: Any) -> str:
    said = str(name)
    return said[:1].upper() + said[1:]
