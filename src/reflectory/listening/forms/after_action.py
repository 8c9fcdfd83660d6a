"""What is typed in an after-action review."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reflectory.directory.models import Person
from reflectory.listening.models.after_action import ACTION_STATES, COLUMNS


class NoteForm(forms.Form):
    """A card for the board."""

    column = forms.ChoiceField(label=_("Where it belongs"), choices=COLUMNS)
    text = forms.CharField(label=_("Note"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ActionForm(forms.Form):
    """Who does what by when."""

    what = forms.CharField(label=_("What will be done"), max_length=300)
    owner = forms.ModelChoiceField(label=_("Who does it"), queryset=Person.objects.none())
    due_on = forms.DateField(label=_("By"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]  # a choice of rows has one


class SettleForm(forms.Form):
    """What became of an action."""

    state = forms.ChoiceField(label=_("It is"), choices=ACTION_STATES, widget=forms.RadioSelect)
    came_of_it = forms.CharField(
        label=_("What came of it"), required=False, max_length=300,
        help_text=_("Where it was dropped, say why."),
    )  # fmt: skip
