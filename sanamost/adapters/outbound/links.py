"""Does a link still lead somewhere? Asked with limits, and of public addresses alone."""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

from sanamost.adapters.outbound import addresses
from sanamost.registry.publishing.links import Found

PATIENCE = 5.0
"""Seconds for each wait on the network."""
WHOLE = 10.0
"""Seconds for one address in all; a server that drips its answer is left then."""
MOST_STEPS = 4
"""Addresses asked for one link: the first and three that it may lead on to."""
LEADS_ON = (301, 302, 303, 307, 308)
# There is a page, though not for us: it wants a sign-in, another way of asking, or fewer askers.
THERE = (401, 403, 405, 406, 429, 999)
# The first that fits: errors of certificates and of time are errors of the system as well.
PROBLEMS: tuple[tuple[type[Exception], str], ...] = (
    (addresses.NotPublic, "private"),
    (addresses.Unknown, "unknown"),
    (ssl.SSLError, "certificate"),
    (TimeoutError, "silent"),
    (OSError, "unreachable"),
    (http.client.HTTPException, "unreachable"),
    (ValueError, "malformed"),
)


def check(url: str) -> Found:
    """What the link leads to. Never raises for what the other side does; reads no page's body."""
    at = url
    for _step in range(MOST_STEPS):
        try:
            status, onwards = _ask(at)
        except tuple(kind for kind, _code in PROBLEMS) as error:
            return Found(next(code for kind, code in PROBLEMS if isinstance(error, kind)))
        if status not in LEADS_ON or not onwards:
            return Found("" if status < 400 or status in THERE else "error", status)
        at = urljoin(at, onwards)
    return Found("circles")


def _ask(url: str) -> tuple[int, str]:
    """The status, and where it leads on to. Raises what `check` turns into words."""
    parts = urlsplit(url)
    host, port = _where(parts)
    with _connected(parts.scheme, host, port) as connection:
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
        agent = f"Sanamost link check (+{settings.PUBLIC_ADDRESS})"
        connection.request("GET", path + query, headers={"Host": host, "User-Agent": agent})
        response = connection.getresponse()
        return response.status, response.headers.get("Location", "")


def _where(parts: SplitResult) -> tuple[str, int]:
    if parts.scheme not in addresses.PORTS or not parts.hostname or parts.username is not None:
        raise ValueError(parts.scheme)
    port = parts.port or addresses.PORTS[parts.scheme]
    if port not in addresses.PORTS.values():
        raise addresses.NotPublic(f"port {port}")
    return parts.hostname.encode("idna").decode(), port


@contextlib.contextmanager
def _connected(scheme: str, host: str, port: int) -> Iterator[http.client.HTTPConnection]:
    """A connection to the very address that was looked at, cut after `WHOLE` seconds."""
    to = addresses.public_address(host, port)
    plain = socket.create_connection((to, port), timeout=PATIENCE)
    cut = threading.Timer(WHOLE, _cut, [plain])
    cut.daemon = True
    cut.start()
    try:
        stream = plain
        if scheme == "https":
            stream = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
        connection.sock = stream
        yield connection
        stream.close()
    finally:
        cut.cancel()
        plain.close()


def _cut(stream: socket.socket) -> None:
    with contextlib.suppress(OSError):
        stream.shutdown(socket.SHUT_RDWR)
