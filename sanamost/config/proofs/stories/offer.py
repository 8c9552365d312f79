"""A proposal put together, and a contract that comes into force."""

import datetime as dt
from typing import Any

from django.utils import timezone

from sanamost.config.proofs.stories.request import picture
from sanamost.config.proofs.stories.telling import Teller, story
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.resources import selectors as resources

PASSPORT: dict[str, Any] = {
    "passport_number": "AA 1234567",
    "passport_valid_until": "2035-01-01",
    "sex": "female",
    "address": "1 Example Street",
    "phone": "+998 90 123 45 67",
}
ARRIVAL: dict[str, Any] = {"time": "10:30", "place": "Airport", "carrier": "SU 701"}


@story
def a_clinic_proposes(tell: Teller) -> None:
    """Plan, dates, a line, two approvals, sent; a new version, and the patient declines."""
    tell.begins(tell.walk("zhang-wei", "demo-ortho").ask().forward().review())
    tell.send("petrova", "clinic:propose")
    page = "clinic:proposal"
    tell.send(
        "petrova", "clinic:proposal_plan", at=page,
        language="ru", text=f"Операция. {tell.mark}", translation=f"手术。{tell.mark}",
    )  # fmt: skip
    tell.send(
        "petrova", "clinic:proposal_lines", at=page,
        name="Курс лечения", name_translation="疗程", unit_price="480000", reason="Not listed",
    )  # fmt: skip
    tell.send("petrova", "clinic:proposal_dates", at=page, arrives_on=day_ahead(3), stay_days="8")
    for who in ("orlova", "sidorov"):
        tell.send(who, "clinic:proposal_approve", at=page)
    tell.send("petrova", "clinic:proposal_send", at=page)
    old = tell.newest("proposal")
    tell.send("petrova", "clinic:proposal_version", at=page, ids={"proposal": old})
    for who in ("orlova", "sidorov"):
        tell.send(who, "clinic:proposal_approve", at=page)
    tell.send("petrova", "clinic:proposal_send", at=page)
    tell.send("zhang-wei", "patient:proposal_decline")


@story
def a_contract_comes_into_force(tell: Teller) -> None:
    """Accepted, consents, issued, signed by both, paid; one more service refused, one signed."""
    walk = tell.walk("amina", "demo-ortho", partner="silk-road-care")
    tell.begins(walk.ask().forward().review().propose())
    tell.send("amina", "patient:proposal_accept")
    tell.send("amina", "patient:identity", **PASSPORT)
    tell.send("amina", "patient:agreement_consent", ids={"purpose": "cross_border"})
    tell.send("amina", "patient:treatment_consent")
    tell.send("volkov", "clinic:customer", name="Payer", address="2 Example Street")
    tell.send("volkov", "clinic:agreement")
    tell.send("amina", "patient:agreement_notice")
    tell.send("amina", "patient:agreement_sign")
    tell.send("volkov", "clinic:countersign")
    for answer in ("patient:addendum", "patient:addendum_sign"):
        tell.send("petrova", "clinic:new_addendum", reason=f"Found on the spot. {tell.mark}")
        tell.send("petrova", "clinic:addendum")
        tell.send("amina", answer)
    tell.send(
        "sidorov", "clinic:invoice", bank_reference=f"BANK-{walk.case_id[-6:]}", payer_name="A"
    )
    tell.send("karim", "partner:travel", **ARRIVAL)


@story
def a_contract_ends_with_a_refund(tell: Teller) -> None:
    """Consent on paper; paid, ended by the clinic, the money goes back by two people."""
    tell.begins(tell.walk("zhang-wei", "demo-ortho").ask().forward().review().propose().accept())
    tell.send("petrova", "clinic:add_file", files=(picture("file"),))
    tell.send("petrova", "clinic:keep_scan", scan=tell.newest("file"))
    again = tell.walk("fatima", "demo-ortho").ask().forward().review().propose().accept()
    tell.begins(again.agree().pay())
    tell.send("petrova", "clinic:end_agreement")
    tell.send("sidorov", "clinic:refund")
    tell.send("sidorov", "clinic:refund", bank_reference=f"BANK-{again.case_id[-6:]}")


@story
def a_patient_ends_the_contract(tell: Teller) -> None:
    """Before treatment, for reasons of their own."""
    tell.begins(
        tell.walk("zhang-wei", "demo-heart").ask().forward().review().propose().accept().agree()
    )
    tell.send("zhang-wei", "patient:agreement_end")


def day_ahead(weeks: int, clinic: str = "demo-ortho") -> str:
    """The first day of arrival from so many weeks on, as the form names it."""
    card = organisations.card_by_code(clinic)
    assert card is not None  # noqa: S101 the world has been built
    with acting_as(system("a day for a proof")):
        days = resources.arrival_days(
            organisation_id=card.pk,
            area="orthopaedics",
            stay_days=10,
            first=timezone.localdate() + dt.timedelta(weeks=weeks),
            limit=1,
        )
    return days[0].day.isoformat()
