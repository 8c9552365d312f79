"""From the first question to a physician's verdict."""

import datetime as dt
import io
from typing import Any

from django.utils import timezone
from PIL import Image

from sanamost.config.proofs.sending import File
from sanamost.config.proofs.stories.telling import Teller, Untold, story
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.messaging import services as messaging
from sanamost.jobs.world.walk import persona

NEW_CASE: dict[str, Any] = {
    "name_latin": "KARIMOVA AMINA",
    "birth_date": "1980-05-17",
    "citizenship": "UZ",
    "residence_country": "UZ",
    "email": "amina@example.org",
    "phone": "+998 90 123 45 67",
    "area": "orthopaedics",
}


def picture(field: str = "files") -> File:
    """A photograph of a film, small."""
    out = io.BytesIO()
    Image.linear_gradient("L").save(out, "PNG")
    return (field, "film.png", out.getvalue(), "image/png")


@story
def a_visitor_asks(tell: Teller) -> None:
    """The public form, question by question; sent, and another one thrown away."""
    soon = timezone.localdate() + dt.timedelta(days=30)

    def step(code: str, **typed: Any) -> None:
        tell.send("", "public:request_step", ids={"code": code}, **typed)

    step("whom", whom="self")
    step("need", words=f"My knee hurts. {tell.mark}", area="orthopaedics")
    page: dict[str, Any] = {"ids": {"code": "papers"}}
    tell.send("", "public:request_step", **page, press=("action", "upload"), files=(picture(),))
    tell.send("", "public:request_step", **page, press=("action", "next"))
    step("dates", wished_from=soon.isoformat(), flexibility="any")
    step(
        "patient",
        name_latin="ZHANG WEI",
        birth_date="1968-04-12",
        sex="male",
        citizenship="CN",
        residence_country="CN",
    )
    step("stay")
    step("payer")
    step("languages", languages=["en"])
    step("care")
    step("contact", email="zhang.wei@example.org", phone="+86 138 0013 8000")
    step("consent", passport_number="E12345678", address="8 Example Road")
    tell.send("", "public:request_review")
    tell.send("", "public:request_sent")
    step("whom", whom="self")
    tell.send("", "public:request_discard")


@story
def the_desk_types_a_request_in(tell: Teller) -> None:
    """By telephone; asked for consent once more, then rejected."""
    sent = tell.send("sokolova", "clinic:typed_in", words=f"My knee hurts. {tell.mark}", **NEW_CASE)
    tell.opened(sent, "amina")
    tell.send("sokolova", "clinic:ask_consent")
    tell.send("sokolova", "clinic:reject")


@story
def an_agent_sends_a_patient(tell: Teller) -> None:
    """The patient decides by the link in the letter, and takes the disclosure back."""
    sent = tell.send("karim", "partner:new", words=f"My knee hurts. {tell.mark}", **NEW_CASE)
    tell.opened(sent, "amina")
    tell.send("karim", "partner:ask")
    tell.send(
        "",
        "public:consent",
        ids={"token": _consent_token("amina")},
        processing="yes",
        disclosure="yes",
        passport_number="AA 1234567",
        address="1 Example Street",
    )
    tell.send(
        "amina",
        "patient:withdraw_consent",
        ids={"consent": tell.newest("consent", purpose="disclosure")},
    )


@story
def the_desk_forwards(tell: Teller) -> None:
    """Shown to an insurer, assigned, called, complete, sent to two clinics; one declines."""
    tell.begins(tell.walk("zhang-wei", "demo-ortho", "demo-heart").ask())
    insurer = {"insurer": tell.newest("organisation", code="gulf-shield")}
    tell.people[tell.case].add("haddad")
    tell.send("zhang-wei", "patient:insurer", ids=insurer)
    tell.send("sokolova", "clinic:assign")
    tell.send("sokolova", "clinic:translate_need", words=f"Болит колено. {tell.mark}")
    tell.send("sokolova", "clinic:verify", note=f"Called. {tell.mark}")
    tell.send("sokolova", "clinic:complete")
    clinics = [tell.newest("organisation", code=c) for c in ("demo-ortho", "demo-heart")]
    tell.send("sokolova", "clinic:forward", clinics=clinics)
    tell.send("belova", "clinic:decline", ids={"referral": _referral(tell, "demo-heart")})
    tell.send("petrova", "clinic:review", ids={"referral": _referral(tell, "demo-ortho")})


@story
def the_physician_asks_for_more(tell: Teller) -> None:
    """Papers, a talk, a question and its answer, the verdict; then the patient withdraws."""
    tell.begins(tell.walk("zhang-wei", "demo-ortho").ask().forward())
    tell.send("petrova", "clinic:add_file", files=(picture("file"),))
    tell.send("petrova", "clinic:say", words=f"Good day. {tell.mark}", language="ru")
    tell.send(
        "zhang-wei",
        "patient:talk",
        ids={"organisation": tell.newest("organisation", code="demo-ortho")},
        words=f"您好 {tell.mark}",
        language="zh-hans",
    )
    tell.send("petrova", "clinic:translate_message", words="Здравствуйте", language="ru")
    tell.send("petrova", "clinic:review")
    tell.send("orlova", "clinic:verdict", outcome="need_data", questions=f"МРТ колена? {tell.mark}")
    tell.send("orlova", "clinic:translate_question", words=f"有膝关节核磁共振吗？ {tell.mark}")
    tell.send("zhang-wei", "files:add", at="patient:case", files=(picture(),))
    tell.send(
        "zhang-wei",
        "files:withdraw",
        bare=True,
        ids={"file": tell.newest("file", voided_at=None)},
    )
    tell.send("zhang-wei", "patient:answer", answer=f"没有 {tell.mark}")
    tell.send(
        "orlova", "clinic:verdict", outcome="accept",
        conclusion=f"Показано оперативное лечение. {tell.mark}",
        stay_days="8",
    )  # fmt: skip
    tell.send("zhang-wei", "patient:withdraw")


def _consent_token(patient: str) -> str:
    """Of the newest link by which the patient's side decides."""
    with acting_as(persona(patient)) as acting:
        links = [shown.link for shown in messaging.notices_for(acting.actor)]
    found = [link.split("/")[2] for link in links if link.startswith("/consent/")]
    if not found:
        raise Untold("nobody was asked for consent")
    return found[0]


def _referral(tell: Teller, clinic: str) -> str:
    return tell.newest("referral", organisation__code=clinic)
