"""A region writes its portal, the national centre publishes it, either side closes it."""

import datetime as dt
import re
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from sanamost.engines.colours import LEAST, weaknesses
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.foundation.access.selectors import colleagues
from sanamost.foundation.audit.services import record
from sanamost.foundation.events.transitions import transition
from sanamost.foundation.languages.errors import Refusal
from sanamost.foundation.messaging.services import tell
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.selectors import in_language
from sanamost.registry.organisations.states import OrganisationKind
from sanamost.registry.publishing import notices
from sanamost.registry.publishing.models import FACE, Portal, PortalEdition
from sanamost.registry.publishing.policies import require_national, require_regional
from sanamost.registry.publishing.selectors import portal_to_check
from sanamost.registry.publishing.states import PortalState

COLOUR = re.compile(r"#[0-9a-f]{6}")
MODES = {"light": _("light"), "dark": _("dark")}


class ColourTooWeak(Refusal):
    """Words in this colour could not be read by everybody (WCAG 2.2, 1.4.3, level AA)."""

    code = "colour_too_weak"
    message = _(
        "In the %(mode)s mode words in this colour would have a contrast of %(ratio)s to 1; it"
        " takes %(least)s to 1. Choose a darker colour for the light mode, a lighter one for the"
        " dark."
    )


class NoColour(Refusal):
    """A colour is written as six hexadecimal digits."""

    code = "no_colour"
    message = _("Write the colour as # and six digits or letters from a to f, such as #0f6b6b.")


class NameMissing(Refusal):
    """A portal has a name in each of its languages."""

    code = "portal_name_missing"
    message = _("Name the portal in each of its languages.")
    field = "languages"


class OwnRegionMissing(Refusal):
    """A region's portal shows that region."""

    code = "own_region_missing"
    message = _("The portal of a region shows at least the clinics of that region.")
    field = "regions"


class WordTaken(Refusal):
    """Two portals cannot share an address."""

    code = "portal_address_taken"
    message = _("Another portal has this address. Choose another one.")
    field = "code"


class HostUnknown(Refusal):
    """A host name leads here only after the operator has pointed it here."""

    code = "host_unknown"
    message = _("This host name does not lead here. Ask the operator to set it up first.")
    field = "host"


class PortalChanged(Refusal):
    """What was looked at is not what stands there now."""

    code = "portal_changed"
    message = _("The portal has been changed since you looked at it. Look again, then decide.")


class WrittenByYourself(Refusal):
    """Who wrote it does not check it."""

    code = "portal_checked_by_another"
    message = _("Somebody else must check it: you wrote it yourself.")


class RemarkMissing(Refusal):
    """Whoever sends it back says what to change."""

    code = "remark_missing"
    message = _("Say what to change: the region reads it.")
    field = "reason"


