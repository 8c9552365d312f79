"""Consents of the intake: given on the page, asked for by e-mail, refused, withdrawn."""

import datetime as dt
from typing import Any

from django.core import signing
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access import services as access
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.access.roles import DataClass, GrantPurpose, Role
from sanamost.foundation.access.selectors import colleagues
from sanamost.foundation.audit import services as audit
from sanamost.foundation.documents import services as documents
from sanamost.foundation.events.services import publish
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.foundation.messaging.services import tell
from sanamost.journey.cases import selectors as case_selectors
from sanamost.journey.requests import consent_papers, notices
from sanamost.journey.requests.events import ConsentAnswered, ConsentAsked
from sanamost.journey.requests.models import ConsentAsk, Request
from sanamost.journey.requests.services import ending
from sanamost.journey.requests.states import AskAnswer
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.states import OrganisationKind
from sanamost.registry.partners import transfers
from sanamost.registry.patients import selectors as patients
from sanamost.registry.patients import services as patient_services
from sanamost.registry.patients.states import ConsentPurpose

LINK_LASTS = dt.timedelta(days=14)
SALT = "requests.consent"
MOST_ASKS = 5
OPENING = (ConsentPurpose.DISCLOSURE, ConsentPurpose.CROSS_BORDER)
INSURER_CLASSES = (DataClass.IDENTITY, DataClass.MONEY)
ASK_AGAIN_AFTER = dt.timedelta(hours=1)


class LinkOver(Refusal):
    """The link is old, was answered, or is not ours."""

    code = "link_over"
    message = _("This link is no longer valid. Ask whoever sent it for a new one.")


class AskedOften(Refusal):
    """The patient was asked just now, or too many times."""

    code = "asked_often"
    message = _("The patient has been asked already. Please give them time to answer.")


class CrossingNeeded(Refusal):
    """Who is abroad learns nothing without the consent to the transfer."""

    code = "crossing_needed"
    message = _("The insurer is in another country: the transfer abroad needs your consent too.")
    field = "crosses"


class IdentityMissing(Refusal):
    """A written consent names the identity document and the address (152-FZ art. 9 part 4)."""

    code = "identity_missing"
    message = _("The consent has to name your passport and address. Please fill in both.")


def give_first(*, request: Request, user_id: int, channel: str, now: dt.datetime) -> None:
    """The consent to processing, on its own paper, of a case opened just now.

    Runs as the platform in the transaction that opened it.
    """
    _give(ConsentPurpose.PROCESSING, request, user_id, channel, now, first=True)


def ask_again(*, actor: Actor, request: Request, now: dt.datetime) -> ConsentAsk:
    """A fresh link for the patient's side, asked for by the desk or the partner who sent them.

    Raises `AskedOften` within the hour and after five times, `NotVisible`.
    """
    partner_id = request.case.partner_id
    if actor.organisation_id not in {request.desk_id, partner_id} or actor.organisation_id is None:
        raise NotVisible
    with acting_as(system("consent asked again")):
        asks = ConsentAsk.objects.filter(case_id=request.case_id).order_by("-asked_at")
        latest = asks.first()
        if latest and (latest.asked_at > now - ASK_AGAIN_AFTER or asks.count() >= MOST_ASKS):
            raise AskedOften
        return send_ask(request=request, recipient_id=partner_id, now=now)


def send_ask(*, request: Request, recipient_id: int | None, now: dt.datetime) -> ConsentAsk:
    """E-mail the patient's side a link to read and answer; an open ask is replaced."""
    side = case_selectors.participants_of(request.case_id)[0]
    ConsentAsk.objects.filter(case_id=request.case_id, answer="", expires_at__gt=now).update(
        expires_at=now
    )
    ask = ConsentAsk.objects.create(
        case_id=request.case_id,
        recipient_id=recipient_id,
        user_id=side.user_id,
        asked_at=now,
        expires_at=now + LINK_LASTS,
    )
    publish(ConsentAsked(case_id=ask.case_id, recipient=_code(recipient_id)), now=now)
    tell(
        user_ids=[side.user_id],
        kind=notices.CONSENT_OF_PARTNER_ASKED if recipient_id else notices.CONSENT_ASKED,
        now=now,
        case_id=ask.case_id,
        link=f"/consent/{token_of(ask)}/",
        parameters={
            "number": request.case.number,
            "partner": _name(recipient_id, side.user.language),
        },
    )
    return ask


def token_of(ask: ConsentAsk) -> str:
    """What stands in the link: the ask's public id under our signature."""
    return signing.dumps(ask.public_id, salt=SALT)


