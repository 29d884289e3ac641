"""HTTP POST with the message's id in a header: to addresses that users set, so under the rules of `addresses`."""

import http.client
import ssl
from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from innkeeper.kernel.errors import InvalidInput
from innkeeper.outbox.addresses import Place, looked_up
from innkeeper.outbox.ports import Message, NotReached, Promise, Refused, Unsure

ID_HEADER = "Idempotency-Key"
MOST_ANSWER_BYTES = 65_536
TRY_AGAIN = {408, 409, 425, 429}


class _PinnedHttp(http.client.HTTPConnection):
    """Connects to the address that was checked, not to what the name says now."""

    def __init__(self, place: Place, *, timeout: float) -> None:
        super().__init__(place.ip, place.port, timeout=timeout)


class _PinnedHttps(http.client.HTTPSConnection):
    """The same over TLS: the certificate must be the name's."""

    def __init__(self, place: Place, *, timeout: float) -> None:
        self._context_of_house = ssl.create_default_context()
        self._name = place.host
        super().__init__(place.ip, place.port, timeout=timeout, context=self._context_of_house)

    def connect(self) -> None:
        """Connect to the checked address, then prove the name."""
        http.client.HTTPConnection.connect(self)
        self.sock = self._context_of_house.wrap_socket(self.sock, server_hostname=self._name)


@dataclass(frozen=True, slots=True)
class HttpPost:
    """A receiver that honours the id: no redirects are followed, no private address is called.

    `inside_hosts` are the names inside the house that its settings allow. `judge` reads the body of a good answer and
    raises Refused or Unsure where it says otherwise (bots answer 200 to what they drop). Units: seconds.
    """

    name: str = "http"
    promise: Promise = Promise.IDEMPOTENT
    timeout: float = 10.0
    inside_hosts: Collection[str] = ()
    judge: Callable[[bytes], None] | None = None

    def send(self, message: Message) -> str:
        """POST it; the status as receipt. A forbidden or unknown address is never called: NotReached."""
        try:
            place = looked_up(message.address, inside_hosts=self.inside_hosts)
        except InvalidInput as forbidden:
            raise NotReached("address_refused") from forbidden
        kind = _PinnedHttps if place.scheme == "https" else _PinnedHttp
        link = kind(place, timeout=self.timeout)
        try:
            return self._posted(link, place, message)
        finally:
            link.close()

    def find(self, message_id: UUID) -> str | None:
        """Not asked: the receiver sorts repeats out itself."""
        raise NotImplementedError

    def _posted(self, link: http.client.HTTPConnection, place: Place, message: Message) -> str:
        try:
            link.connect()
        except (OSError, http.client.HTTPException) as away:
            raise NotReached() from away
        headers = {
            "Host": _host_header(place),
            "Content-Type": message.content_type,
            ID_HEADER: str(message.id),
            "User-Agent": "innkeeper",
            **dict(message.headers),
        }
        try:
            link.request("POST", place.path, body=message.body, headers=headers)
            answer = link.getresponse()
            said = answer.read(MOST_ANSWER_BYTES)
        except (OSError, http.client.HTTPException) as broken:
            raise Unsure() from broken
        receipt = _receipt(answer.status)
        if self.judge is not None:
            self.judge(said)
        return receipt


def _receipt(status: int) -> str:
    if 200 <= status < 300:
        return f"http {status}"
    if status in TRY_AGAIN or status >= 500:
        raise Unsure(f"http_{status}")
    raise Refused(f"http_{status}")


def _host_header(place: Place) -> str:
    host = f"[{place.host}]" if ":" in place.host else place.host
    return host if place.port == {"http": 80, "https": 443}[place.scheme] else f"{host}:{place.port}"