class NothingPublished(Refusal):
    """There is nothing to close."""

    code = "portal_not_published"
    message = _("The portal is not published.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalFacts:
    """What the region says: the columns of `Face`."""

    code: str
    host: str
    names: dict[str, str]
    accent_light: str
    accent_dark: str
    regions: list[str]
    areas: list[str]
    languages: list[str]


def write_portal(*, actor: Actor, facts: PortalFacts, now: dt.datetime) -> Portal:
    """Keep the draft; what the public sees stays as it is until the draft is published.

    Raises `NoColour`, `ColourTooWeak`, `NameMissing`, `OwnRegionMissing`, `HostUnknown`,
    `WordTaken`.
    """
    organisation_id = require_regional(actor)
    _check(actor, facts)
    taken = PortalEdition.objects.filter(withdrawn_at__isnull=True, code=facts.code)
    if taken.exclude(organisation_id=organisation_id).exists():
        raise WordTaken
    portal, _made = Portal.objects.update_or_create(
        organisation_id=organisation_id,
        defaults={
            **{name: getattr(facts, name) for name in FACE},
            "state": PortalState.DRAFT,
            "written_by_id": actor.user_id,
            "written_at": now,
            "checked_by_id": None,
            "checked_at": None,
            "remark": "",
        },
    )
    record(action="publishing.portal.written", subject=portal.public_id, now=now)
    return portal


def send_portal(*, actor: Actor, now: dt.datetime) -> Portal:
    """Ask the national centre to look at the draft. Raises `MoveNotAllowed`."""
    organisation_id = require_regional(actor)
    portal = Portal.objects.select_for_update().filter(organisation_id=organisation_id).first()
    if portal is None:
        raise NothingPublished
    transition(portal, PortalState.SENT, action="publishing.portal.sent", now=now)
    for centre in organisations.of_kind(OrganisationKind.NATIONAL):
        name = in_language(portal.names, "en")
        _tell(centre.pk, Role.NATIONAL_COORDINATOR, notices.SENT, notices.CHECK, now, name=name)
    return portal


def publish_portal(
    *, actor: Actor, public_id: str, written_at: dt.datetime | None, now: dt.datetime
) -> PortalEdition:
    """Show what was written at that moment to everybody, as a new edition; the old one ends.

    Raises `PortalChanged`, `WrittenByYourself`, `WordTaken`, `MoveNotAllowed`.
    """
    portal = _looked_at(actor, public_id, written_at)
    live = PortalEdition.objects.filter(withdrawn_at__isnull=True)
    others = live.exclude(organisation_id=portal.organisation_id)
    if others.filter(code=portal.code).exists():
        raise WordTaken
    if portal.host and others.filter(host=portal.host).exists():
        raise WordTaken(field="host")
    transition(
        portal,
        PortalState.PUBLISHED,
        action="publishing.portal.published",
        now=now,
        checked_by_id=actor.user_id,
        checked_at=now,
    )
    live.filter(organisation_id=portal.organisation_id).update(withdrawn_at=now)
    before = PortalEdition.objects.filter(organisation_id=portal.organisation_id)
    edition = PortalEdition.objects.create(
        **{name: getattr(portal, name) for name in FACE},
        organisation_id=portal.organisation_id,
        version=(before.aggregate(last=Max("version"))["last"] or 0) + 1,
        published_at=now,
        published_by_id=actor.user_id,
    )
    region, address = portal.organisation_id, f"{settings.PUBLIC_ADDRESS}/in/{portal.code}/"
    role = Role.REGIONAL_COORDINATOR
    _tell(region, role, notices.PUBLISHED, notices.OWN, now, address=address)
    return edition


def return_portal(
    *, actor: Actor, public_id: str, written_at: dt.datetime | None, reason: str, now: dt.datetime
) -> Portal:
    """Send it back with what to change. Raises `RemarkMissing`, `PortalChanged`."""
    if not reason.strip():
        raise RemarkMissing
    portal = _looked_at(actor, public_id, written_at)
    transition(
        portal,
        PortalState.DRAFT,
        action="publishing.portal.returned",
        now=now,
        checked_by_id=actor.user_id,
        checked_at=now,
        remark=reason.strip()[:300],
    )
    region, role = portal.organisation_id, Role.REGIONAL_COORDINATOR
    _tell(region, role, notices.RETURNED, notices.OWN, now, reason=portal.remark)
    return portal


def close_portal(*, actor: Actor, now: dt.datetime) -> None:
    """Take the region's own portal from the public at once; its addresses lead to the whole one.

    Raises `NothingPublished`.
    """
    organisation_id = require_regional(actor)
    live = PortalEdition.objects.filter(
        organisation_id=organisation_id, withdrawn_at__isnull=True
    ).update(withdrawn_at=now)
    if not live:
        raise NothingPublished
    portal = Portal.objects.get(organisation_id=organisation_id)
    if portal.state == PortalState.PUBLISHED:
        transition(portal, PortalState.DRAFT, action="publishing.portal.closed", now=now)
    else:
        record(action="publishing.portal.closed", subject=portal.public_id, now=now)


def _looked_at(actor: Actor, public_id: str, written_at: dt.datetime | None) -> Portal:
    require_national(actor)
    portal = portal_to_check(actor, public_id)
    portal = Portal.objects.select_for_update(of=("self",)).get(pk=portal.pk)
    if portal.written_at != written_at:
        raise PortalChanged
    if portal.written_by_id == actor.user_id:
        raise WrittenByYourself
    return portal


def _check(actor: Actor, facts: PortalFacts) -> None:
    for name in ("accent_light", "accent_dark"):
        if not COLOUR.fullmatch(getattr(facts, name)):
            raise NoColour(field=name)
    for weak in weaknesses(facts.accent_light, facts.accent_dark)[:1]:
        raise ColourTooWeak(
            field=f"accent_{weak.mode}",
            mode=str(MODES[weak.mode]),
            ratio=f"{weak.ratio:.2f}",
            least=f"{LEAST:.1f}",
        )
    known = set(dict(settings.LANGUAGES))
    if not facts.languages or not set(facts.languages) <= known:
        raise NameMissing
    if any(not facts.names.get(code, "").strip() for code in facts.languages):
        raise NameMissing
    if actor.region not in facts.regions:
        raise OwnRegionMissing
    if facts.host and facts.host not in settings.PORTAL_HOSTS:
        raise HostUnknown


def _tell(
    organisation_id: int,
    role: Role,
    kind: notices.NoticeKind,
    link: str,
    now: dt.datetime,
    **parameters: str,
) -> None:
    tell(
        user_ids=[user.pk for user in colleagues(organisation_id, role)],
        kind=kind,
        now=now,
        organisation_id=organisation_id,
        link=link,
        parameters=dict(parameters),
    )


def enter_portal(*, organisation_id: int, facts: PortalFacts, now: dt.datetime) -> None:
    """A published portal of the demonstration; one that is there already stays as it is."""
    if Portal.objects.filter(organisation_id=organisation_id).exists():
        return
    face = {name: getattr(facts, name) for name in FACE}
    Portal.objects.create(
        organisation_id=organisation_id, state=PortalState.PUBLISHED, written_at=now, **face
    )
    PortalEdition.objects.create(
        organisation_id=organisation_id, version=1, published_at=now, **face
    )