def ask_of(token: str, *, now: dt.datetime) -> ConsentAsk:
    """The open ask of a link; raises `LinkOver`. Its holder reads the patient's mail."""
    try:
        public_id = signing.loads(token, salt=SALT, max_age=LINK_LASTS)
    except signing.BadSignature:
        raise LinkOver from None
    with acting_as(system("consent by link")):
        rows = ConsentAsk.objects.filter(public_id=public_id, answer="", expires_at__gt=now)
        ask = rows.select_related("case__patient", "recipient").first()
    if ask is None:
        raise LinkOver
    return ask


def answer_ask(
    *,
    token: str,
    processing: bool,
    disclosure: bool = False,
    passport_number: str = "",
    address: str = "",
    now: dt.datetime,
) -> AskAnswer:
    """What the patient's side decided by their link: each consent for itself.

    Without the consent to processing the request is withdrawn: we may not go on with it. With the
    disclosure the partner sees the clinical class from now on; into a country that the transfer
    guard does not clear nothing is disclosed, and the ask keeps why. Raises `LinkOver`,
    `IdentityMissing`.
    """
    with acting_as(system("consent by link")):
        ask = ConsentAsk.objects.select_for_update().get(pk=ask_of(token, now=now).pk)
        if ask.answer:
            raise LinkOver
        request = Request.objects.select_related("case__patient", "desk").get(case_id=ask.case_id)
        if processing or disclosure:
            _complete_identity(request, passport_number, address)
        ask.transfer = transfer_standing(ask, now=now) or ""
        disclosure = disclosure and ask.transfer in transfers.OPEN
        cannot = ask.recipient_id is None or ask.transfer not in transfers.OPEN
        wanted = processing and (disclosure or cannot)
        ask.answer = AskAnswer.GIVEN if wanted else AskAnswer.REFUSED
        ask.answered_at = now
        ask.save(update_fields=["answer", "answered_at", "transfer"])
        _answer(request, ask, processing=processing, disclosure=disclosure, now=now)
        return AskAnswer(ask.answer)


def transfer_standing(ask: ConsentAsk, *, now: dt.datetime) -> transfers.Standing | None:
    """What the transfer guard says of the one who would learn medical facts; None for nobody."""
    if ask.recipient_id is None:
        return None
    with acting_as(system("transfer guard")):
        home = desk_of(ask).country
    country = organisations.card(ask.recipient_id).country
    return transfers.standing(country, home=home, now=now)


def disclose_to_insurer(
    *, actor: Actor, case_id: int, insurer: str, crosses: bool = False, now: dt.datetime
) -> None:
    """The patient's side lets an insurer see who the patient is and the money, from now on.

    On a paper of its own; where the insurer is abroad, the transfer is a second consent
    (`crosses`). Shown already, it stays. Raises `NotVisible`, `TransferBlocked`, `CrossingNeeded`,
    `IdentityMissing`.
    """
    case_selectors.represents_patient(actor, case_id)
    card = organisations.card_by_public_id(insurer, OrganisationKind.INSURER)
    if actor.user_id is None:
        raise NotVisible
    with acting_as(system("disclosed to an insurer")):
        request = Request.objects.select_related("case__patient", "desk").get(case_id=case_id)
        standing = transfers.standing(card.country, home=request.desk.country, now=now)
        if standing not in transfers.OPEN:
            raise transfers.TransferBlocked
        purposes = [ConsentPurpose.DISCLOSURE]
        if standing != transfers.Standing.AT_HOME:
            purposes.append(ConsentPurpose.CROSS_BORDER)
            if not crosses:
                raise CrossingNeeded
        for purpose in purposes:
            if not patients.has_consent(case_id, purpose, card.pk):
                _give(purpose, request, actor.user_id, "web", now, card.pk)
        access.grant(
            case_id=case_id,
            organisation_id=card.pk,
            classes=INSURER_CLASSES,
            purpose=GrantPurpose.INSURANCE,
            now=now,
        )
        _tell_insurer(request, card.pk, now)
    audit.record(
        action="requests.insurer.told",
        case_id=case_id,
        subject=card.public_id,
        details={"country": card.country, "transfer": str(standing)},
        now=now,
    )


def _tell_insurer(request: Request, insurer_id: int, now: dt.datetime) -> None:
    people = colleagues(insurer_id, Role.INSURER)
    tell(
        user_ids=[person.pk for person in people],
        kind=notices.SHOWN_TO_INSURER,
        now=now,
        case_id=request.case_id,
        organisation_id=insurer_id,
        link=f"/partner/cases/{request.case.public_id}/",
        parameters={"number": request.case.number},
    )


