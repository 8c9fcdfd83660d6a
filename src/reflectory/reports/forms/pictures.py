"""A picture for a section: PNG, JPEG or WebP, not too heavy, not too large, and always with words."""

from __future__ import annotations

import struct
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.press.publication.html.pictures import size
from reflectory.press.publication.pictures import kind_of
from reflectory.press.typesetting import can_set_picture

MOST_BYTES = 2 * 1024 * 1024
SMALLEST, LARGEST = 200, 6000  # pixels, either side


class PictureForm(forms.Form):
    """The file and what it shows. Without a new file the words of the one that is there can be changed."""

    file = forms.FileField(
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy(
            "PNG, JPEG or WebP, at most 2 MB. Where and with what it was taken is removed before it is published."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    alt = forms.CharField(
        label=gettext_lazy("What it shows"),
        max_length=300,
        help_text=gettext_lazy(
            "In a sentence, for people who cannot see it: “Six people around a street map.”"
        ),
    )
    credit = forms.CharField(label=gettext_lazy("Whose picture it is"), max_length=200, required=False)

    def __init__(self, *args: Any, has_picture: bool = False, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["file"].required = not has_picture

    def clean_file(self) -> bytes | None:
        """The bytes of a picture that can be published; None where none was chosen."""
        found: UploadedFile | None = self.cleaned_data["file"]
        if found is None:
            return None
        if found.size is None or found.size > MOST_BYTES:
            raise forms.ValidationError(
                _("“{name}” has {size}; {most} is the most. Save it smaller.").format(
                    name=found.name, size=filesizeformat(found.size or 0), most=filesizeformat(MOST_BYTES)
                )
            )
        data = found.read()
        if not kind_of(data):
            raise forms.ValidationError(
                _("“{name}” is no PNG, JPEG or WebP picture. Save it as one of these.").format(
                    name=found.name
                )
            )
        try:
            width, height = size(data)
        except (ValueError, struct.error, IndexError):
            raise forms.ValidationError(
                _("“{name}” cannot be read: the file is cut short. Save it again.").format(name=found.name)
            ) from None
        if not (SMALLEST <= width <= LARGEST and SMALLEST <= height <= LARGEST):
            raise forms.ValidationError(
                _(
                    "“{name}” is {width} by {height} pixels. Each side has to have between {least} and {most}."
                ).format(name=found.name, width=width, height=height, least=SMALLEST, most=LARGEST)
            )
        if not can_set_picture(data):  # one that is broken would keep the whole report from being made
            raise forms.ValidationError(
                _("“{name}” cannot be read: the file is broken. Save it again.").format(name=found.name)
            )
        return data

    def clean(self) -> dict[str, Any]:
        """A page cannot keep a file, so whoever has to mend something else is told to choose it again."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("file") and self.errors:
            self.add_error("file", _("Choose the picture again: a page cannot keep a file."))
        return given
