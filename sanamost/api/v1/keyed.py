"""Operations for programs of an organisation: each declares the right that a key must have.

An operation is a function `(call, …) -> Schema`. It runs in one transaction as the key's actor, so
that the same services, policies and fences hold as for people; a writing one claims its idempotency
key first, and with `dry_run` everything is done and rolled back.
"""

import base64
import hashlib
import re
import uuid
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from cryptography.fernet import Fernet
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from ninja import Router, Schema
from ninja.security import HttpBearer

from sanamost.api.v1.refusals import NOT_ALLOWED, TOO_MANY, Refused, Turned
from sanamost.foundation.access import keys, policies
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.policies import Policy
from sanamost.foundation.access.rights import Right
from sanamost.foundation.idempotency import services as idempotency
from sanamost.foundation.idempotency.limits import limit_of, seconds_to_wait
from sanamost.foundation.languages.errors import NotVisible

HEADER = "Idempotency-Key"
READS, WRITES = "GET", "PUT"
REFUSALS = (400, 401, 403, 404, 413, 422, 429)
Run = Callable[..., Schema]


class Call(HttpRequest):
    """A request whose key was found in force."""

    auth: Actor


@dataclass(frozen=True)
class Operation:
    """An address of the interface, its policy and its method: what the proofs go through."""

    name: str
    pattern: str
    """As Django writes addresses, below api/v1/; a thing's kind is its name."""
    policy: Policy
    method: str

    portal: str = "api-v1"

    @property
    def methods(self) -> tuple[str, ...]:
        """The one method."""
        return (self.method,)


_operations: dict[str, Operation] = {}


def operations() -> list[Operation]:
    """Every declared operation."""
    return list(_operations.values())


class ApiKey(HttpBearer):
    """The key stands in the header `Authorization: Bearer …`."""

    def __init__(self, policy: Policy) -> None:
        super().__init__()
        self.policy = policy

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:  # noqa: ARG002 ninja passes it
        """The key's actor; None where it is not in force.

        Raises `Turned` where it does not allow the operation, or is used too often.
        """
        actor = keys.actor_of_key(token, request_id=uuid.uuid4().hex, now=timezone.now())
        if actor is None:
            return None
        limit = limit_of("api")
        if limit is not None:
            wait = seconds_to_wait(what="api", who=actor.key, limit=limit, now=timezone.now())
            if wait:
                raise Turned(429, "too_many", TOO_MANY, {"Retry-After": str(wait)})
        if not self.policy.admits(actor):
            raise Turned(403, "right_missing", NOT_ALLOWED, {})
        return actor


def operation(
    router: Router, method: str, path: str, right: Right, answer: type[Schema]
) -> Callable[[Run], Run]:
    """Declare an operation on the router, whose addresses begin with capacity/."""

    def declare(run: Run) -> Run:
        name = run.__name__
        policy = policies.by_key(right)
        pattern = re.sub(r"\{(\w+)\}", r"<\1:\1>", path)
        declared = Operation(name, f"capacity{pattern}", policy, method)
        _operations[name] = declared

        @wraps(run)
        def view(request: HttpRequest, **given: Any) -> HttpResponse:
            if any("\x00" in text for text in given.values() if isinstance(text, str)):
                raise NotVisible
            return _run(declared, cast("Call", request), run, given)

        router.api_operation(
            [method],
            path,
            auth=ApiKey(policy),
            operation_id=name,
            response={200: answer} | dict.fromkeys(REFUSALS, Refused),
            url_name=name,
            openapi_extra={"parameters": [_HEADER]} if method == WRITES else None,
        )(view)
        return run

    return declare


_HEADER = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "schema": {"type": "string", "pattern": idempotency.KEY.pattern},
    "description": "Of your choice, a new one for each change; needed but for a dry run. The same "
    "call sent again with it has one effect and the same answer.",
}


def _run(declared: Operation, call: Call, run: Run, given: dict[str, Any]) -> HttpResponse:
    with acting_as(call.auth) as acting:
        if declared.method == READS:
            return _response(_content(run(call, **given)))
        if not given.get("dry_run"):
            return _act_once(call, run, given)
        tried = _content(run(call, **given))
        transaction.set_rollback(True)
        acting.before_commit.clear()
        return _response(tried)


def _act_once(call: Call, run: Run, given: dict[str, Any]) -> HttpResponse:
    claimed = idempotency.claim(
        asker=idempotency.asker_of(call.auth),
        key=call.headers.get(HEADER, ""),
        asked=repr((call.method, call.get_full_path(), _digest(call.body))).encode(),
    )
    if not claimed.fresh:
        return _response(zlib.decompress(_box().decrypt(bytes(claimed.answer.body))))
    content = _content(run(call, **given))
    idempotency.settle(claimed, status=200, body=_box().encrypt(zlib.compress(content)))
    return _response(content)


def _content(answer: Schema) -> bytes:
    return answer.model_dump_json().encode()


def _response(content: bytes) -> HttpResponse:
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return HttpResponse(content, headers=headers)


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _box() -> Fernet:
    key = salted_hmac("sanamost.api", "answer", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