def withdraw(*, actor: Actor, consent_public_id: str, now: dt.datetime) -> None:
    """The patient's side ends a consent: what it opened closes at once.

    Of a disclosure or transfer that is a partner's clinical sight, or all that an insurer saw.
    Ending the processing withdraws a request under way. Raises `NotVisible`.
    """
    consent = patients.access_consent(actor, consent_public_id)
    case_selectors.represents_patient(actor, consent.case_id)
    if consent.withdrawn_at is not None:
        return
    patient_services.withdraw_consent(consent=consent, now=now)
    with acting_as(system("consent withdrawn")):
        if consent.purpose in OPENING and consent.recipient_id is not None:
            insurer = organisations.card(consent.recipient_id).kind == OrganisationKind.INSURER
            access.revoke(
                case_id=consent.case_id,
                organisation_id=consent.recipient_id,
                classes=INSURER_CLASSES if insurer else [DataClass.CLINICAL],
                now=now,
            )
    if consent.purpose == ConsentPurpose.PROCESSING:
        ending.withdraw_if_open(case_id=consent.case_id, now=now)


def _answer(
    request: Request, ask: ConsentAsk, *, processing: bool, disclosure: bool, now: dt.datetime
) -> None:
    if processing:
        _give(ConsentPurpose.PROCESSING, request, ask.user_id, "email_link", now)
    if disclosure and ask.recipient_id is not None:
        _give(ConsentPurpose.DISCLOSURE, request, ask.user_id, "email_link", now, ask.recipient_id)
        access.grant(
            case_id=ask.case_id,
            organisation_id=ask.recipient_id,
            classes=[DataClass.CLINICAL],
            purpose=GrantPurpose.REFERRAL,
            now=now,
        )
    answered = ConsentAnswered(
        case_id=ask.case_id, recipient=_code(ask.recipient_id), answer=ask.answer
    )
    publish(answered, now=now)
    audit.record(
        action="requests.consent.answered",
        case_id=ask.case_id,
        subject=ask.public_id,
        details={"processing": processing, "disclosure": disclosure, "transfer": ask.transfer},
        now=now,
    )
    if not processing and not patients.has_consent(ask.case_id, ConsentPurpose.PROCESSING):
        ending.withdraw_if_open(case_id=ask.case_id, now=now)


def _complete_identity(request: Request, passport_number: str, address: str) -> None:
    patient = request.case.patient
    patient_services.complete_identity(
        patient=patient, passport_number=passport_number, address=address
    )
    for field in ("passport_number", "address"):
        if not getattr(patient, field):
            raise IdentityMissing(field=field)


def _give(
    purpose: ConsentPurpose,
    request: Request,
    user_id: int,
    channel: str,
    now: dt.datetime,
    recipient_id: int | None = None,
    *,
    first: bool = False,
) -> None:
    case = request.case
    patient = case.patient
    if not patient.passport_number or not patient.address:
        raise IdentityMissing(field="address" if patient.passport_number else "passport_number")
    count = 1 if first else patients.how_many_consents(case.pk) + 1
    content = consent_papers.payload(
        purpose,
        subject=patient,
        desk=request.desk,
        number=f"{case.number}-C{count}",
        day=now.date(),
        recipient_id=recipient_id,
    )
    paper = documents.freeze(
        consent_papers.KIND_OF[purpose],
        content,
        language=case.language,
        case_id=case.pk,
        organisation_id=None,
        actor=system("consent"),
        now=now,
    )
    patient_services.record_consent(
        case_id=case.pk,
        patient_id=patient.pk,
        purpose=purpose,
        paper_id=paper.pk,
        text_sha256=paper.sha256,
        text_version=consent_papers.texts()["version"],
        language=case.language,
        given_by_id=user_id,
        capacity="representative" if patient.representative_name else "patient",
        channel=channel,
        now=now,
        recipient_id=recipient_id,
        first=first,
    )


def _code(recipient_id: int | None) -> str:
    return organisations.card(recipient_id).public_id if recipient_id else ""


def _name(recipient_id: int | None, language: str) -> str:
    if recipient_id is None:
        return ""
    names: Any = organisations.card(recipient_id).names
    return organisations.in_language(names, language or translation.get_language() or "en")


def desk_of(ask: ConsentAsk) -> Any:
    """The card of the desk that is the operator of what the ask is about."""
    with acting_as(system("consent by link")):
        return Request.objects.select_related("desk").get(case_id=ask.case_id).desk
