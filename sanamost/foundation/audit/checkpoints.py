"""Checkpoints: the head of every chain, signed, kept where the database cannot reach.

Whoever can rewrite the whole table can make chains that hold. They cannot make them end in the
hashes that left the machine before: a chain cut short or rewritten is found by its checkpoints.
"""

import datetime as dt
import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Max

from sanamost.foundation.audit.models import Entry
from sanamost.foundation.audit.verify import Broken

SUFFIX = ".checkpoint.json"


@dataclass(frozen=True)
class Head:
    """Where a chain stood: its last line and that line's hash."""

    chain: str
    seq: int
    hash: str


def heads() -> list[Head]:
    """The head of every chain by name; needs an actor who may see all lines."""
    last = Entry.objects.values("chain").annotate(last=Max("seq")).order_by("chain")
    found = []
    for row in last:
        entry = Entry.objects.get(chain=row["chain"], seq=row["last"])
        found.append(Head(entry.chain, entry.seq, entry.hash))
    return found


def signed(found: list[Head], *, now: dt.datetime) -> str:
    """The heads at `now` as one line of JSON with its signature; no personal data is in it."""
    body: dict[str, Any] = {
        "at": now.astimezone(dt.UTC).isoformat(),
        "heads": [[head.chain, head.seq, head.hash] for head in found],
    }
    return json.dumps({**body, "signature": _signature(body)}, separators=(",", ":"))


def write(text: str, *, directory: Path, now: dt.datetime) -> Path:
    """Put a checkpoint into the directory under its moment; one that is there is never replaced."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{now.astimezone(dt.UTC):%Y-%m-%dT%H%M%S.%fZ}{SUFFIX}"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    return path


def kept(directory: Path) -> Iterator[tuple[str, str]]:
    """Every checkpoint of the directory, oldest first: its name and its text."""
    if directory.is_dir():
        for path in sorted(directory.glob(f"*{SUFFIX}")):
            yield path.name, path.read_text(encoding="utf-8")


def contradictions(directory: Path) -> Iterator[Broken]:
    """Where the trail is not what the checkpoints say; a checkpoint with a wrong signature too.

    Needs an actor who may see all lines. Each head is one look by its key.
    """
    for name, text in kept(directory):
        told = _read(text)
        if told is None:
            yield Broken(name, 0, "the checkpoint's signature is wrong")
            continue
        for head in told:
            fault = _fault(head)
            if fault:
                yield Broken(head.chain, head.seq, f"{fault} (checkpoint {name})")


def _fault(head: Head) -> str:
    row = Entry.objects.filter(chain=head.chain, seq=head.seq).values_list("hash", flat=True)
    found = row.first()
    if found is None:
        return "the chain is cut short: this line is missing"
    return "" if hmac.compare_digest(found, head.hash) else "the chain was rewritten"


def _read(text: str) -> list[Head] | None:
    try:
        told = json.loads(text)
        signature = str(told.pop("signature"))
        found = [Head(str(chain), int(seq), str(digest)) for chain, seq, digest in told["heads"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return found if hmac.compare_digest(signature, _signature(told)) else None


def _signature(body: dict[str, Any]) -> str:
    """HMAC-SHA-256 under a key that is not in the database."""
    told = json.dumps(body, sort_keys=True, separators=(",", ":")).encode()
    key = hashlib.sha256(f"audit checkpoint|{settings.CHECKPOINT_KEY}".encode()).digest()
    return hmac.new(key, told, hashlib.sha256).hexdigest()
