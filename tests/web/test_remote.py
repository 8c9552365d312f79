"""A second opinion over the pages: from the first question to the closed case, nobody travels."""

from typing import Any

import pytest
from django.test import Client

from sanamost.config.proofs.sending import Answer, Sending
from sanamost.config.proofs.stories.offer import PASSPORT
from sanamost.config.proofs.stories.telling import Teller
from sanamost.foundation.events.waiting import answer_waiting
from sanamost.journey.cases.models import Case
from sanamost.registry.catalogue import services as catalogue
from sanamost.registry.catalogue.services import ServiceFacts
from tests.registry.catalogue.conftest import reference
from tests.web.public.test_request import answer, post, steps
from tests.web.reading import english_on, inside
from tests.web.stay import read
from tests.world import World, acting_as, system

__all__ = ["reference"]
TRAVELLING = (
    "was admitted",
    "was discharged",
    "Arrival",
    "Stay, days",
    "arrive",
    "visa",
    "invitation",
    "Journey",
    "Travel",
    "place",
)


@pytest.fixture(autouse=True)
def lists(world: World, reference: None) -> None:
    """Areas, countries and languages that the forms offer."""


def asked(world: World) -> str:
    """A visitor asks for a second opinion through the public form; the case's public id."""
    made = catalogue.enter_service(
        organisation_id=world.organisation("demo-ortho"),
        facts=ServiceFacts(
            code="SO-1",
            names={"en": "SO", "ru": "Второе мнение", "zh-hans": "第二诊疗意见", "ar": "رأي ثانٍ"},
            kind="second_opinion",
            setting="remote",
        ),
    )
    visitor = Client()
    visitor.get("/request/", {"service": made.public_id})
    for code, typed in steps():
        if code not in {"stay", "care"}:
            assert answer(visitor, code, typed).status_code == 302
    assert post(visitor, "/request/review/", {}).status_code == 302
    answer_waiting()
    with acting_as(system("test")):
        return Case.objects.get().public_id


def test_goes_from_request_to_closed_without_travel(world: World, client_of: Any) -> None:
    case = asked(world)
    tell = Teller(deliver)
    tell.about(case, "zhang-wei")
    patient = client_of("zhang-wei")
    shown = [read(patient, f"/my/cases/{case}/")]

    tell.send("sokolova", "clinic:verify", note="Spoke with the patient.")
    tell.send("sokolova", "clinic:complete")
    clinic = tell.row("organisation", code="demo-ortho").public_id
    tell.send("sokolova", "clinic:forward", clinics=[clinic])
    tell.send("orlova", "clinic:verdict", outcome="accept", conclusion="Решим по снимкам.",
              language="ru")  # fmt: skip
    tell.send("petrova", "clinic:propose")
    page = "clinic:proposal"
    tell.send("petrova", "clinic:proposal_plan", at=page, language="ru",
              text="Изучим снимки.", translation="我们将审阅影像。")  # fmt: skip
    tell.send("petrova", "clinic:proposal_lines", at=page, name="Второе мнение",
              name_translation="第二诊疗意见", unit_price="9000",
              reason="Not in the list yet")  # fmt: skip
    tell.send("petrova", "clinic:proposal_dates", at=page, stay_days="5", valid_days="14")
    for who in ("orlova", "sidorov"):
        tell.send(who, "clinic:proposal_approve", at=page)
    tell.send("petrova", "clinic:proposal_send", at=page)
    proposal = tell.newest("proposal")
    shown += [read(patient, f"/my/proposals/{proposal}/{end}") for end in ("", "accept/")]
    shown += [read(patient, f"/my/cases/{case}/{end}") for end in ("", "proposals/")]
    assert "within 5 days of the payment" in shown[1]
    tell.send("zhang-wei", "patient:proposal_accept")
    tell.send("zhang-wei", "patient:identity", **PASSPORT)
    tell.send("zhang-wei", "patient:treatment_consent")
    tell.send("volkov", "clinic:agreement")
    tell.send("zhang-wei", "patient:agreement_notice")
    tell.send("zhang-wei", "patient:agreement_sign")
    tell.send("volkov", "clinic:countersign")
    shown += [read(patient, f"/my/cases/{case}/")]
    tell.send("sidorov", "clinic:invoice", bank_reference="BANK-1", payer_name="ZHANG WEI")
    assert "Let the doctor begin" in read(client_of("petrova"), f"/desk/cases/{case}/")
    tell.send("petrova", "clinic:begin_opinion")
    shown += [read(patient, f"/my/cases/{case}/")]
    assert "The doctor writes your opinion" in shown[-1]
    tell.send("petrova", "clinic:treatment")
    parts: dict[str, Any] = {
        f"{own}{name}": "Подробные слова." if not own else "详细说明。"
        for own in ("", "own_")
        for name in ("diagnosis", "summary", "condition", "recommendations")
    }
    tell.send("orlova", "clinic:discharge", translated_by="N. Perevod", **parts)
    tell.send("sidorov", "clinic:final_invoice")
    tell.send("sidorov", "clinic:invoice", bank_reference="BANK-2", payer_name="ZHANG WEI")
    shown += [read(patient, f"/my/cases/{case}/")]
    assert "What did you think of it?" in shown[-1]
    tell.send("zhang-wei", "patient:survey", care="5", communication="5", price_honesty="5",
              recommend="10")  # fmt: skip
    tell.send("petrova", "clinic:close_case")

    with acting_as(system("test")):
        assert Case.objects.get().stage == "closed"
    for html in shown:
        said = inside(html)
        assert not [word for word in TRAVELLING if word in said], said
    for language in ("ru", "zh-hans", "ar"):
        for address in (f"/my/cases/{case}/", f"/my/proposals/{proposal}/"):
            left = set(english_on(inside(read(patient, address, language))))
            assert not left & {"opinion", "review", "doctor", "days"}, left


def deliver(sending: Sending) -> Answer:
    """As a browser sends it, once."""
    return sending.post()
