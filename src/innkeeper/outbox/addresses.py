"""Which outside addresses a hotel may have us call; pure but for the name look-up."""

import ipaddress
import socket
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from innkeeper.kernel.errors import InvalidInput

NAT64 = ipaddress.ip_network("64:ff9b::/96")
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Place:
    """An address that was looked up once: the call goes to `ip`, whatever the name says a moment later."""

    scheme: str
    host: str
    port: int
    path: str
    ip: str


def is_public(ip: str) -> bool:
    """Whether the address is on the open internet: not private, loopback, link-local, shared or reserved."""
    address = ipaddress.ip_address(ip)
    if isinstance(address, ipaddress.IPv6Address):
        if address in NAT64:
            return is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def looked_up(url: str, *, inside_hosts: Collection[str] = ()) -> Place:
    """The place an address names, when it may be called. `inside_hosts` are names the house allows inside.

    Raises InvalidInput for another scheme than http and https, for sign-in data in the address, for a name
    that is unknown, and for one of whose addresses any is not public.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as wrong:
        raise _refused() from wrong
    host = parts.hostname or ""
    if parts.scheme not in PORTS or not host or parts.username or parts.password:
        raise _refused()
    if any(ord(sign) <= 32 or ord(sign) == 127 for sign in url):
        raise _refused()
    ips = _ips(host, port)
    if host not in inside_hosts and not all(is_public(ip) for ip in ips):
        raise _refused()
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(scheme=parts.scheme, host=host, port=port, path=path, ip=ips[0])


def _ips(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as unknown:
        raise _refused() from unknown
    return [str(entry[4][0]).partition("%")[0] for entry in found]


def _refused() -> InvalidInput:
    text = _("This address cannot be called. Give a public address that begins with https:// or http://.")
    return InvalidInput(text, fields={"url": text})
