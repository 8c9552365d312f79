"""A client of ClamAV's daemon: the INSTREAM command of clamd(8) over TCP or a local socket."""

import socket
from contextlib import suppress
from typing import BinaryIO

from django.conf import settings

from sanamost.foundation.files.scanning import ScannerUnavailable

PIECE_BYTES = 64 * 1024
ANSWER_BYTES = 4096
TIMEOUT_SECONDS = 60.0


class Clamd:
    """Speaks to the daemon at `address`: `host:port`, or the path of its local socket."""

    def __init__(self, address: str | None = None, *, timeout: float = TIMEOUT_SECONDS) -> None:
        self.address = address or str(settings.FILE_SCANNER_ADDRESS)
        self.timeout = timeout

    def scan(self, content: BinaryIO) -> str | None:
        """The signature found, or None. Anything but a clear answer is `ScannerUnavailable`."""
        try:
            with self._connect() as connection:
                # The daemon hangs up once its StreamMaxLength is passed; its answer says so.
                with suppress(BrokenPipeError, ConnectionResetError):
                    self._send(connection, content)
                answer = self._answer(connection)
        except OSError as error:
            raise ScannerUnavailable(str(error)) from error
        return _verdict(answer)

    def _connect(self) -> socket.socket:
        if self.address.startswith("/"):
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(self.timeout)
            connection.connect(self.address)
            return connection
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), self.timeout)

    def _send(self, connection: socket.socket, content: BinaryIO) -> None:
        connection.sendall(b"zINSTREAM\0")
        while piece := content.read(PIECE_BYTES):
            connection.sendall(len(piece).to_bytes(4, "big") + piece)
        connection.sendall(bytes(4))

    def _answer(self, connection: socket.socket) -> str:
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < ANSWER_BYTES:
            piece = connection.recv(ANSWER_BYTES)
            if not piece:
                break
            answer += piece
        return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(answer: str) -> str | None:
    result = answer.removeprefix("stream: ")
    if result == "OK":
        return None
    if result.endswith(" FOUND"):
        return result.removesuffix(" FOUND")
    raise ScannerUnavailable(f"clamd answered {answer[:200]!r}")
