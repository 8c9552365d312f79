"""Does every chain of the trail still hold? Works on rows alone, so also on a restored dump."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Max

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.access.roles import Role
from sanamost.foundation.audit import services as audit
from sanamost.foundation.audit.models import Entry
from sanamost.foundation.languages.errors import NotVisible


@dataclass(frozen=True)
class Broken:
    """A line that does not follow from the one before it, or whose columns contradict it."""

    chain: str
    seq: int
    fault: str


@dataclass(frozen=True)
class Chain:
    """One chain of the trail: how long it is and how far it goes, not what stands in it."""

    name: str
    lines: int
    last_at: dt.datetime


def chains(actor: Actor) -> list[Chain]:
    """Every chain by name; raises `NotVisible` to all but platform administrators."""
    _administrator(actor)
    with acting_as(system("audit chains")):
        rows = Entry.objects.values("chain").annotate(lines=Count("pk"), last_at=Max("at"))
        return [Chain(row["chain"], row["lines"], row["last_at"]) for row in rows.order_by("chain")]


def verify(*, actor: Actor, now: dt.datetime) -> tuple[int, list[Broken]]:
    """How many lines there are and every fault among them; that somebody looked is noted.

    Raises `NotVisible` to all but platform administrators.
    """
    _administrator(actor)
    with acting_as(system("audit verify")):
        lines, found = Entry.objects.count(), list(broken_lines())
    audit.record(
        action="audit.chains.verified", details={"lines": lines, "broken": len(found)}, now=now
    )
    return lines, found


def _administrator(actor: Actor) -> None:
    if not actor.has(Role.PLATFORM_ADMIN):
        raise NotVisible


def broken_lines(entries: Iterable[Entry] | None = None) -> Iterator[Broken]:
    """Every fault of the trail, in order; needs an actor who may see all lines."""
    rows = entries or Entry.objects.order_by("chain", "seq").iterator(chunk_size=5000)
    chain, seq, head = "", 0, ""
    for row in rows:
        if row.chain != chain:
            chain, seq, head = row.chain, 0, ""
        seq += 1
        if row.seq != seq:
            yield Broken(row.chain, row.seq, f"line {seq} is missing")
            seq = row.seq
        elif link(head, row.chain, row.seq, row.payload) != row.hash:
            yield Broken(row.chain, row.seq, "changed")
        elif not _agrees(row):
            yield Broken(row.chain, row.seq, "columns contradict the line")
        head = row.hash


def lines_kept() -> int:
    """How many lines there are, as far as the actor sees."""
    return Entry.objects.count()


def link(head: str, chain: str, seq: int, payload: str) -> str:
    """The hash of a line after `head`."""
    return hashlib.sha256(f"{head}\n{chain}\n{seq}\n{payload}".encode()).hexdigest()


def _agrees(row: Entry) -> bool:
    line = json.loads(row.payload)
    told = (line["action"], line["user"], line["organisation"], line["case"], line["at"])
    return told == (row.action, row.user_id, row.organisation_id, row.case_id, row.at.isoformat())
