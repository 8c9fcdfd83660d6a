"""Allauth's forms in the words of this product: `{% load signing_in %}`, `{% fields form|in_our_words %}`.

Only what stands beside a field is changed; what the forms check is allauth's own.
"""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.utils.translation import gettext_lazy as _

register = template.Library()

LABELS: dict[str, Any] = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "remember": _("Stay signed in on this device"),
    "oldpassword": _("Password that you have now"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
    "code": _("Code"),
}


@register.filter
def in_our_words(form: forms.BaseForm) -> forms.BaseForm:
    """The form with our labels, and without words in its fields that vanish when somebody types."""
    for name, field in form.fields.items():
        field.label = LABELS.get(name, field.label)
        field.widget.attrs.pop("placeholder", None)
    return form
