"""The same race through HTTP: coordinators press "Send" on thousands of approved proposals."""

import http.client
import os
import random
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from importlib import import_module
from typing import IO
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection

from sanamost.foundation.access import selectors as access
from sanamost.jobs.scratch import variables

HELD, REFUSED, FAILED = "held", "refused", "failed"
ANSWERS = {302: HELD, 422: REFUSED}
COLLECT = """
import os, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanamost.config.settings")
django.setup()
from sanamost.jobs.demo import steps
steps.collect_static()
"""
APPLICATION = "sanamost.config.wsgi:application"
SECONDS_TO_ANSWER, SECONDS_TO_END = 60, 20


@contextmanager
def server(workers: int = 2) -> Iterator[str]:
    """The product's own web server on a port of this machine, as the operator runs it."""
    # In a process of its own: a test's settings collect without the names that the server needs.
    subprocess.run([sys.executable, "-c", COLLECT], cwd=settings.CHECKOUT, check=True)  # noqa: S603 our own command
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    granian = ["-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", str(workers)]
    granian += ["--blocking-threads", "4", "--host", "127.0.0.1", "--port", str(port)]
    leash = ["-m", "sanamost.jobs.demo.leash", str(os.getpid()), sys.executable]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 our own command
            [sys.executable, *leash, *granian, APPLICATION],
            cwd=settings.CHECKOUT,
            env={**os.environ, **variables(connection.settings_dict["NAME"])},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(port, process, said)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(SECONDS_TO_END)


def _wait_for(port: int, process: subprocess.Popen[bytes], said: IO[bytes]) -> None:
    limit = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < limit and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    said.seek(0)
    raise RuntimeError(f"the web server did not start: {said.read().decode(errors='replace')}")


def signed_in(email: str) -> str:
    """A Cookie header of the person, acting for their organisation."""
    user = access.user_by_email(email)
    assert user is not None  # noqa: S101 the world has been loaded
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["acts_for"] = access.standings_of(user.pk)[0].public_id
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session.create()
    cookie = SimpleCookie()
    cookie[settings.SESSION_COOKIE_NAME] = session.session_key
    cookie[settings.CSRF_COOKIE_NAME] = secrets.token_hex(16)
    return "; ".join(f"{name}={part.value}" for name, part in cookie.items())


def race(base: str, public_ids: list[str], *, seed: int, threads: int, email: str) -> Counter[str]:
    """Press "Send" once on every proposal from `threads` clients; how the attempts ended."""
    mixed = random.Random(seed).sample(public_ids, len(public_ids))  # noqa: S311 an order, no secret
    cookie = signed_in(email)
    counts = [Counter[str]() for _ in range(threads)]
    start = threading.Barrier(threads)
    clients = [
        threading.Thread(
            target=_press, args=(base, mixed[number::threads], cookie, start, counts[number])
        )
        for number in range(threads)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return sum(counts, Counter())


def _press(
    base: str, public_ids: list[str], cookie: str, start: threading.Barrier, count: Counter[str]
) -> None:
    line = http.client.HTTPConnection(urlsplit(base).netloc, timeout=300)
    start.wait()
    for public_id in public_ids:
        try:
            status = _sent(line, public_id, cookie)
        except (OSError, http.client.HTTPException) as reason:
            count[FAILED] += 1
            print(f"no answer: {reason!r}", flush=True)
            line.close()  # the next attempt opens another
            continue
        count[ANSWERS.get(status, FAILED)] += 1
        if status not in ANSWERS:
            print(f"HTTP {status}", flush=True)
    line.close()


def _sent(line: http.client.HTTPConnection, public_id: str, cookie: str) -> int:
    token = cookie.rsplit("=", 1)[-1]
    body = urlencode({"csrfmiddlewaretoken": token, "idempotency_key": secrets.token_urlsafe(24)})
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", f"/desk/proposals/{public_id}/send/", body, headers)
    answer = line.getresponse()
    answer.read()
    return answer.status
