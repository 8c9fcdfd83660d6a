"""What every form shares that asks which column of somebody's file holds what.

The form has a choice for each column under `PREFIX`; two of ours never read the same one of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext

PREFIX = "column_"


class Column(Protocol):
    """A column that we read: its key, and what people call it."""

    @property
    def key(self) -> str: ...

    @property
    def label(self) -> Any: ...


def check_taken_once(form: forms.Form, cleaned: dict[str, Any], columns: Iterable[Column]) -> None:
    """Adds an error to each field that names a column which another of ours has taken."""
    taken: dict[str, str] = {}
    for column in columns:
        name = cleaned.get(f"{PREFIX}{column.key}")
        if name and name in taken:
            sentence = gettext("“{name}” is taken for {other} already. Choose another.")
            form.add_error(f"{PREFIX}{column.key}", sentence.format(name=name, other=taken[name]))
        elif name:
            taken[name] = str(column.label)


def mapped(form: forms.Form, columns: Iterable[Column]) -> dict[str, str]:
    """Our columns with those of the file that were chosen."""
    said = {column.key: form.cleaned_data[f"{PREFIX}{column.key}"] for column in columns}
    return {key: name for key, name in said.items() if name}
