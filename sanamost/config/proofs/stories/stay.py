"""The journey, the stay, and what comes after."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from sanamost.config.proofs.stories.offer import ARRIVAL, day_ahead
from sanamost.config.proofs.stories.telling import Teller, story
from sanamost.config.proofs.world import furnished
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.journey.bookings import services as bookings


@story
def a_patient_travels(tell: Teller) -> None:
    """Arrival told by the patient and by the clinic, papers for the way, services around it."""
    walk = tell.walk("zhang-wei", "demo-ortho").ask().forward().review().propose().accept()
    tell.begins(walk.agree().pay())
    tell.send("zhang-wei", "patient:travel", **ARRIVAL)
    tell.send("zhang-wei", "patient:ask_work", at="patient:travel", kind="stay",
              wish=f"Near by. {tell.mark}")  # fmt: skip
    tell.send("petrova", "clinic:travel", **ARRIVAL)
    tell.send("petrova", "clinic:welcome_pack", at="clinic:travel", met_by="Ivan Ivanov",
              met_by_phone="+7 900 000-00-00")  # fmt: skip
    tell.send("petrova", "clinic:invitation_sheet", at="clinic:travel", consulate="Harbin")
    tell.send("petrova", "clinic:ask_work", at="clinic:travel", kind="nurse",
              wish=f"Mornings. {tell.mark}")  # fmt: skip
    tell.send("petrova", "clinic:work", press=("move", "assign"), assigned_to="Ivan", price="100")
    tell.send("petrova", "clinic:work", press=("move", "confirm"))
    tell.send("petrova", "clinic:admit", number="4626 1234567")


@story
def an_opinion_is_given_from_afar(tell: Teller) -> None:
    """Nobody travels: days without an arrival, the doctor begins, the opinion is written."""
    walk = tell.walk("zhang-wei", "demo-ortho", remote=True).ask().forward().review()
    tell.begins(walk.propose().accept().agree().pay())
    tell.send("petrova", "clinic:begin_opinion")


@story
def a_place_runs_out(tell: Teller) -> None:
    """The deposit comes when the days are full; the clinic finds another one."""
    walk = tell.walk("fatima", "demo-heart").ask().forward().review().propose().accept().agree()
    tell.begins(walk)
    hold = tell.row("hold")
    with acting_as(system("days that fill up")):
        bookings.release_for(proposal_id=hold.proposal_id, now=timezone.now())
        furnished(hold.organisation_id, units=Decimal("0.01"))
    walk.pay()
    with acting_as(system("room again")):
        furnished(hold.organisation_id)
    tell.send("belova", "clinic:another_day", arrives_on=day_ahead(4, "demo-heart"))


@story
def a_patient_is_treated(tell: Teller) -> None:
    """What was agreed is done and billed; notices, follow-up, survey, a look, closed."""
    walk = tell.walk("amina", "demo-ortho", partner="silk-road-care").ask().forward().review()
    tell.begins(walk.propose().accept().agree().pay().admit())
    tell.send("petrova", "clinic:treatment")
    tell.send("petrova", "clinic:void_done", reason="A slip")
    walk.do_all()
    # Events are answered by a worker that a story does not have.
    with acting_as(system("the patient is in")):
        bookings.arrived(
            booking_id=tell.row("booking").pk, on=timezone.localdate(), now=timezone.now()
        )
    used = tell.newest("resource", organisation__code="demo-ortho", kind="theatre")
    tell.send(
        "petrova", "clinic:used", resource=used, day=timezone.localdate().isoformat(), minutes="95"
    )
    tell.send(
        "orlova", "clinic:discharge", diagnosis="Гонартроз", summary=f"Хорошо. {tell.mark}",
        condition="Хорошее.", recommendations="Ходьба.",
    )  # fmt: skip
    tell.send("sidorov", "clinic:final_invoice")
    tell.send(
        "sidorov", "clinic:invoice", bank_reference=f"BANK-{walk.case_id[-6:]}", payer_name="A"
    )
    tell.send("sidorov", "clinic:pay_commission")
    _afterwards(tell)
    tell.send("petrova", "clinic:close_case")


def _afterwards(tell: Teller) -> None:
    """Notices to the authorities; day 7 comes, the patient is not well, a physician calls."""
    for kind in ("arrival", "departure"):
        notice = {"notice": tell.newest("notice", kind=kind)}
        at = f"/desk/notices/{notice['notice']}/"
        tell.send("petrova", "clinic:notice_sheet", at=at, ids=notice)
        tell.send("petrova", "clinic:file_notice", ids=notice, registration_number="R-1")
    tell.send("petrova", "clinic:pass_time", at="clinic:case")
    asked = {"follow_up": tell.newest("follow_up", state="asked")}
    unwell: dict[str, Any] = {"feeling": "worse", "pain": "8", "complication": "yes"}
    tell.send("amina", "patient:follow_up", ids=asked, words=f"Pain. {tell.mark}", **unwell)
    tell.send("orlova", "clinic:translate_follow_up", ids=asked, words="Больно", language="ru")
    tell.send("orlova", "clinic:follow_up", ids=asked, note="Called")
    tell.send("amina", "patient:survey")
