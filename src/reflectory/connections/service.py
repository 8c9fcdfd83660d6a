"""Vectors from a service that speaks the OpenAI embeddings protocol, far away or in the next room.

Every text is sent there; the embedder's name says so, and reports show the name. The key is read from the
environment when it is needed, so that it is never stored, logged or sent to a cluster.
"""

from __future__ import annotations

import email.utils
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from http.client import HTTPException
from typing import Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

import numpy as np

from reflectory.connections.errors import CannotConnect
from reflectory.engine.embedding import Matrix, unit_rows

KEY = "REFLECTORY_EMBEDDING_KEY"
_BATCH = 64  # texts in a request: services refuse very long ones
_TIMEOUT = 60.0  # seconds
_ATTEMPTS = 6
_LONGEST_WAIT = 120.0  # seconds; whoever is asked to wait longer is told, and can come back
_MOST_BYTES = 256 * 2**20  # of an answer; 64 vectors of 8,192 numbers are about 12 MB


class ServiceEmbedder:
    """Asks `POST {base}/embeddings`. `wait` is what it does between attempts, given seconds."""

    multilingual = True  # as far as we know: the name of a model does not tell

    def __init__(
        self,
        base: str,
        model: str,
        *,
        timeout: float = _TIMEOUT,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        address = _checked(base, model)
        self._url = urlunsplit(address._replace(path=address.path.rstrip("/") + "/embeddings"))
        self._host = address.netloc
        self._model = model
        self._timeout = timeout
        self._wait = wait
        self._dimensions = 0  # not known before the first answer
        self.name = f"model {model} at {self._host} (texts were sent there)"

    def embed(self, texts: Sequence[str]) -> Matrix:
        clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        # Services refuse a text of nothing; it has a row of zeros.
        asked = [position for position, text in enumerate(clean) if text.strip()]
        found = []
        for first in range(0, len(asked), _BATCH):
            found.append(self._vectors([clean[position] for position in asked[first : first + _BATCH]]))
        rows = np.zeros((len(clean), self._dimensions), np.float32)
        if found:
            rows[asked] = np.vstack(found)
        return rows

    def _vectors(self, texts: list[str]) -> Matrix:
        answer = self._ask(json.dumps({"model": self._model, "input": texts}).encode("utf-8"))
        try:
            rows = _read(answer, len(texts))
        except ValueError as error:
            raise CannotConnect(f"The embedding service at {self._host} {error}.") from error
        if self._dimensions not in (0, rows.shape[1]):
            raise CannotConnect(
                f"The embedding service at {self._host} sent vectors of {rows.shape[1]} numbers "
                f"after vectors of {self._dimensions}."
            )
        self._dimensions = rows.shape[1]
        return rows

    def _ask(self, body: bytes) -> bytes:
        for attempt in range(_ATTEMPTS):
            try:
                return self._post(body)
            except urllib.error.HTTPError as error:
                with error:
                    if error.code != 429 and error.code < 500:
                        raise CannotConnect(self._refusal(error)) from error
                    problem, pause = (
                        f"it answered {error.code}",
                        _asked_pause(error.headers.get("Retry-After")),
                    )
            except (OSError, HTTPException) as error:
                if not self._dimensions:
                    raise CannotConnect(
                        f"No embedding service answered at {self._url}: {_reason(error)}. "
                        "Check the address, and that the service runs."
                    ) from error
                problem, pause = _reason(error), None
            if pause is None:
                pause = float(2**attempt)
            if pause > _LONGEST_WAIT:
                raise CannotConnect(
                    f"The embedding service at {self._host} asks to wait {pause:.0f} seconds. "
                    "Run this again then: what it has answered so far is kept."
                )
            if attempt < _ATTEMPTS - 1:
                self._wait(pause)
        raise CannotConnect(
            f"The embedding service at {self._host} failed {_ATTEMPTS} times in a row, "
            f"the last time because: {problem}. "
            "Run this again later: what it has answered so far is kept."
        )

    def _post(self, body: bytes) -> bytes:
        request = urllib.request.Request(self._url, data=body, method="POST")
        request.add_header("Content-Type", "application/json")
        request.add_header("Accept", "application/json")
        key = os.environ.get(KEY, "").strip()
        if key:
            request.add_unredirected_header("Authorization", f"Bearer {key}")
        with _OPENER.open(request, timeout=self._timeout) as answer:
            data: bytes = answer.read(_MOST_BYTES + 1)
        return data

    def _refusal(self, error: urllib.error.HTTPError) -> str:
        if error.code in (401, 403):
            given = "was not accepted" if os.environ.get(KEY, "").strip() else "is missing"
            return f"The embedding service at {self._host} answered {error.code}: the key {given}. Set {KEY}."
        if error.code in (301, 302, 303, 307, 308):
            elsewhere = error.headers.get("Location", "another address")
            return f"{self._url} points on to {elsewhere}. Texts are not sent on: give the right address."
        said = " ".join(error.read(2_000).decode("utf-8", "replace").split())[:200]
        return f"The embedding service at {self._host} answered {error.code} to model {self._model}: {said}"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """People named one address: texts and key go nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


def _checked(base: str, model: str) -> SplitResult:
    example = "openai:https://embeddings.example.org/v1#bge-m3"
    try:
        address = urlsplit(base.strip())
        usable = (
            address.scheme in ("http", "https") and address.hostname and address.port != 0 and model.strip()
        )
    except ValueError:
        usable = None
    if not usable:
        raise CannotConnect(f"An embedding service is given as address and model, such as {example}.")
    if address.username is not None:
        raise CannotConnect(f"Leave name and password out of the address of the service, and set {KEY}.")
    return address


def _asked_pause(header: str | None) -> float | None:
    """Seconds that `Retry-After` asks for, which is a number or a date."""
    if header is None:
        return None
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(header).timestamp() - time.time())
    except ValueError:
        return None


def _reason(error: Exception) -> str:
    """What went wrong, without the address, which the sentence has already."""
    inner = getattr(error, "reason", None) or error
    return (getattr(inner, "strerror", None) or str(inner) or type(inner).__name__).rstrip(".")


def _read(answer: bytes, n_texts: int) -> Matrix:
    """The vectors in the order of the texts. Raises ValueError with the rest of a sentence."""
    if len(answer) > _MOST_BYTES:
        raise ValueError("sent far more than the vectors it was asked for")
    try:
        items = json.loads(answer)["data"]
        places = [item.get("index", number) for number, item in enumerate(items)]
        vectors = [item["embedding"] for item in items]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise ValueError("sent an answer that is no list of vectors") from None
    if len(vectors) != n_texts:
        raise ValueError(f"sent {len(vectors)} vectors for {n_texts} texts")
    if sorted(map(str, places)) != sorted(map(str, range(n_texts))):
        raise ValueError("did not say which vector belongs to which text")
    try:
        rows = np.array(vectors, dtype=np.float64)
    except (ValueError, TypeError):
        raise ValueError(
            "sent vectors of different lengths, or with other things than numbers in them"
        ) from None
    if rows.ndim != 2 or not rows.shape[1] or not np.isfinite(rows).all():
        raise ValueError("sent something other than vectors of finite numbers")
    in_order = np.empty_like(rows)
    in_order[[int(place) for place in places]] = rows
    return unit_rows(in_order)
