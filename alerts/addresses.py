"""Which addresses a webhook may reach: none inside the network, unless a setting names it.

A name is resolved once, every address that it has is looked at, and the connection is made to
one that was: what the name means a moment later does not matter.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable, Sequence
from typing import Final

from alerts.errors import NotDelivered, Refused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_TRANSLATED: Final = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
"""IPv6 addresses that stand for an IPv4 one in their last four bytes (RFC 6052, RFC 8215)."""


def is_public(address: Address) -> bool:
    """Whether an address belongs to the internet at large, whatever it is wrapped in."""
    inner = _inner(address)
    if inner is not None:
        return is_public(inner)
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


def resolve(host: str, port: int, *, allowed: Sequence[Network]) -> list[str]:
    """The addresses of a host, all of which may be reached. Raises NotDelivered."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotDelivered(f"There is no host {host[:100]!r}.") from None
    found = list(dict.fromkeys(str(row[4][0]).partition("%")[0] for row in rows))
    for text in found:
        address = ipaddress.ip_address(text)
        if not (is_public(address) or _is_in(address, allowed)):
            raise Refused(
                f"{host[:100]} is {text}, which is inside the network. Name it in "
                "CLIPPINGS_WEBHOOK_NETWORKS if posts may go there."
            )
    if not found:
        raise NotDelivered(f"There is no host {host[:100]!r}.")
    return found


def _is_in(address: Address, networks: Iterable[Network]) -> bool:
    ways = [address, *([inner] if (inner := _inner(address)) is not None else [])]
    return any(way.version == net.version and way in net for way in ways for net in networks)


def _inner(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if any(address in network for network in _TRANSLATED):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return teredo[1] if teredo else None
