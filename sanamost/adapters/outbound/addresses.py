"""Which network addresses may be asked: public ones alone.

What people type as a link must not make the platform knock at its own machine, its neighbours or
the keeper of a cloud's secrets (server-side request forgery). The name is resolved once and the
connection goes to the address that was looked at, so that a name cannot change its mind between.
"""

import ipaddress
import socket

PORTS = {"http": 80, "https": 443}
# Addresses of another kind inside which an IPv4 address travels: never asked, whichever it is.
WRAPPED = (
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("64:ff9b:1::/48"),
    ipaddress.ip_network("2002::/16"),
    ipaddress.ip_network("2001::/32"),
)


class NotPublic(Exception):
    """The name leads to an address that is nobody's business outside its own network."""


class Unknown(Exception):
    """The name leads nowhere."""


def public_address(host: str, port: int) -> str:
    """The address to connect to; raises `Unknown`, and `NotPublic` if any of them is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unknown(host) from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses:
        raise Unknown(host)
    if not all(is_public(address) for address in addresses):
        raise NotPublic(host)
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether it is a machine on the open network."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped is not None:
            return is_public(str(known.ipv4_mapped))
        if any(known in network for network in WRAPPED):
            return False
    return known.is_global and not known.is_multicast and not known.is_reserved
