"""Forms for giving a role and for handing work over."""

from __future__ import annotations

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.accounts.models import Account
from reflectory.accounts.roles import ROLES
from reflectory.directory.models import Person
from reflectory.programmes.actions.grants import END, PASS_ON, STAY


class GrantForm(forms.Form):
    """Whom to give which role. The account is named by its address: nobody is shown a list of accounts."""

    account = forms.EmailField(
        label=gettext_lazy("E-mail address"), help_text=gettext_lazy("The address that they sign in with.")
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect)
    scope = forms.ChoiceField(
        label=gettext_lazy("For"),
        widget=forms.RadioSelect,
        choices=[
            ("edition", gettext_lazy("this edition")),
            ("programme", gettext_lazy("the whole programme")),
        ],
        initial="edition",
    )

    def __init__(self, *args, for_programme, **given):
        super().__init__(*args, **given)
        self.fields["role"].choices = [
            (role.key, format_lazy("{name}. {opens}", name=role.name, opens=role.opens))
            for role in ROLES.values()
        ]
        if not for_programme:
            del self.fields["scope"]

    def clean_account(self):
        """The account, where there is one."""
        address = self.cleaned_data["account"].strip().lower()
        found = Account.objects.filter(email=address, is_active=True).first()
        if found is None:
            raise forms.ValidationError(
                _("Nobody signs in with {address}. Somebody who runs this installation can add them.").format(
                    address=address
                )
            )
        return found


class HandOverForm(forms.Form):
    """Who leaves, who takes over, and from which day."""

    leaving = forms.ModelChoiceField(label=gettext_lazy("Who leaves"), queryset=Person.objects.none())
    to = forms.ModelChoiceField(label=gettext_lazy("Who takes over"), queryset=Person.objects.none())
    on = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput)
    programme_roles = forms.ChoiceField(
        label=gettext_lazy("Their roles in the whole programme"),
        widget=forms.RadioSelect,
        choices=[
            (STAY, gettext_lazy("stay: they go on in other editions")),
            (PASS_ON, gettext_lazy("pass on to whoever takes over, and end")),
            (END, gettext_lazy("end")),
        ],
        initial=STAY,
    )

    def __init__(self, *args, leaving, people, for_programme, **given):
        super().__init__(*args, **given)
        if not for_programme:
            del self.fields["programme_roles"]
        self.fields["leaving"].queryset = leaving
        self.fields["to"].queryset = people

    def clean(self):
        given = super().clean()
        if given.get("leaving") and given.get("leaving") == given.get("to"):
            self.add_error("to", _("Choose somebody else to hand over to."))
        return given
