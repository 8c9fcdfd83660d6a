"""Choosing somebody's words: what the list is narrowed to, and as what the words are quoted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.core.templatetags.look import language_name
from reflectory.programmes.models import Programme
from reflectory.reports.models import Quote
from reflectory.reports.models.pieces import QUOTING_USES


class FindQuotesForm(forms.Form):
    """What the list is narrowed to."""

    words = forms.CharField(label=gettext_lazy("Words in it"), required=False, max_length=200)
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=gettext_lazy("Programme"), required=False,
        empty_label=gettext_lazy("All"),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    year = forms.ChoiceField(label=gettext_lazy("Said in"), required=False)

    def __init__(
        self, *args: Any, programmes: Any, languages: Iterable[str], year: int, **given: Any
    ) -> None:
        super().__init__(*args, **given)
        programme: Any = self.fields["programme"]
        programme.queryset = programmes
        language: Any = self.fields["language"]
        language.choices = [("", _("All")), *((code, language_name(code)) for code in languages)]
        said: Any = self.fields["year"]
        said.choices = [("", str(year)), ("any", _("any year"))]


class QuoteForm(forms.ModelForm):
    """As what words that stand in the report are quoted: as openly as was agreed, or more guardedly."""

    use = forms.ChoiceField(
        label=gettext_lazy("These words may"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Only what whoever said it has agreed to is offered."),
    )

    class Meta:
        model = Quote
        fields: ClassVar = ["use"]

    def __init__(self, *args: Any, allowed: Iterable[str], **given: Any) -> None:
        super().__init__(*args, **given)
        use: Any = self.fields["use"]
        may = set(allowed)
        use.choices = [(key, name) for key, name in QUOTING_USES if key in may]
