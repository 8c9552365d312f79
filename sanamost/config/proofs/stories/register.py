"""A clinic's card and physicians, the coordinator who checks them, an entry that becomes a card."""

import secrets
from typing import Any

from django.apps import apps
from django.utils import timezone

from sanamost.config.proofs.sending import File
from sanamost.config.proofs.stories.office import newcomer
from sanamost.config.proofs.stories.request import picture
from sanamost.config.proofs.stories.telling import Teller, story
from sanamost.config.proofs.world import clinic_of
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.jobs.world.walk import persona

OWN = {"organisation__code": "demo-ortho"}
EDITORS = ("petrova", "volkov", "egorova")
FAR = "2099-12-31"


@story
def a_clinic_keeps_its_card(tell: Teller) -> None:
    """Contacts, a site that is closed again, a text that a colleague reads before it is shown."""
    tell.send("petrova", "clinic:card_contacts", phone=f"+7 {secrets.randbelow(10**9)}")
    tell.send("petrova", "clinic:card_new_site", names_en=_word(), addresses_en="1 North Street")
    site = tell.newest("site", closed_at=None, **OWN)
    at = f"/desk/card/sites/{site}/"
    tell.send("petrova", "clinic:card_site", ids={"site": site}, addresses_en=_word())
    tell.send("petrova", "clinic:card_close_site", at=at, ids={"site": site})
    language: dict[str, Any] = {"language": "en"}
    tell.send("petrova", "clinic:card_text", ids=language, about=_word())
    at = "/desk/card/texts/en/"
    tell.send(_reader(), "clinic:card_check_text", at=at, ids=language)
    tell.send("petrova", "clinic:card_publish_text", at=at, ids=language)


@story
def a_coordinator_checks_certificates(tell: Teller) -> None:
    """One is confirmed, one is not, one is taken off by the clinic."""
    tell.send("lee", "coordinator:proof", ids={"proof": _claimed(tell)})
    refused = _claimed(tell)
    at = f"/coordinator/checking/proofs/{refused}/"
    tell.send("lee", "coordinator:refuse_proof", at=at, ids={"proof": refused}, reason=_word())
    ended = {"proof": _claimed(tell)}
    tell.send("petrova", "clinic:card_end_proof", at="clinic:card", ids=ended)


@story
def a_coordinator_keeps_order(tell: Teller) -> None:
    """A warning, and its end."""
    clinic = clinic_of("demo-ortho")
    for what in ("warn", "lift"):
        ids = {"organisation": clinic, "what": what}
        tell.send("lee", "coordinator:measure", ids=ids, reason=_word())


@story
def an_entry_of_the_register_is_claimed(tell: Teller) -> None:
    """By one whose claim is confirmed, and by one whose claim is not."""
    confirmed = {"claim": _claim(tell)}
    tell.send("lee", "coordinator:claim", ids=confirmed)
    refused = _claim(tell)
    at = f"/coordinator/checking/claims/{refused}/"
    tell.send("lee", "coordinator:refuse_claim", at=at, ids={"claim": refused}, reason=_word())


@story
def a_clinic_lists_its_physicians(tell: Teller) -> None:
    """One comes, is changed, gets a document that is withdrawn, and leaves."""
    tell.send("petrova", "clinic:new_practitioner", name=_word(), name_latin=_word())
    row = tell.newest("practitioner", left_at=None, **OWN)
    ids, at = {"practitioner": row}, f"/desk/practitioners/{row}/"
    tell.send("petrova", "clinic:practitioner", ids=ids, insurer=_word())
    tell.send("petrova", "clinic:add_credential", ids=ids, number=_word(), valid_until=FAR)
    paper = {
        "credential": tell.newest("credential", withdrawn_at=None, practitioner__public_id=row)
    }
    tell.send("petrova", "clinic:withdraw_credential", at=at, ids=paper)
    tell.send("petrova", "clinic:practitioner_left", at=at, ids=ids)


def _word() -> str:
    return f"W{secrets.token_hex(6)}"


def _paper() -> File:
    return picture("paper")


def _claimed(tell: Teller) -> str:
    """A certificate that the clinic has just put forward."""
    number = _word()
    tell.send(
        "petrova",
        "clinic:card_new_proof",
        kind="jci",
        number=number,
        valid_until=FAR,
        files=(_paper(),),
    )
    return tell.newest("proof", state="claimed", number=number, **OWN)


def _claim(tell: Teller) -> str:
    """Somebody's claim to a hospital of Primorye that nobody else has claimed."""
    inn = f"25{secrets.randbelow(10**8):08}"
    entry: Any = apps.get_model("organisations", "RegisterEntry")
    with acting_as(system("an entry of a story")):
        entry._default_manager.create(
            inn=inn,
            name_short=inn,
            name_full=inn,
            region_id="05",
            oms_territories=1,
            search_key=inn,
            edition=timezone.localdate().isoformat(),
        )
    email = newcomer()
    tell.send(email, "public:register_claim", ids={"inn": inn}, post=_word())
    return tell.newest("claim", entry__inn=inn, user__email=email)


def _reader() -> str:
    """An editor who did not write the text as it stands."""
    text: Any = apps.get_model("organisations", "CardText")
    with acting_as(system("who wrote a text of a story")):
        writer = text._default_manager.get(language="en", **OWN).written_by_id
    return next(code for code in EDITORS if persona(code).user_id != writer)
