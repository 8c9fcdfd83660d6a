"""A publication as plain values and back: the form in which it is hashed, and kept with its release."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any, TypeVar, cast

from reflectory.press.publication import content
from reflectory.press.publication.content import Publication, Words

_CLASSES = {
    name: one for name, one in vars(content).items() if isinstance(one, type) and is_dataclass(one)
}  # fmt: skip
Value = TypeVar("Value")


def to_plain(value: Any) -> Any:
    """The value as JSON can hold it. Every dataclass says its name under "_".

    A field that came later is left out while it is empty.
    """
    if is_dataclass(value) and not isinstance(value, type):
        named = {
            field.name: to_plain(getattr(value, field.name))
            for field in fields(value)
            if getattr(value, field.name) or not field.metadata.get("later")
        }
        return {"_": type(value).__name__, **named}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, date):
        return {"_": "date", "is": value.isoformat()}
    if isinstance(value, bytes):
        return {"_": "bytes", "is": b64encode(value).decode("ascii")}
    return value


def from_plain(value: Any) -> Any:
    """What `to_plain` was given. Raises KeyError for a name that is none of the content's."""
    if isinstance(value, list):
        return tuple(from_plain(item) for item in value)
    if not isinstance(value, dict):
        return value
    name = value["_"]
    if name == "date":
        return date.fromisoformat(value["is"])
    if name == "bytes":
        return b64decode(value["is"])
    return _CLASSES[name](**{key: from_plain(item) for key, item in value.items() if key != "_"})


def read(plain: Any) -> Publication:
    """The publication that was kept."""
    return cast(Publication, from_plain(plain))


def content_hash(publication: Publication) -> str:
    """SHA-256 of everything the publication says of its own: what people sign off.

    The name of the release, those before it and the translations of it are facts about releases, each signed off as
    itself; a report says the same whatever they are.
    """
    alone = replace(publication, release="", earlier=(), alternates=())
    said = json.dumps(to_plain(alone), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def with_words(value: Value, change: Callable[[Words], Words]) -> Value:
    """The same content with every `Words` in it changed, wherever it stands."""
    if isinstance(value, Words):
        return cast(Value, change(value))
    if isinstance(value, tuple):
        return cast(Value, tuple(with_words(item, change) for item in value))
    if is_dataclass(value) and not isinstance(value, type):
        named = {field.name: with_words(getattr(value, field.name), change) for field in fields(value)}
        return cast(Value, type(value)(**named))
    return value
