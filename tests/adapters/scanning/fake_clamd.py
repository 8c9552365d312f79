"""A small clamd: speaks the real INSTREAM protocol and knows one signature, EICAR's."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from sanamost.adapters.scanning.clamd import Clamd
from tests.foundation.files.hostile import EICAR

FOUND = b"stream: Eicar-Test-Signature FOUND\0"
CLEAN = b"stream: OK\0"
TOO_LARGE = b"INSTREAM size limit exceeded. ERROR\0"


class FakeClamd(socketserver.ThreadingTCPServer):
    """Answers as clamd does; `answer` replaces its judgement, `most` is its StreamMaxLength."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, answer: bytes | None = None, most: int = 300_000_000) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.answer, self.most = answer, most
        self.pieces: list[int] = []


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = cast("FakeClamd", self.server)
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = bytearray()
        while length := int.from_bytes(self.rfile.read(4), "big"):
            server.pieces.append(length)
            content += self.rfile.read(length)
            if len(content) > server.most:
                self.wfile.write(TOO_LARGE)
                return
        verdict = FOUND if EICAR in content else CLEAN
        self.wfile.write(verdict if server.answer is None else server.answer)


@contextmanager
def running(answer: bytes | None = None, most: int = 300_000_000) -> Iterator[FakeClamd]:
    """A daemon on a free port while the block lasts."""
    with FakeClamd(answer, most) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()


@contextmanager
def scanner_of(answer: bytes | None = None, most: int = 300_000_000) -> Iterator[Clamd]:
    """A client of a daemon that runs while the block lasts."""
    with running(answer, most) as server:
        yield Clamd(f"127.0.0.1:{server.server_address[1]}", timeout=5)
