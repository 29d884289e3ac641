"""The HTTP channel against a real peer, and the addresses it will not call."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from innkeeper.kernel.errors import InvalidInput
from innkeeper.kernel.ids import uuid7
from innkeeper.outbox import addresses
from innkeeper.outbox.adapters.http import HttpPost
from innkeeper.outbox.ports import Message, NotReached, Refused, Unsure

INSIDE = HttpPost(inside_hosts={"127.0.0.1"}, timeout=2)


@pytest.fixture
def peer():
    """A receiver that answers with the status its path names and keeps what it saw."""
    seen = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append((self.path, self.headers["Idempotency-Key"], body))
            if self.path == "/hang-up":
                return
            self.send_response(int(self.path.strip("/")))
            self.send_header("Location", "http://127.0.0.1:1/")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *given):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.seen = seen
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def posted(peer, path, port=INSIDE):
    address = f"http://127.0.0.1:{peer.server_address[1]}{path}"
    message = Message(id=uuid7(), address=address, body=b'{"ref":"SHA-2026-000001"}')
    return message, port.send(message)


def test_the_id_travels_in_its_header(peer):
    message, receipt = posted(peer, "/201")
    assert receipt == "http 201"
    assert peer.seen == [("/201", str(message.id), message.body)]


@pytest.mark.parametrize(
    ("path", "error"),
    [("/302", Refused), ("/404", Refused), ("/503", Unsure), ("/429", Unsure), ("/hang-up", Unsure)],
)
def test_an_answer_is_read_for_what_it_means_and_no_redirect_is_followed(peer, path, error):
    with pytest.raises(error):
        posted(peer, path)
    assert len(peer.seen) == 1


def test_nobody_there_means_not_reached(peer):
    peer.shutdown()
    peer.server_close()
    with pytest.raises(NotReached):
        posted(peer, "/200")


def test_the_house_itself_is_not_called_unless_its_settings_allow_it(peer):
    with pytest.raises(NotReached) as refused:
        posted(peer, "/200", HttpPost())
    assert refused.value.code == "address_refused"
    assert peer.seen == []


@pytest.mark.parametrize(
    "ip",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
     "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
     "2002:a00:1::", "ff02::1"],
)  # fmt: skip
def test_private_addresses_are_not_public(ip):
    assert not addresses.is_public(ip)


@pytest.mark.parametrize("ip", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are(ip):
    assert addresses.is_public(ip)


@pytest.mark.parametrize(
    "url",
    ["ftp://8.8.8.8/", "file:///etc/passwd", "http://", "http://a:b@8.8.8.8/", "http://localhost/",
     "http://0177.0.0.1/", "http://2130706433/", "http://[::1]/", "http://8.8.8.8/\r\nX: y", "gopher://8.8.8.8",
     "http://8.8.8.8:99999/", "//8.8.8.8/"],
)  # fmt: skip
def test_odd_addresses_are_refused(url):
    with pytest.raises(InvalidInput):
        addresses.looked_up(url)


def test_one_private_answer_among_public_ones_is_enough_to_refuse(monkeypatch):
    monkeypatch.setattr(addresses, "_ips", lambda host, port: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(InvalidInput):
        addresses.looked_up("https://rebind.example/")


def test_the_call_goes_to_the_address_that_was_checked(monkeypatch):
    monkeypatch.setattr(addresses, "_ips", lambda host, port: ["8.8.8.8"])
    place = addresses.looked_up("https://hooks.example/a?b=c")
    assert (place.ip, place.host, place.port, place.path) == ("8.8.8.8", "hooks.example", 443, "/a?b=c")
