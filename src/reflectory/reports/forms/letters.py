"""What is filled in for words that reached an editor by another way: the words, whose they are, what was agreed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.core.templatetags.look import language_name
from reflectory.listening.models import BASES
from reflectory.listening.uses import BY_NAME, WITHOUT_NAME
from reflectory.programmes.models import Edition
from reflectory.reports.models.pieces import QUOTING_USES

LANGUAGES = ("en", "es", "fr", "pt", "ar", "de", "it", "nl", "pl", "ru", "uk", "vi", "zh")
MOST_CHARACTERS = 3_000


class LetterForm(forms.Form):
    """Somebody's words, and what is known of them."""

    text = forms.CharField(
        label=gettext_lazy("Their words"), widget=forms.Textarea(attrs={"rows": 4}), max_length=MOST_CHARACTERS,
        help_text=gettext_lazy("Exactly as they were written or said, and only those that are quoted."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    said_on = forms.DateField(
        label=gettext_lazy("Said on"), required=False, help_text=gettext_lazy("Readers see the season alone.")
    )
    edition = forms.ModelChoiceField(
        Edition.objects.none(), label=gettext_lazy("Programme"), required=False,
        empty_label=gettext_lazy("none of ours"), help_text=gettext_lazy("Where these words were said."),
    )  # fmt: skip
    role = forms.CharField(
        label=gettext_lazy("Role"), max_length=100, required=False,
        help_text=gettext_lazy("“City clerk”. Readers see it where role and place were agreed to."),
    )  # fmt: skip
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, required=False,
        help_text=gettext_lazy("Only where they agreed to be quoted with it; leave it empty otherwise."),
    )  # fmt: skip
    use = forms.ChoiceField(
        label=gettext_lazy("They agreed to"),
        choices=QUOTING_USES,
        widget=forms.RadioSelect,
        initial=WITHOUT_NAME,
    )
    how = forms.ChoiceField(label=gettext_lazy("How they agreed"), choices=BASES, initial="written")
    stated_by = forms.CharField(
        label=gettext_lazy("Who states that they agreed"), max_length=200,
        help_text=gettext_lazy("You, or whoever asked them. It is kept with the words."),
    )  # fmt: skip
    agreed_on = forms.DateField(label=gettext_lazy("On which day they agreed"))

    def __init__(self, *args: Any, editions: QuerySet[Edition], language: str, **given: Any) -> None:
        super().__init__(*args, **given)
        edition: Any = self.fields["edition"]
        edition.queryset = editions
        codes = sorted({*LANGUAGES, language}, key=lambda code: str(language_name(code)))
        spoken: Any = self.fields["language"]
        spoken.choices = [(code, language_name(code)) for code in codes]
        spoken.initial = language

    def clean_text(self) -> str:
        """As it was written, whatever line ends a browser sends."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()

    def clean(self) -> dict[str, Any]:
        """No day that has not come; no name that nobody agreed to keep, and none missing that is to be read."""
        given: dict[str, Any] = super().clean() or {}
        for field in ("said_on", "agreed_on"):
            if given.get(field) and given[field] > timezone.localdate():
                self.add_error(field, _("This day has not come yet."))
        if given.get("use") == BY_NAME and not given.get("name"):
            self.add_error("name", _("Give the name that they agreed to be quoted with."))
        if given.get("name") and given.get("use") and given["use"] != BY_NAME:
            self.add_error(
                "name", _("They did not agree to be quoted with the name, so it is not kept. Leave it empty.")
            )
        return given
