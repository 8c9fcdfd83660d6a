"""Keeping a question of a form in the library."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class KeepQuestionForm(forms.Form):
    """Which question, under which key, and what it is good for."""

    question = forms.ChoiceField(label=_("Question"))
    key = forms.SlugField(
        label=_("Key"),
        max_length=60,
        help_text=_(
            "Answers of all forms and years are compared by it, for instance “recommend”. It stays as it is."
        ),
    )
    note = forms.CharField(label=_("What it is good for"), max_length=300, required=False)

    def __init__(self, *args: Any, questions: list[tuple[str, str]], chosen: str = "") -> None:
        super().__init__(*args)
        self.fields["question"].choices = questions
        self.fields["question"].initial = chosen
        self.fields["key"].initial = chosen
