"""G1: nobody reads or changes what is not theirs, whatever address, field or header they try.

Every declared page × method × persona × foreign object × place (path, query, body, header). Three
things are looked at: no foreign canary anywhere in an answer; the answer to a foreign id equals the
one to an id that never existed; nothing of any case changed. Each page must also work for somebody
rightful, or its probes would prove nothing.
"""

import hashlib
import random
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from sanamost.config.proofs.world import COUNTING, Probed, Thing, client_of, foreign_to, things
from sanamost.foundation.access import fences
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.access.public_ids import new
from sanamost.jobs.world.load import personas
from sanamost.web.routing import KINDS, Route, routes

CONVERTER = re.compile(r"<(\w+):(\w+)>")
NOISE = re.compile(
    r"(idempotency_key\" value=\"|csrfmiddlewaretoken\" value=\")[^\"]*|[a-z]{4}_[A-Za-z0-9]{22}"
)
FIELD = re.compile(r"<(?:input|select|textarea)[^>]*\bname=\"([^\"]+)\"")
WRITTEN_BY_LOOKING = {"audit_entry", "idempotency_answer", "messaging_notice"}


@dataclass
class Report:
    """What was tried and what went wrong."""

    probes: int = 0
    faults: list[str] = field(default_factory=list)
    twins: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)

    def fault(self, words: str) -> None:
        """Note one fault, shortly."""
        self.faults.append(words[:300])


def probe(probed: list[Probed], *, seed: int, most: int | None = None) -> Report:
    """Try everything (or a random `most` of it) on the probed world."""
    get_resolver().url_patterns  # noqa: B018 loading the addresses declares the pages
    report = Report()
    tries = list(_tries(probed))
    random.Random(seed).shuffle(tries)  # noqa: S311 a repeatable order, no secret
    before = _digests()
    clients = {code: client_of(code) for code in ["", *(p.code for p in personas())]}
    for one in tries[:most]:
        _try(one, clients[one.persona], probed, report)
    _lists(clients, probed, report)
    changed = [table for table, value in _digests().items() if value != before[table]]
    report.faults += [f"foreign probes changed {table}" for table in changed]
    _twins(clients, things(probed), report)
    if most is None:
        report.faults += [f"no rightful twin: {page}" for page in report.pages - report.twins]
    return report


@dataclass(frozen=True)
class Try:
    """One foreign object in one place of one page, by one persona."""

    route: Route
    method: str
    persona: str
    thing: Thing
    place: str


def _tries(probed: list[Probed]) -> Iterator[Try]:
    known = things(probed)
    for route in routes():
        wanted = [kind for kind, _ in CONVERTER.findall(route.pattern) if kind in KINDS]
        for thing in known:
            if wanted and thing.kind != wanted[0]:
                continue
            if not wanted and thing.kind not in {"case", "referral", "proposal"}:
                continue
            for code in ["", *(p.code for p in personas())]:
                if not foreign_to(code, thing):
                    continue
                for method in route.methods:
                    places = ("path",) if wanted else ("query", "header")
                    body = ("body",) if method == "POST" and not wanted else ()
                    for place in (*places, *body):
                        yield Try(route, method, code, thing, place)


def _try(one: Try, client: Client, probed: list[Probed], report: Report) -> None:
    report.probes += 1
    answer = _send(one, client, one.thing.public_id)
    text = _text(answer)
    for case in probed:
        foreign = one.persona not in case.related
        if foreign and case.canary in text.lower():
            report.fault(f"{_name(one)} shows {case.walk.patient}'s canary")
    if one.persona and one.thing.organisation and one.place == "path" and answer.status_code < 400:
        report.fault(f"{_name(one)} answers {answer.status_code} for a rival's row")
    if one.place == "path":
        alike = _same_as_never(one, client, (answer.status_code, _plain(text)))
        # A remark of an earlier step is shown once, on whichever page comes next: look again.
        if not alike and not _same_as_never(one, client, _seen(one, client, one.thing.public_id)):
            report.fault(f"{_name(one)} differs from never existed: {answer.status_code}")
    if answer.status_code >= 500:
        report.fault(f"{_name(one)} answers {answer.status_code}")


