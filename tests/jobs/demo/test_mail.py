"""The demonstration's post box …"""

import smtplib
import socket
import sys
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from sanamost.jobs.demo.children import Children


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    children = Children(tmp_path / "logs")
    box = [str(tmp_path / "mail"), str(number)]
    children.start("mail", [sys.executable, "-m", "sanamost.jobs.demo.mail", *box])
    yield number
    children.end()


def connected(port: int) -> smtplib.SMTP:
    limit = time.monotonic() + 10
    while True:
        try:
            return smtplib.SMTP("127.0.0.1", port, timeout=5)
        except ConnectionRefusedError:
            assert time.monotonic() < limit
            time.sleep(0.05)


def test_keeps_each_message_as_a_file_and_sends_nothing_on(port: int, tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"] = "clinic@demo.example"
    message["To"] = "amina@demo.example"
    message["Subject"] = "Ваш код"
    message.set_content("123456 — 验证码 — رمز")
    with connected(port) as post:
        post.send_message(message)
        post.send_message(message)
    kept = sorted((tmp_path / "mail").glob("*.eml"))
    assert len(kept) == 2
    read = message_from_bytes(kept[0].read_bytes(), policy=policy.default)
    assert read["Subject"] == "Ваш код"
    assert "验证码" in read.get_content()
