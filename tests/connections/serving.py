"""A small embedding service on this computer, for tests: it answers as it was told to."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np


def vector(text):
    """The vector of a text: its length, its e's and one."""
    return [float(len(text)), float(text.count("e")), 1.0]


def unit(texts):
    """What the embedder should make of the service's vectors."""
    rows = np.array([vector(text) for text in texts])
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def vectors_for(texts):
    """The answer of a service that works, in another order than asked, as the protocol allows."""
    items = [{"index": i, "embedding": vector(text), "object": "embedding"} for i, text in enumerate(texts)]
    return {"object": "list", "data": items[::-1]}


class Service:
    """What it was asked, and what it answers first: (status, headers, body) each, then vectors."""

    def __init__(self, base, answers):
        self.base = base
        self.answers = list(answers)
        self.asked = []  # (path, headers, body)


@contextmanager
def serving(*answers):
    """A service that gives these answers first, and vectors afterwards."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            service.asked.append((self.path, dict(self.headers), body))
            status, headers, data = 200, {}, json.dumps(vectors_for(body["input"])).encode()
            if service.answers:
                status, headers, data = service.answers.pop(0)
            if status == 0:
                return  # hangs up without a word
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = Service(f"http://127.0.0.1:{server.server_port}/v1", answers)
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02))
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