def _same_as_never(one: Try, client: Client, answer: tuple[int, str]) -> bool:
    return _seen(one, client, new(KINDS[one.thing.kind])) == answer


def _seen(one: Try, client: Client, public_id: str) -> tuple[int, str]:
    answer = _send(one, client, public_id)
    return answer.status_code, _plain(_text(answer))


def _send(one: Try, client: Client, public_id: str) -> Any:
    ids = {name: _fill(kind, one.thing, public_id) for kind, name in _names(one.route)}
    address = reverse(_full_name(one.route), kwargs=ids)
    headers = {"X-Case": public_id, "Referer": f"/{public_id}/"} if one.place == "header" else {}
    sent = {"idempotency_key": secrets.token_hex(16)}
    if one.place == "query":
        address += f"?case={public_id}&q={public_id}&id={public_id}&page={public_id}"
    if one.place == "body":
        shown = client.get(address)
        sent |= dict.fromkeys(FIELD.findall(_text(shown)), public_id) | {
            "idempotency_key": secrets.token_hex(16)
        }
    if one.method == "GET":
        return client.get(address, headers=headers)
    return client.post(address, sent, headers=headers)


def _names(route: Route) -> list[tuple[str, str]]:
    return CONVERTER.findall(route.pattern)


def _fill(kind: str, thing: Thing, public_id: str) -> str:
    if kind == thing.kind:
        return public_id
    return new(KINDS[kind]) if kind in KINDS else "1"


def _full_name(route: Route) -> str:
    return route.name if route.portal == "public" else f"{route.portal}:{route.name}"


def _name(one: Try) -> str:
    return (
        f"{one.method} {one.route.portal}:{one.route.name} as {one.persona or 'a visitor'}"
        f" with a foreign {one.thing.kind} in the {one.place}"
    )


def _text(answer: Any) -> str:
    streaming = getattr(answer, "streaming_content", None)
    content = b"".join(streaming) if streaming else answer.content
    return content.decode("utf-8", "replace") + repr(dict(answer.headers))


def _plain(text: str) -> str:
    return re.sub(r"\d", "", NOISE.sub("", text))


def _lists(clients: dict[str, Client], probed: list[Probed], report: Report) -> None:
    """Pages without an id: nobody's list shows a stranger."""
    for route in routes():
        if CONVERTER.search(route.pattern):
            continue
        for code, client in clients.items():
            report.probes += 1
            text = _text(client.get(reverse(_full_name(route)))).lower()
            for case in probed:
                if code not in case.related and case.canary in text:
                    report.fault(f"{route.portal}:{route.name} shows a canary to {code}")


def _twins(clients: dict[str, Client], known: Iterable[Thing], report: Report) -> None:
    """Each page with an id works for somebody rightful."""
    for route in routes():
        wanted = [kind for kind, _ in _names(route) if kind in KINDS]
        if not wanted:
            continue
        page = f"{route.portal}:{route.name}"
        mine = [thing for thing in known if thing.kind == wanted[0]]
        if mine:
            report.pages.add(page)
        if any(_works(route, thing, clients) for thing in mine):
            report.twins.add(page)


def _works(route: Route, thing: Thing, clients: dict[str, Client]) -> bool:
    for code in thing.case.related - COUNTING:
        if foreign_to(code, thing):
            continue
        for method in route.methods:
            answer = _send(Try(route, method, code, thing, "path"), clients[code], thing.public_id)
            if answer.status_code in {200, 302, 303, 422}:
                return True
    return False


def _digests() -> dict[str, str]:
    """A fingerprint of every guarded table's rows, without what looking itself writes."""
    found = {}
    with acting_as(system("digest of the probed world")), connection.cursor() as cursor:
        for model in fences.guarded_models():
            table = model._meta.db_table
            if table in WRITTEN_BY_LOOKING:
                continue
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY id')
            rows = "\n".join(row for (row,) in cursor.fetchall())
            found[table] = hashlib.sha256(rows.encode()).hexdigest()
    return found
