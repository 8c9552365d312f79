"""G1: nobody reads or changes what is not theirs, whatever address, field or header they try.

Every declared page × method × persona × foreign object × place (path, query, body, header). Three
things are looked at: no foreign canary anywhere in an answer; the answer to a foreign id equals the
one to an id that never existed; nothing of any case changed. Each page must also work for somebody
rightful, or its probes would prove nothing.
"""

import hashlib
import itertools
import random
import re
import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from sanamost.api.v1.keyed import operations
from sanamost.config.proofs import programs
from sanamost.config.proofs.addresses import CONVERTED, full_name, page_name
from sanamost.config.proofs.children import at_once
from sanamost.config.proofs.programs import Programs
from sanamost.config.proofs.world import COUNTING, Probed, Thing, client_of, foreign_to, things
from sanamost.foundation.access import fences
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.access.policies import Audience
from sanamost.foundation.access.public_ids import new
from sanamost.jobs.world.load import personas
from sanamost.web.routing import KINDS, Route, routes

NOISE = re.compile(
    r"(idempotency_key\" value=\"|csrfmiddlewaretoken\" value=\")[^\"]*|[a-z]{4}_[A-Za-z0-9]{22}"
)
FIELD = re.compile(r"<(?:input|select|textarea)[^>]*\bname=\"([^\"]+)\"")
ANYWHERE = ("case", "referral", "proposal")
"""Kinds whose ids are tried on pages that ask for none."""
EACH = 3
"""Foreign things of a kind that each persona tries on a page."""
FILLED = {"slug": "cross_border"}
"""What stands in an address beside the id, where not every word will do."""
SHOWN_TO_ALL = {"service"}
"""Kinds of a clinic's own things that it publishes: public pages show them to strangers."""
OWN_ALONE = {"coordinator:portal", "coordinator:send_portal", "coordinator:close_portal"}
"""Pages that change the one thing of its kind that the sender has, whatever else is sent along."""
WRITTEN_BY_LOOKING = {"audit_entry", "idempotency_answer", "messaging_notice"}


@dataclass
class Report:
    """What was tried and what went wrong."""

    probes: int = 0
    faults: list[str] = field(default_factory=list)
    twins: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)

    def add(self, part: "Report") -> None:
        """Take in what another one found."""
        self.probes += part.probes
        self.faults += part.faults

    def fault(self, words: str) -> None:
        """Note one fault, shortly."""
        self.faults.append(words[:300])


@dataclass(frozen=True)
class Try:
    """One foreign object in one place of one page, by one persona."""

    route: Route
    method: str
    persona: str
    thing: Thing
    place: str


def probe(
    probed: list[Probed],
    *,
    seed: int,
    most: int | None = None,
    sent: Collection[str] = (),
    processes: int = 1,
) -> Report:
    """Try everything (or a random `most` of it) on the probed world.

    `sent` names the pages on which somebody rightful has changed something: the twins of probes
    that try to. Without `most` a page with an id and without a twin is a fault.
    """
    get_resolver().url_patterns  # noqa: B018 loading the addresses declares the pages
    report, callers = Report(), Programs()
    before = _digests()
    tries = _shuffled(probed, seed)[:most]
    for part in at_once(lambda some: _part(some, probed), tries, processes):
        report.add(part)
    clients = _browsers()
    _lists(clients, probed, report)
    _programs(callers, things(probed), seed, most, report)
    changed = [table for table, value in _digests().items() if value != before[table]]
    report.faults += [f"foreign probes changed {table}" for table in changed]
    _twins(clients, things(probed), sent, report)
    report.pages |= {page_name(declared) for declared in operations()}
    report.twins |= programs.twins(callers, things(probed), sent)
    if most is None:
        report.faults += [f"no rightful twin: {page}" for page in report.pages - report.twins]
    return report


def _programs(
    callers: Programs, known: Iterable[Thing], seed: int, most: int | None, report: Report
) -> None:
    for one in programs.tries(known, seed=seed)[:most]:
        report.probes += 2
        for fault in programs.faults(callers, one):
            report.fault(fault)


def sample(probed: list[Probed], *, seed: int, most: int) -> Report:
    """A random `most` of the probes and nothing else, for a negative control."""
    return _part(_shuffled(probed, seed)[:most], probed)


def _browsers() -> dict[str, Client]:
    return {code: client_of(code) for code in ["", *(p.code for p in personas())]}


