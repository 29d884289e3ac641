"""Real peers outside the house: a receiver over HTTP that answers as the test says and keeps what it saw."""

import base64
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from http_ece import decrypt

LOCAL = frozenset({"127.0.0.1"})


class Peer:
    """What it answers (a status and JSON), and what it was sent: path, headers, body."""

    def __init__(self):
        self.status, self.answer, self.seen = 200, {"errcode": 0}, []
        self.port = 0

    def url(self, path="/"):
        return f"http://127.0.0.1:{self.port}{path}"

    def texts(self):
        return [json.loads(body)["text" if b'"text": {' in body else "content"] for _, _, body in self.seen]


@contextmanager
def a_peer():
    """A receiver for the length of a block."""
    peer = Peer()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            peer.seen.append((self.path, dict(self.headers), body))
            told = json.dumps(peer.answer).encode()
            self.send_response(peer.status)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *given):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    peer.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Browser:
    """The half of a browser that push needs: its keys, and opening what was sealed for it."""

    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.auth_secret = b"sixteen-bytes-16"

    def keys(self):
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return {"p256dh": _text(point), "auth": _text(self.auth_secret)}

    def opened(self, body):
        return json.loads(decrypt(body, private_key=self.key, auth_secret=self.auth_secret))


def _text(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
