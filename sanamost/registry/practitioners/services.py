"""A clinic keeps its list of physicians."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit.services import record
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.policies import require_editor
from sanamost.registry.practitioners.models import Credential, Practitioner
from sanamost.registry.practitioners.states import CredentialKind, Grade


class ConsentMissing(Refusal):
    """Nobody is named in public against their will."""

    code = "practitioner_consent_missing"
    message = _("Enter the day on which the physician agreed in writing to be named.")
    field = "consented_on"


class ConsentAhead(Refusal):
    """A consent is given before it is used."""

    code = "practitioner_consent_ahead"
    message = _("The day of the consent lies in the future.")
    field = "consented_on"


class CredentialOver(Refusal):
    """What has ended gives no right to work."""

    code = "credential_over"
    message = _("This document has already ended. Enter one that is valid.")
    field = "valid_until"


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What a clinic says of a physician; `site` is the public id of one of its own."""

    name: str
    name_latin: str
    speciality_id: str
    grade: str = Grade.NONE
    degrees: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    site: str = ""
    age_band: str = ""
    insurer: str = ""
    insured_until: dt.date | None = None
    consented_on: dt.date | None = None
    public: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """What gives a physician the right to work."""

    kind: str
    valid_until: dt.date
    number: str = ""
    issuer: str = ""


def keep(*, actor: Actor, facts: Facts, now: dt.datetime, public_id: str = "") -> Practitioner:
    """Enter a physician, or bring the one of the public id up to date.

    Raises `ConsentMissing` where they would be named without it, `ConsentAhead`, `NotVisible` for
    another clinic's physician or site.
    """
    organisation_id = require_editor(actor)
    if facts.public and facts.consented_on is None:
        raise ConsentMissing
    if facts.consented_on and facts.consented_on > now.date():
        raise ConsentAhead
    values = asdict(facts)
    site = values.pop("site")
    values["site"] = organisations.own_site(actor, site) if site else None
    values["degrees"], values["languages"] = list(facts.degrees), list(facts.languages)
    if public_id:
        row = _own(actor, public_id)
        if row.insured_until != facts.insured_until:
            values["insured_warned_days"] = None  # a cover of its own, with warnings of its own
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    else:
        row = Practitioner.objects.create(organisation_id=organisation_id, **values)
    record(action="organisations.practitioner.kept", subject=row.public_id, now=now)
    return row


def enter(
    *, organisation_id: int, facts: Facts, documents: Iterable[Document], now: dt.datetime
) -> Practitioner:
    """The operator's own entry, as the system; who is listed there under this name stays.

    Raises `ConsentMissing`.
    """
    if facts.public and facts.consented_on is None:
        raise ConsentMissing
    values = {name: value for name, value in asdict(facts).items() if name != "site"}
    values |= {"degrees": list(facts.degrees), "languages": list(facts.languages)}
    row, made = Practitioner.objects.get_or_create(
        organisation_id=organisation_id,
        name_latin=facts.name_latin,
        left_at=None,
        defaults=values,
    )
    for document in documents if made else ():
        Credential.objects.create(
            organisation_id=organisation_id, practitioner=row, **asdict(document)
        )
    record(action="organisations.practitioner.kept", subject=row.public_id, now=now)
    return row


def leave(*, actor: Actor, public_id: str, now: dt.datetime) -> None:
    """They no longer work there: off the list and off the portal; raises `NotVisible`."""
    row = _own(actor, public_id)
    row.left_at, row.public = now, False
    row.save(update_fields=["left_at", "public"])
    record(action="organisations.practitioner.left", subject=public_id, now=now)


def add_credential(
    *, actor: Actor, public_id: str, document: Document, now: dt.datetime
) -> Credential:
    """Enter an accreditation or certificate; raises `CredentialOver`, `NotVisible`."""
    row = _own(actor, public_id)
    if document.kind not in CredentialKind.values:
        raise NotVisible
    if document.valid_until < now.date():
        raise CredentialOver
    made = Credential.objects.create(
        organisation_id=row.organisation_id, practitioner=row, **asdict(document)
    )
    record(action="organisations.credential.added", subject=made.public_id, now=now)
    return made


def withdraw_credential(*, actor: Actor, public_id: str, now: dt.datetime) -> Credential:
    """It was entered by mistake or no longer holds; raises `NotVisible`."""
    require_editor(actor)
    row: Credential = Credential.objects.select_related("practitioner").access(actor, public_id)
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        record(action="organisations.credential.withdrawn", subject=public_id, now=now)
    return row


def _own(actor: Actor, public_id: str) -> Practitioner:
    organisation_id = require_editor(actor)
    rows = Practitioner.objects.select_for_update(of=("self",)).filter(
        organisation_id=organisation_id, left_at__isnull=True
    )
    row: Practitioner = rows.access(actor, public_id)
    return row
