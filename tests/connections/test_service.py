"""Vectors from a service: a real server on this computer that behaves well, and badly."""

import email.utils
import json
import pickle
import socket
import time

import numpy as np
import pytest

from reflectory.connections import CannotConnect
from reflectory.connections.service import ServiceEmbedder
from tests.connections.serving import serving, unit, vectors_for
from tests.connections.speaking import invented

TEXTS = invented(5)
NOT_FINITE = "sent something other than vectors of finite numbers"


@pytest.fixture(autouse=True)
def no_key(monkeypatch):
    """Whoever runs the tests may have a key, or a proxy: neither is for them."""
    monkeypatch.delenv("REFLECTORY_EMBEDDING_KEY", raising=False)
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def said(body, status=200, **headers):
    """An answer of the service."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return status, {name.replace("_", "-"): value for name, value in headers.items()}, data


def refusal(*answers, texts=TEXTS, wait=None):
    """The sentence with which the embedder gives up."""
    with serving(*answers) as service:
        embedder = ServiceEmbedder(service.base, "small", wait=wait or (lambda _: None))
        with pytest.raises(CannotConnect) as told:
            embedder.embed(texts)
    return str(told.value).replace(service.base.split("/")[2], "HOST")


def test_vectors_come_in_the_order_of_the_texts_and_at_unit_length():
    with serving() as service:
        found = ServiceEmbedder(service.base + "/", "small").embed(TEXTS)
    assert found.dtype == np.float32
    assert np.array_equal(found, unit(TEXTS))
    ((path, headers, body),) = service.asked
    assert (path, body) == ("/v1/embeddings", {"model": "small", "input": TEXTS})
    assert "Authorization" not in headers


def test_the_name_says_where_the_texts_went():
    embedder = ServiceEmbedder("https://embeddings.example.org:8443/v1", "bge-m3")
    assert embedder.name == "model bge-m3 at embeddings.example.org:8443 (texts were sent there)"


def test_texts_go_in_batches_of_64():
    texts = invented(130)
    with serving() as service:
        assert np.array_equal(ServiceEmbedder(service.base, "small").embed(texts), unit(texts))
    assert [body["input"] for _, _, body in service.asked] == [texts[:64], texts[64:128], texts[128:]]


def test_the_key_is_sent_and_kept_nowhere(monkeypatch):
    monkeypatch.setenv("REFLECTORY_EMBEDDING_KEY", "secret-4711")
    with serving() as service:
        embedder = ServiceEmbedder(service.base, "small")
        embedder.embed(TEXTS)
        assert b"4711" not in pickle.dumps(embedder)
        assert np.array_equal(pickle.loads(pickle.dumps(embedder)).embed(TEXTS), unit(TEXTS))
    assert [headers["Authorization"] for _, headers, _ in service.asked] == ["Bearer secret-4711"] * 2


def test_a_text_of_nothing_is_not_sent_and_has_a_row_of_zeros():
    with serving() as service:
        embedder = ServiceEmbedder(service.base, "small")
        found = embedder.embed(["one", " \n", "", "two"])
        assert np.array_equal(found[[0, 3]], unit(["one", "two"]))
        assert not found[[1, 2]].any()
        assert embedder.embed([""]).shape == (1, 3)
        assert embedder.embed([]).shape == (0, 3)
    assert [body["input"] for _, _, body in service.asked] == [["one", "two"]]


def test_half_a_letter_is_sent_as_a_question_mark():
    with serving() as service:
        ServiceEmbedder(service.base, "small").embed(["a\ud800b"])
    assert service.asked[0][2]["input"] == ["a?b"]


@pytest.mark.parametrize(
    ("answers", "waited"),
    [
        ([said({}, 429, Retry_After="7")], [7.0]),
        ([said({}, 429)], [1.0]),
        ([said({}, 503), said({}, 500), said({}, 429, Retry_After="soon")], [1.0, 2.0, 4.0]),
        ([said({}, 429, Retry_After="Thu, 01 Jan 1970 00:00:00 GMT")], [0.0]),
        ([said({}, 429, Retry_After="-3")], [0.0]),
    ],
)
def test_a_service_that_is_busy_is_asked_again(answers, waited):
    waits = []
    with serving(*answers) as service:
        assert np.array_equal(
            ServiceEmbedder(service.base, "small", wait=waits.append).embed(TEXTS), unit(TEXTS)
        )
    assert waits == waited


def test_a_date_to_wait_for_is_understood():
    waits = []
    date = email.utils.formatdate(time.time() + 60, usegmt=True)
    with serving(said({}, 429, Retry_After=date)) as service:
        ServiceEmbedder(service.base, "small", wait=waits.append).embed(TEXTS)
    assert 50 < waits[0] <= 60


def test_a_service_that_asks_for_a_long_wait_is_left():
    waits = []
    assert refusal(said({}, 429, Retry_After="3600"), wait=waits.append) == (
        "The embedding service at HOST asks to wait 3600 seconds. "
        "Run this again then: what it has answered so far is kept."
    )
    assert waits == []


def test_a_service_that_keeps_failing_is_left():
    waits = []
    assert refusal(*[said({}, 500)] * 6, wait=waits.append) == (
        "The embedding service at HOST failed 6 times in a row, the last time because: it answered 500. "
        "Run this again later: what it has answered so far is kept."
    )
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0]


def test_a_service_that_hangs_up_after_it_has_answered_once_is_asked_again():
    with serving(said(vectors_for(["one"])), (0, {}, b"")) as service:
        embedder = ServiceEmbedder(service.base, "small", wait=lambda _: None)
        embedder.embed(["one"])
        assert np.array_equal(embedder.embed(["two"]), unit(["two"]))


def test_where_nobody_answers_it_says_so_at_once():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
    with pytest.raises(CannotConnect) as told:
        ServiceEmbedder(base, "small").embed(TEXTS)
    assert str(told.value) == (
        f"No embedding service answered at {base}/embeddings: Connection refused. "
        "Check the address, and that the service runs."
    )


def test_a_service_that_does_not_answer_in_time_is_left():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        base = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(CannotConnect, match=r"embeddings: timed out\. Check"):
            ServiceEmbedder(base, "small", timeout=0.05).embed(TEXTS)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"<html>", "sent an answer that is no list of vectors"),
        (b"\xff", "sent an answer that is no list of vectors"),
        (b"[" * 100_000, "sent an answer that is no list of vectors"),
        ([], "sent an answer that is no list of vectors"),
        ({"data": None}, "sent an answer that is no list of vectors"),
        ({"data": ["text"]}, "sent an answer that is no list of vectors"),
        ({"data": [{"index": 0}]}, "sent an answer that is no list of vectors"),
        ({"data": []}, "sent 0 vectors for 2 texts"),
        ({"data": [{"embedding": [1.0]}] * 3}, "sent 3 vectors for 2 texts"),
        (
            {"data": [{"index": 1, "embedding": [1.0]}, {"index": 1, "embedding": [1.0]}]},
            "did not say which vector belongs to which text",
        ),
        (
            {"data": [{"index": 0, "embedding": [1.0]}, {"index": 0.5, "embedding": [1.0]}]},
            "did not say which vector belongs to which text",
        ),
        (
            {"data": [{"embedding": [1.0]}, {"embedding": [1.0, 2.0]}]},
            "sent vectors of different lengths, or with other things than numbers in them",
        ),
        (
            {"data": [{"embedding": "AACAPw=="}] * 2},
            "sent vectors of different lengths, or with other things than numbers in them",
        ),
        ({"data": [{"embedding": []}] * 2}, NOT_FINITE),
        ({"data": [{"embedding": 1.0}] * 2}, NOT_FINITE),
        (b'{"data": [{"embedding": [NaN]}, {"embedding": [1]}]}', NOT_FINITE),
        (b'{"data": [{"embedding": [1e999]}, {"embedding": [1]}]}', NOT_FINITE),
    ],
)  # fmt: skip
def test_an_answer_that_is_not_what_was_asked_for_is_refused(body, what):
    assert refusal(said(body), texts=["one", "two"]) == f"The embedding service at HOST {what}."


def test_an_answer_without_places_is_taken_in_its_order():
    with serving(said({"data": [{"embedding": [3.0, 4.0]}, {"embedding": [0.0, 2.0]}]})) as service:
        found = ServiceEmbedder(service.base, "small").embed(["one", "two"])
    assert np.array_equal(found, np.array([[0.6, 0.8], [0, 1]], np.float32))


def test_an_answer_without_end_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr("reflectory.connections.service._MOST_BYTES", 1_000)
    assert refusal(said(b" " * 5_000)) == (
        "The embedding service at HOST sent far more than the vectors it was asked for."
    )


def test_vectors_may_not_change_their_length_under_way():
    with serving(said({"data": [{"embedding": [1.0, 2.0]}]})) as service:
        embedder = ServiceEmbedder(service.base, "small")
        embedder.embed(["one"])
        with pytest.raises(CannotConnect, match="sent vectors of 3 numbers after vectors of 2"):
            embedder.embed(["two"])


def test_a_missing_and_a_wrong_key_are_told_apart(monkeypatch):
    assert refusal(said({}, 401)) == (
        "The embedding service at HOST answered 401: the key is missing. Set REFLECTORY_EMBEDDING_KEY."
    )
    monkeypatch.setenv("REFLECTORY_EMBEDDING_KEY", "secret-4711")
    assert refusal(said({}, 403)) == (
        "The embedding service at HOST answered 403: the key was not accepted. Set REFLECTORY_EMBEDDING_KEY."
    )


def test_texts_and_key_are_not_sent_on_to_another_address(monkeypatch):
    monkeypatch.setenv("REFLECTORY_EMBEDDING_KEY", "secret-4711")
    with serving() as other:
        for status in (301, 302, 303, 307, 308):
            assert refusal(said({}, status, Location=f"{other.base}/elsewhere")) == (
                f"http://HOST/v1/embeddings points on to {other.base}/elsewhere. "
                "Texts are not sent on: give the right address."
            )
    assert other.asked == []


def test_what_the_service_says_of_a_bad_request_is_passed_on():
    assert refusal(said(b"no such\n model " + b"x" * 5_000, 404)) == (
        "The embedding service at HOST answered 404 to model small: no such model " + "x" * 186
    )


@pytest.mark.parametrize(
    ("base", "model"),
    [("", "m"), ("example.org/v1", "m"), ("ftp://example.org", "m"), ("file:///etc/passwd", "m"), ("https://", "m"),
     ("https://example.org/v1", ""), ("https://[", "m"), ("https://example.org:port/v1", "m")],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_with_an_example(base, model):
    with pytest.raises(CannotConnect, match=r"such as openai:https://embeddings\.example\.org/v1#bge-m3"):
        ServiceEmbedder(base, model)


def test_a_password_does_not_belong_in_an_address():
    with pytest.raises(CannotConnect, match="set REFLECTORY_EMBEDDING_KEY") as told:
        ServiceEmbedder("https://me:secret@example.org/v1", "m")
    assert "secret@" not in str(told.value)


def test_what_an_address_asks_besides_is_kept():
    with serving() as service:
        ServiceEmbedder(f"{service.base}?api-version=2", "small").embed(TEXTS)
    assert service.asked[0][0] == "/v1/embeddings?api-version=2"
