"""What is written about a takeaway: the claim, its points, what each piece of evidence does to it, dissent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.listening.uses import USES
from reflectory.reports.forms.pieces import PARAGRAPHS
from reflectory.reports.models import Dissent, EvidenceLink, SubPoint, Takeaway
from reflectory.reports.section_kinds import LINK_KINDS, MOMENTS

USE_NAMES = dict(USES)
AT_MOMENTS = [("", gettext_lazy("at any time")), *MOMENTS]


class NewTakeawayForm(forms.ModelForm):
    """The claim that a takeaway begins with."""

    class Meta:
        model = Takeaway
        fields: ClassVar = ["claim", "area"]
        labels: ClassVar = {
            "claim": gettext_lazy("What do you claim?"),
            "area": gettext_lazy("Learning area"),
        }
        help_texts: ClassVar = {
            "claim": gettext_lazy(
                "A full sentence that could be wrong: “Those who do the work know first”, rather than “Participation”."
            ),
            "area": gettext_lazy("Leave empty where the report does not group its takeaways."),
        }
        widgets: ClassVar = {"claim": forms.Textarea(attrs={"rows": 2})}


class TakeawayForm(NewTakeawayForm):
    """All that is said about a takeaway."""

    class Meta(NewTakeawayForm.Meta):
        fields: ClassVar = ["claim", "area", "text", "disagreed", "not_heard", "wrong_if", "judged"]
        labels: ClassVar = {
            **NewTakeawayForm.Meta.labels,
            "text": gettext_lazy("In more words"),
            "disagreed": gettext_lazy("Where places disagreed"),
            "not_heard": gettext_lazy("Whom we did not hear"),
            "wrong_if": gettext_lazy("What would make this wrong"),
            "judged": gettext_lazy("How it was judged"),
        }
        help_texts: ClassVar = {
            **NewTakeawayForm.Meta.help_texts,
            "text": PARAGRAPHS,
            "disagreed": gettext_lazy(
                "Who says otherwise, and in what kind of place. It is published with the claim."
            ),
            "not_heard": gettext_lazy("Whose voices are missing for this claim, and why."),
            "wrong_if": gettext_lazy(
                "Something that could be seen or heard, and that would make you take the claim back. Readers see it."
            ),
            "judged": gettext_lazy("Who read what, how they came to this, and what they are unsure of."),
        }


class PointForm(forms.ModelForm):
    """A point under the claim."""

    moment = forms.ChoiceField(label=gettext_lazy("When"), choices=AT_MOMENTS, required=False)

    class Meta:
        model = SubPoint
        fields: ClassVar = ["text", "moment"]
        labels: ClassVar = {"text": gettext_lazy("Point")}
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 2})}


class JudgementForm(forms.ModelForm):
    """What a piece of evidence does to the claim, as what it is quoted, and why it stands there."""

    kind = forms.ChoiceField(label=gettext_lazy("What it does to the claim"), choices=LINK_KINDS)
    use = forms.ChoiceField(label=gettext_lazy("May be quoted as"))
    why = forms.CharField(
        label=gettext_lazy("Why it stands here"), max_length=300, required=False,
        help_text=gettext_lazy("One line. Readers see it beneath the words."),
    )  # fmt: skip

    class Meta:
        model = EvidenceLink
        fields: ClassVar = ["kind", "use", "why"]

    def __init__(self, *args: Any, allowed: Iterable[str], **given: Any) -> None:
        super().__init__(*args, **given)
        use: Any = self.fields["use"]
        use.choices = [(key, USE_NAMES[key]) for key in allowed]


class EvidenceForm(JudgementForm):
    """Words for the claim: an excerpt that is there, or the exact words of a text."""

    words = forms.CharField(
        label=gettext_lazy("The exact words"), widget=forms.Textarea(attrs={"rows": 3}), required=False, strip=False,
        help_text=gettext_lazy("Shorten them at either end if you like. They must stand in the text just so, once."),
    )  # fmt: skip

    class Meta(JudgementForm.Meta):
        fields: ClassVar = ["words", "kind", "use", "why"]

    def clean_words(self) -> str:
        """As they stand in the text, whatever line ends a browser sends."""
        return str(self.cleaned_data["words"]).replace("\r\n", "\n").strip()


class ReadyForm(forms.Form):
    """What is asked before a claim is called ready."""

    wrong_if = forms.CharField(
        label=gettext_lazy("What would make this wrong?"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Something that could be seen or heard, and that would make you take the claim back."),
    )  # fmt: skip
    looked = forms.CharField(
        label=gettext_lazy("Where did you look for words against it, and what did you find?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Also if you found none: “none found, in all answers of the coaches”."),
    )  # fmt: skip
    rest = forms.CharField(
        label=gettext_lazy("How it was judged, otherwise"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=PARAGRAPHS,
    )  # fmt: skip


class DissentForm(forms.ModelForm):
    """What somebody holds against a claim."""

    class Meta:
        model = Dissent
        fields: ClassVar = ["said_by", "text", "is_public"]
        labels: ClassVar = {
            "said_by": gettext_lazy("Who holds it"),
            "text": gettext_lazy("What they hold against the claim"),
            "is_public": gettext_lazy("Publish these words with the takeaway"),
        }
        help_texts: ClassVar = {"said_by": gettext_lazy("The name is never published.")}
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 3})}


class FindWordsForm(forms.Form):
    """What is looked for in what people said."""

    q = forms.CharField(label=gettext_lazy("Words in what people said"), required=False, max_length=200)


def hint(claim: str) -> str:
    """What is said, kindly, of a claim that is none yet."""
    return _(
        "“{claim}” reads like a heading. Readers take away a sentence that could be wrong: say what is so, for whom "
        "and when."
    ).format(claim=claim)
