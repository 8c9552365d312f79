"""The same race through HTTP: coordinators press "Send" on thousands of approved proposals."""

import http.client
import random
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from importlib import import_module
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import urlencode, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.wsgi import get_wsgi_application
from django.db import connections

from sanamost.foundation.access import selectors as access

HELD, REFUSED, FAILED = "held", "refused", "failed"
ANSWERS = {302: HELD, 422: REFUSED}


class Quiet(WSGIRequestHandler):
    """Says nothing about each request."""

    def log_message(self, *_: Any) -> None:
        """Nothing."""


class Server(ThreadingMixIn, WSGIServer):
    """A thread for every request."""

    daemon_threads = True
    request_queue_size = 256


@contextmanager
def server() -> Iterator[str]:
    """The product's own web application on a port of this machine, in this process."""
    application = get_wsgi_application()

    def closing(environ: Any, start: Any) -> Iterator[bytes]:
        answer = application(environ, start)
        try:
            yield from answer
        finally:
            if hasattr(answer, "close"):
                answer.close()
            connections.close_all()

    made = make_server("127.0.0.1", 0, closing, server_class=Server, handler_class=Quiet)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{made.server_port}"
    finally:
        made.shutdown()
        made.server_close()
        thread.join()


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
    token = cookie.rsplit("=", 1)[-1]
    start.wait()
    for public_id in public_ids:
        body = urlencode(
            {"csrfmiddlewaretoken": token, "idempotency_key": secrets.token_urlsafe(24)}
        )
        headers = {
            "Cookie": cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": base,
        }
        connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=120)
        try:
            connection.request("POST", f"/desk/proposals/{public_id}/send/", body, headers)
            answer = connection.getresponse()
            answer.read()
            count[ANSWERS.get(answer.status, FAILED)] += 1
            if answer.status not in ANSWERS:
                print(f"HTTP {answer.status}", flush=True)
        except OSError as reason:
            count[FAILED] += 1
            print(f"no answer: {reason!r}", flush=True)
        finally:
            connection.close()
