"""A link that is looked at …"""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from sanamost.adapters.outbound import addresses, links
from sanamost.registry.publishing.links import Found

PLAN = {
    "/good": (200, ""),
    "/gone": (404, ""),
    "/broken": (500, ""),
    "/members": (403, ""),
    "/moved": (301, "/good"),
    "/round": (302, "/round"),
    "/inside": (302, "http://169.254.169.254/latest/meta-data/"),
    "/home": (302, "http://localhost/"),
    "/odd": (302, "file:///etc/passwd"),
}
asked: list[str] = []


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        asked.append(f"{self.headers['Host']} {self.path}")
        if self.path == "/drip":
            for _second in range(40):
                self.wfile.write(b"H")
                time.sleep(0.1)
            return
        status, onwards = PLAN[self.path]
        self.send_response(status)
        if onwards:
            self.send_header("Location", onwards)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the library's own name
        """Say nothing."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A site that counts as public: the name public.example leads to a server of this test."""
    server = HTTPServer(("127.0.0.1", 0), Site)
    port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    real, resolve = addresses.is_public, socket.getaddrinfo

    def resolved(host: str, *more: object, **named: object) -> object:
        return resolve("127.0.0.1" if host == "public.example" else host, *more, **named)  # type: ignore[arg-type]  # passed on as it came

    def public(host: str, at: int) -> str:
        return "127.0.0.1" if host == "public.example" else held(host, at)

    held: Callable[[str, int], str] = addresses.public_address
    monkeypatch.setattr(addresses, "public_address", public)
    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(addresses, "PORTS", {"http": port, "https": 443, "plain": 80})
    assert real("127.0.0.1") is False
    asked.clear()
    yield f"http://public.example:{port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("path", "problem", "status"),
    [
        ("/good", "", 200),
        ("/moved", "", 200),
        ("/members", "", 403),
        ("/gone", "error", 404),
        ("/broken", "error", 500),
        ("/round", "circles", None),
        ("/inside", "private", None),
        ("/home", "private", None),
        ("/odd", "malformed", None),
    ],
)
def test_is_told_by_what_it_leads_to(
    site: str, path: str, problem: str, status: int | None
) -> None:
    assert links.check(f"{site}{path}") == Found(problem, status)


def test_is_asked_four_times_at_most(site: str) -> None:
    links.check(f"{site}/round")
    assert len(asked) == links.MOST_STEPS


def test_is_left_when_its_server_drips(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "WHOLE", 0.5)
    begun = time.monotonic()
    assert links.check(f"{site}/drip").problem in {"unreachable", "silent"}
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.1.2.3/",
        "http://192.168.0.1/", "http://169.254.169.254/latest/", "http://0.0.0.0/",
        "http://[::ffff:127.0.0.1]/", "http://[fd00::1]/", "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/", "http://224.0.0.1/", "http://2130706433/", "http://0x7f.1/",
        "http://93.184.215.14:22/", "http://93.184.215.14:5432/",
    ],
)  # fmt: skip
def test_into_a_private_network_is_never_followed(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        socket, "create_connection", lambda *to, **_more: pytest.fail(f"connected to {to}")
    )
    assert links.check(url).problem in {"private", "unknown"}


def test_by_a_name_with_one_private_address_is_not_followed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    both = [(2, 1, 6, "", ("93.184.215.14", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_more: both)
    monkeypatch.setattr(socket, "create_connection", lambda *_to, **_more: pytest.fail("connected"))
    assert links.check("http://two.example/").problem == "private"


def test_goes_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is not asked again between looking and connecting."""
    answers = [[(2, 1, 6, "", ("93.184.215.14", 80))], [(2, 1, 6, "", ("127.0.0.1", 80))]]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_more: answers.pop(0))
    tried: list[object] = []

    def connect(to: object, **_more: object) -> socket.socket:
        tried.append(to)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    assert links.check("http://rebound.example/").problem == "unreachable"
    assert tried == [("93.184.215.14", 80)]


@pytest.mark.parametrize(
    "url", ["ftp://public.example/", "https://user:word@public.example/", "javascript:1", "", "//x"]
)
def test_that_is_no_web_address_is_not_followed(url: str) -> None:
    assert links.check(url).problem == "malformed"