def _shuffled(probed: list[Probed], seed: int) -> list[Try]:
    chance = random.Random(seed)  # noqa: S311 a repeatable order, no secret
    tries = list(_tries(probed, chance))
    chance.shuffle(tries)
    return tries


def _part(tries: Sequence[Try], probed: list[Probed]) -> Report:
    """Some of the tries, by browsers of their own: one ended session spoils no other part."""
    report, clients = Report(), _browsers()
    for one in tries:
        report.add(_signed_in(one, clients, probed))
    return report


def _signed_in(one: Try, clients: dict[str, Client], probed: list[Probed]) -> Report:
    """A try whose sender stays signed in: pages may end the sender's session, or all of theirs."""
    for _ in range(3):
        found = Report()
        _try(one, clients[one.persona], probed, found)
        if not one.persona or SESSION_KEY in clients[one.persona].session:
            break
        clients[one.persona] = client_of(one.persona)
    return found


def _tries(probed: list[Probed], chance: random.Random) -> Iterator[Try]:
    """Each page × method × place × persona, with some things of each kind that are foreign."""
    known: dict[str, list[Thing]] = {}
    for thing in things(probed):
        known.setdefault(thing.kind, []).append(thing)
    for route in routes():
        wanted = [kind for kind, _ in CONVERTED.findall(route.pattern) if kind in KINDS]
        places = ("path",) if wanted else ("query", "header")
        for kind in wanted[:1] or ANYWHERE:
            if route.policy.audience is Audience.PUBLIC and kind in SHOWN_TO_ALL:
                continue
            for code in ["", *(p.code for p in personas())]:
                foreign = [thing for thing in known.get(kind, []) if foreign_to(code, thing)]
                few = chance.sample(foreign, min(len(foreign), EACH if wanted else 1))
                methods = ("GET",) if page_name(route) in OWN_ALONE else route.methods
                for thing, method in itertools.product(few, methods):
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
            report.fault(f"{_name(one)} shows the canary of a foreign case")
    if one.persona and one.thing.organisation and one.place == "path" and answer.status_code == 200:
        report.fault(f"{_name(one)} shows a rival's row")
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
    address = reverse(full_name(one.route), kwargs=ids)
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
    return CONVERTED.findall(route.pattern)


def _fill(kind: str, thing: Thing, public_id: str) -> str:
    if kind == thing.kind:
        return public_id
    if kind == "organisation":
        return thing.case.organisation
    return new(KINDS[kind]) if kind in KINDS else FILLED.get(kind, "1")


def _name(one: Try) -> str:
    return (
        f"{one.method} {page_name(one.route)} as {one.persona or 'a visitor'}"
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
        if CONVERTED.search(route.pattern):
            continue
        for code, client in clients.items():
            report.probes += 1
            text = _text(client.get(reverse(full_name(route)))).lower()
            for case in probed:
                if code not in case.related and case.canary in text:
                    report.fault(f"{page_name(route)} shows a canary to {code}")


def _twins(
    clients: dict[str, Client], known: Iterable[Thing], sent: Collection[str], report: Report
) -> None:
    """Each page with an id works for somebody rightful, and where it changes something, does."""
    for route in routes():
        wanted = [kind for kind, _ in _names(route) if kind in KINDS]
        if not wanted:
            continue
        page = page_name(route)
        mine = [thing for thing in known if thing.kind == wanted[0]]
        report.pages.add(page)
        works = any(_works(route, thing, clients) for thing in mine)
        if page in sent or works or (wanted == ["organisation"] and _opens(route, clients, known)):
            report.twins.add(page)


def _opens(route: Route, clients: dict[str, Client], known: Iterable[Thing]) -> bool:
    """Whether somebody reads the page about a clinic, which belongs to no case."""
    clinics = sorted({thing.case.organisation for thing in known})
    names = [name for _kind, name in _names(route)]
    addresses = [reverse(full_name(route), kwargs=dict.fromkeys(names, one)) for one in clinics]
    return any(
        client.get(address).status_code == 200
        for address in addresses
        for client in clients.values()
    )


def _works(route: Route, thing: Thing, clients: dict[str, Client]) -> bool:
    """Whether somebody rightful sees the page; only where nothing has to be sent, it is sent."""
    for code in thing.case.related - COUNTING:
        if foreign_to(code, thing):
            continue
        if "POST" in route.methods and route.policy.once:
            continue
        method = route.methods[-1]
        answer = _send(Try(route, method, code, thing, "path"), clients[code], thing.public_id)
        if answer.status_code in {200, 302, 303}:
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
