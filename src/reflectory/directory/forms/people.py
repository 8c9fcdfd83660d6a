"""Forms about a person: who they are, how to reach them, which posts they hold."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.core.visibility import Viewer
from reflectory.directory.forms.fields import OrganisationField
from reflectory.directory.models import SENIORITY, Contact, Person

_NUMBER = re.compile(r"\+?[\d\s()./-]{5,30}")


class PersonForm(forms.ModelForm):
    """Who somebody is."""

    class Meta:
        model = Person
        fields = ("name", "pronouns", "language", "access_needs")
        labels: ClassVar = {
            "name": gettext_lazy("Name"),
            "pronouns": gettext_lazy("Pronouns"),
            "language": gettext_lazy("Language"),
            "access_needs": gettext_lazy("What they need to take part"),
        }
        help_texts: ClassVar = {
            "pronouns": gettext_lazy("As they say them themselves."),
            "language": gettext_lazy("In which they like to be written to, as a short code: en, es, fr, pt."),
            "access_needs": gettext_lazy("Captions, a quiet room, step-free access. Kept encrypted."),
        }
        widgets: ClassVar = {"access_needs": forms.Textarea(attrs={"rows": 3})}

    def clean_access_needs(self) -> str | None:
        return self.cleaned_data["access_needs"] or None

    def values(self) -> dict[str, Any]:
        """The fields of the row, as actions want them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class NewPersonForm(forms.Form):
    """Somebody new, who is asked about where somebody with that address is here already."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    pronouns = forms.CharField(label=gettext_lazy("Pronouns"), max_length=40, required=False)
    language = forms.CharField(
        label=gettext_lazy("Language"),
        max_length=10,
        required=False,
        help_text=gettext_lazy("In which they like to be written to, as a short code: en, es, fr, pt."),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy("Kept encrypted. No account is made, and nothing is sent."),
        error_messages={
            "invalid": gettext_lazy("This is no e-mail address. It looks like name@example.org.")
        },
    )
    is_another = forms.BooleanField(
        label=gettext_lazy("It is another person who shares this address"), required=False
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        email = cleaned.get("email")
        if not email or cleaned.get("is_another"):
            return cleaned
        # Only addresses that the viewer may see: that somebody else has one is no business of theirs.
        known = Contact.objects.visible_to(self.viewer).known_by(email).select_related("person").first()
        if known is not None:
            self.add_error(
                "email",
                _(
                    "{name} has this address and is here already. If you mean somebody else, tick the box below."
                ).format(name=known.person),
            )
        return cleaned


class ContactForm(forms.Form):
    """How to reach somebody."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("email", gettext_lazy("e-mail")), ("phone", gettext_lazy("telephone"))],
        initial="email",
        widget=forms.RadioSelect,
    )
    value = forms.CharField(label=gettext_lazy("Address or number"), max_length=200)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind, value = cleaned.get("kind"), cleaned.get("value")
        if kind == "email" and value:
            try:
                validate_email(value)
            except forms.ValidationError:
                self.add_error("value", _("This is no e-mail address. It looks like name@example.org."))
        if kind == "phone" and value and not _NUMBER.fullmatch(value):
            self.add_error(
                "value", _("This is no telephone number. It has digits, blanks and perhaps a + in front.")
            )
        return cleaned


class PostForm(forms.Form):
    """A post that somebody holds."""

    title = forms.CharField(label=gettext_lazy("Post"), max_length=200, required=False)
    seniority = forms.ChoiceField(
        label=gettext_lazy("Seniority"), choices=[("", gettext_lazy("not known")), *SENIORITY], required=False
    )
    started_on = forms.DateField(label=gettext_lazy("Since"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = OrganisationField(
            viewer=viewer,
            label=_("Where"),
            help_text=_("The name of the organisation. With the region where several share it."),
        )
        self.order_fields(["organisation", "title", "seniority", "started_on"])


class EndPostForm(forms.Form):
    """The day on which a post ended."""

    on = forms.DateField(label=gettext_lazy("Last day"))
