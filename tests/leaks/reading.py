"""Which words of its address a page reads: asked with others it gives the same answer, and is not asked again."""

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict

EVERYTHING = "*"


class Watched(QueryDict):
    """The words of an address. What is only copied into a link to another page was not read."""

    seen: set[str] = set()  # noqa: RUF012  one for all: one page is asked at a time

    def get(self, key: Any, *more: Any, **others: Any) -> Any:
        self.seen.add(key)
        return super().get(key, *more, **others)

    def getlist(self, key: Any, *more: Any, **others: Any) -> Any:
        self.seen.add(key)
        return super().getlist(key, *more, **others)

    def __getitem__(self, key: Any) -> Any:
        self.seen.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: Any) -> bool:
        self.seen.add(key)
        return super().__contains__(key)

    def __iter__(self) -> Iterator[Any]:
        self.seen.add(EVERYTHING)
        return super().__iter__()

    def keys(self) -> Any:
        self.seen.add(EVERYTHING)
        return super().keys()

    def items(self) -> Any:
        self.seen.add(EVERYTHING)
        return super().items()
