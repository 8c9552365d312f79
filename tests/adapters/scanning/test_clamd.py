"""The client of ClamAV's daemon …"""

import io
import socket

import pytest

from sanamost.adapters.scanning.clamd import PIECE_BYTES, Clamd
from sanamost.foundation.files.scanning import ScannerUnavailable
from tests.adapters.scanning.fake_clamd import running, scanner_of
from tests.foundation.files.hostile import EICAR


def test_passes_what_the_daemon_passes() -> None:
    with scanner_of() as scanner:
        assert scanner.scan(io.BytesIO(b"harmless")) is None
        assert scanner.scan(io.BytesIO(b"")) is None


def test_names_what_the_daemon_found() -> None:
    with scanner_of() as scanner:
        assert scanner.scan(io.BytesIO(bytes(200_000) + EICAR)) == "Eicar-Test-Signature"


def test_sends_a_large_file_in_pieces() -> None:
    with running() as server:
        address = f"127.0.0.1:{server.server_address[1]}"
        assert Clamd(address).scan(io.BytesIO(bytes(PIECE_BYTES * 2 + 5))) is None
        assert server.pieces == [PIECE_BYTES, PIECE_BYTES, 5]


@pytest.mark.parametrize("answer", [b"", b"stream: ERROR\0", b"OK then\0", b"\xff" * 9000])
def test_believes_no_unclear_answer(answer: bytes) -> None:
    with scanner_of(answer) as scanner, pytest.raises(ScannerUnavailable):
        scanner.scan(io.BytesIO(b"harmless"))


def test_believes_no_daemon_that_stopped_reading() -> None:
    with scanner_of(most=1000) as scanner, pytest.raises(ScannerUnavailable):
        scanner.scan(io.BytesIO(bytes(50_000_000)))


def test_says_when_nobody_answers() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for address in (f"127.0.0.1:{port}", "/nowhere/clamd.sock"):
        with pytest.raises(ScannerUnavailable):
            Clamd(address, timeout=2).scan(io.BytesIO(b"x"))
