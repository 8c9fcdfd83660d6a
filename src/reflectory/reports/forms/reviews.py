"""Beginning a learning review, and what is typed while it is held: notes, drafts, dissent."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.reports.models import Review


class NewReviewForm(forms.ModelForm):
    """When it is held, since when it looks, and who is there."""

    class Meta:
        model = Review
        fields: ClassVar = ["held_on", "since", "participants"]
        labels: ClassVar = {
            "held_on": gettext_lazy("Day of the review"),
            "since": gettext_lazy("Look at what is new since"),
            "participants": gettext_lazy("Who is there"),
        }
        help_texts: ClassVar = {
            "since": gettext_lazy(
                "The day of the last review, if there was one. Leave empty to see everything."
            ),
            "participants": gettext_lazy("Names, one a line. You can add those who come later."),
        }
        widgets: ClassVar = {"participants": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["held_on"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        since, held_on = given.get("since"), given.get("held_on")
        if since and held_on and since > held_on:
            self.add_error("since", _("This day is after the day of the review. Choose an earlier one."))
        return given


class ReviewForm(forms.ModelForm):
    """The notes of a review that is being held."""

    class Meta:
        model = Review
        fields: ClassVar = ["participants", "notes"]
        labels: ClassVar = {"participants": gettext_lazy("Who is there"), "notes": gettext_lazy("Notes")}
        help_texts: ClassVar = {"notes": gettext_lazy("Every button on this page saves them.")}
        widgets: ClassVar = {
            "participants": forms.Textarea(attrs={"rows": 2}),
            "notes": forms.Textarea(attrs={"rows": 12}),
        }


class DraftForm(forms.Form):
    """A claim that comes up in the meeting."""

    claim = forms.CharField(
        label=gettext_lazy("A new claim"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("A full sentence that could be wrong. It begins as a draft."),
    )  # fmt: skip


class DissentHereForm(forms.Form):
    """What somebody in the room holds against a claim."""

    said_by = forms.CharField(
        label=gettext_lazy("Who holds it"), max_length=200, required=False,
        help_text=gettext_lazy("The name is never published."),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("What they hold against it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Publish these words with the takeaway"), required=False, initial=True
    )
