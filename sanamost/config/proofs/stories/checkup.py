"""A check-up put together by a visitor, changed by a physician, taken into a proposal."""

from typing import Any

from django.utils import timezone

from sanamost.config.proofs.stories.telling import Teller, story
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.journey.checkups import services as checkups
from sanamost.journey.checkups.services import Told

ANSWERS: dict[str, Any] = {
    "q_smoking": "never",
    "q_smoked_much": "no",
    "q_weight": "no",
    "q_pregnancy": "no",
}
CHOSEN = {"smoking": frozenset({"never"}), "pregnancy": frozenset({"no"})}


@story
def a_visitor_puts_a_check_up_together(tell: Teller) -> None:
    """The questions, then asked for at a clinic; once more, and examinations are ticked off."""
    tell.send("", "public:checkup", age="52", sex="female", **ANSWERS)
    tell.send("", "public:checkup_result", press=("clinic", "demo-heart"), agreed="on")
    tell.send("", "public:checkup", age="52", sex="female", **ANSWERS)
    tell.send("", "public:checkup_result", items=["physician", "glucose"])


@story
def a_physician_changes_a_check_up(tell: Teller) -> None:
    """One examination in, one out; what stands becomes lines of the proposal."""
    walk = tell.begins(tell.walk("zhang-wei", "demo-ortho").ask())
    with acting_as(system("the check-up of a story")):
        told = Told(age=52, sex="female", answers=CHOSEN)
        asked = tell.newest("request")
        case = tell.row("case").pk
        checkups.attach(case_id=case, request_public_id=asked, told=told, now=timezone.now())
    walk.forward().review()
    reason = f"Not needed. {tell.mark}"
    tell.send("orlova", "clinic:checkup_remove", at="clinic:checkup", item="smear", reason=reason)
    tell.send("orlova", "clinic:checkup_add", at="clinic:checkup", item="urine", reason=reason)
    tell.send("petrova", "clinic:propose")
    tell.send("petrova", "clinic:proposal_checkup", at="clinic:proposal")
