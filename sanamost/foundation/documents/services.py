"""Issuing papers, printing them again, checking that one in somebody's hand is ours."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.access.roles import DataClass
from sanamost.foundation.audit import services as audit
from sanamost.foundation.documents import codes
from sanamost.foundation.documents.canonical import canonical
from sanamost.foundation.documents.kinds import KINDS
from sanamost.foundation.documents.models import Paper
from sanamost.foundation.documents.render import (
    RUSSIAN,
    render_canonical,
    short_language,
    template_digest,
)
from sanamost.foundation.languages.errors import Refusal

VALID, VOIDED, SUPERSEDED = "valid", "voided", "superseded"


class AlreadyVoid(Refusal):
    """The paper was voided before."""

    code = "already_void"
    message = _("This paper is no longer in force.")


class Tampered(RuntimeError):
    """The stored content of a paper is not what its fingerprint says."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What anybody who holds a paper may learn by its code: no personal data."""

    kind: str
    number: str
    issuer: dict[str, str]
    """The issuing organisation's name by language."""
    issued_on: dt.date
    sha256: str
    standing: str
    """`valid`, `voided` or `superseded`."""
    standing_since: dt.datetime | None

    def has_fingerprint(self, typed: str) -> bool:
        """Whether `typed`, whole or at least the 16 signs in the footer, begins the fingerprint."""
        wanted = typed.strip().replace(" ", "").lower()
        return len(wanted) >= 16 and self.sha256.startswith(wanted)


def freeze(
    kind: str,
    payload: Mapping[str, object],
    *,
    language: str,
    case_id: int | None,
    organisation_id: int | None,
    actor: Actor,
    now: dt.datetime,
    shown_to_patient: bool = True,
    data_class: DataClass | None = None,
) -> Paper:
    """Issue a paper: its content is fixed for good, with a check code, and noted in the trail.

    Runs inside the caller's transaction. The wording (version and digest of the templates) is part
    of what is hashed. Raises `IncompletePaper`, and `Unfreezable` for values without one spelling.
    """
    paper_kind = KINDS[kind]
    code = codes.new()
    content = canonical({**payload, "verification": _verification(code, paper_kind.version)})
    plain: dict[str, Any] = json.loads(content)
    paper_kind.check(plain)
    paper = Paper.objects.create(
        kind=kind,
        number=plain["number"],
        case_id=case_id,
        organisation_id=organisation_id,
        data_class=data_class or paper_kind.data_class,
        sender_class=paper_kind.sender_class or "",
        language=short_language(language),
        payload=content.decode(),
        sha256=hashlib.sha256(content).hexdigest(),
        template_version=paper_kind.version,
        rule_set=plain.get("rule_set", ""),
        code=code,
        shown_to_patient=shown_to_patient,
        created_at=now,
    )
    details = {"kind": kind, "sha256": paper.sha256, "by": actor.purpose}
    _note("documents.paper.frozen", paper, details, now)
    return paper


def preview(kind: str, payload: Mapping[str, object], *, language: str) -> bytes:
    """The paper as a draft PDF: marked so, without a check code; nothing is stored."""
    return _pdf(kind, canonical(payload), language)


def pdf(paper: Paper, language: str | None = None) -> bytes:
    """The paper's PDF, the same bytes at every call; legal papers carry the Russian text beside.

    Raises `Tampered` when the stored content is not what was hashed.
    """
    content = paper.payload.encode()
    if hashlib.sha256(content).hexdigest() != paper.sha256:
        raise Tampered(paper.public_id)
    return _pdf(paper.kind, content, language or paper.language)


def wording_intact(paper: Paper) -> bool:
    """Whether today's templates of the paper's version still say what they said when it was issued.

    A version that papers were issued under is never edited; a new wording is a new version.
    """
    issued_with = json.loads(paper.payload)["verification"]["template_digest"]
    return bool(issued_with == template_digest(paper.template_version))


def void(*, paper_id: int, reason: str, actor: Actor, now: dt.datetime) -> None:
    """Put a paper out of force; it stays readable. `SUPERSEDED` as reason: a newer one replaces it.

    Raises `AlreadyVoid`.
    """
    paper = Paper.objects.select_for_update().get(pk=paper_id)
    if paper.voided_at is not None:
        raise AlreadyVoid
    paper.voided_at, paper.void_reason = now, reason
    paper.save(update_fields=["voided_at", "void_reason"])
    standing = SUPERSEDED if reason == SUPERSEDED else VOIDED
    _note("documents.paper.voided", paper, {"standing": standing, "by": actor.purpose}, now)


def verify(code: str) -> Verified | None:
    """What may be said to anybody about the paper of `code`; None for a code that is not ours."""
    paper = _by_code(code)
    if paper is None:
        return None
    plain = json.loads(paper.payload)
    name = plain["issuer"]["name"]
    standing = VALID
    if paper.voided_at is not None:
        standing = SUPERSEDED if paper.void_reason == SUPERSEDED else VOIDED
    return Verified(
        kind=paper.kind,
        number=paper.number,
        issuer=name if isinstance(name, dict) else {"en": name},
        issued_on=dt.date.fromisoformat(plain["issued_on"]),
        sha256=paper.sha256,
        standing=standing,
        standing_since=paper.voided_at,
    )


def is_our_print(code: str, content: bytes) -> bool:
    """Whether `content` is, byte for byte, the PDF of the paper of `code`.

    The uploaded file is never parsed: the paper is printed again and the two are compared.
    """
    paper = _by_code(code)
    if paper is None:
        return False
    return any(content == pdf(paper, language) for language in {paper.language, RUSSIAN})


def _pdf(kind: str, content: bytes, language: str) -> bytes:
    paper_kind = KINDS[kind]
    return render_canonical(
        paper_kind, content, language, beside=RUSSIAN if paper_kind.bilingual else None
    )


def _verification(code: str, version: str) -> dict[str, str]:
    return {
        "code": code,
        "address": settings.PUBLIC_ADDRESS,
        "template_version": version,
        "template_digest": template_digest(version),
    }


def _by_code(code: str) -> Paper | None:
    wanted = codes.normalised(code)
    if wanted is None:
        return None
    with acting_as(system("check of a paper")):
        return Paper.objects.filter(code=wanted).first()


def _note(action: str, paper: Paper, details: dict[str, Any], now: dt.datetime) -> None:
    audit.record(
        action=action, case_id=paper.case_id, subject=paper.public_id, details=details, now=now
    )
