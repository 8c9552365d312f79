"""`python -m bench.load`: a client that asks over kept connections as fast as it is answered.

It reads a JSON line from standard input: the port, the seconds, and for each connection its
requests, taken in turn and over again where `again` says so; `patience` is how many seconds an
answer is waited for (30). It prints one JSON line: how many
answers came whole within the time, which statuses, and the milliseconds of each.
"""

import json
import socket
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import cycle

BLOCK = 65_536


@dataclass
class Connection:
    """One visitor's connection and what came of it."""

    port: int
    requests: list[bytes]
    again: bool
    patience: float = 30
    until: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Ask until the time is over or nothing is left to ask."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=self.patience) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for request in cycle(self.requests) if self.again else self.requests:
                begun = time.perf_counter()
                if begun >= self.until:
                    return
                line.sendall(request)
                status = answer(line)
                ended = time.perf_counter()
                self.statuses[status] += 1
                if ended <= self.until:
                    self.milliseconds.append(round(1000 * (ended - begun), 2))


def answer(line: socket.socket) -> int:
    """Read one answer to its end; its status."""
    got = b""
    while (end := got.find(b"\r\n\r\n")) < 0:
        got += received(line)
    head = got[:end].lower()
    status = int(head[9:12])
    at = head.find(b"content-length:")
    if at < 0 and b"transfer-encoding:" in head:
        raise ConnectionError("an answer that does not say how long it is")
    length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
    missing = end + 4 + length - len(got)
    while missing > 0:
        missing -= len(received(line))
    return status


def received(line: socket.socket) -> bytes:
    """The next bytes; an end in the middle of an answer is an error."""
    if got := line.recv(BLOCK):
        return got
    raise ConnectionError("the server hung up in the middle of an answer")


def main() -> None:
    """Run every connection in a thread of its own; they wait much and compute little."""
    asked = json.loads(sys.stdin.readline())
    connections = [
        Connection(
            asked["port"],
            [text.encode() for text in texts],
            asked["again"],
            asked.get("patience", 30),
        )
        for texts in asked["connections"]
    ]
    until = time.perf_counter() + asked["seconds"]
    for connection in connections:
        connection.until = until
    threads = [threading.Thread(target=connection.run) for connection in connections]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses: Counter[int] = sum((one.statuses for one in connections), Counter())
    took = [spent for one in connections for spent in one.milliseconds]
    print(json.dumps({"whole": len(took), "statuses": statuses, "milliseconds": took}))


if __name__ == "__main__":
    main()
