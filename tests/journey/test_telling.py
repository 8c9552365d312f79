"""Whoever acts, the people concerned are told: the whole way, stage by stage."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from sanamost.foundation.messaging.models import Notice
from sanamost.foundation.messaging.services import mail_notice
from sanamost.jobs.world.walk import Walk
from sanamost.journey.agreements import selectors as agreements
from sanamost.journey.agreements import services as agreement_services
from sanamost.journey.agreements.states import Termination
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.conversations import say
from sanamost.journey.requests.states import DeclineReason, Outcome
from tests.jobs.world.test_walk import amina
from tests.world import World, acting_as, system

pytestmark = pytest.mark.usefixtures("world")
SYSTEM = system("test")
PATIENT = "amina"


class Told:
    """What was told since the last look, as `kind` → who."""

    def __init__(self) -> None:
        self.seen: set[int] = set()

    def now(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        with acting_as(SYSTEM):
            for notice in Notice.objects.exclude(pk__in=self.seen).select_related("user"):
                self.seen.add(notice.pk)
                found.setdefault(notice.kind, set()).add(notice.user.email.partition("@")[0])
        return found


def walk_of(*clinics: str, partner: str = "") -> Walk:
    now = timezone.now()
    return Walk(amina(), PATIENT, now, clinics or ("demo-ortho",), partner=partner)


def mine(told: dict[str, set[str]]) -> set[str]:
    return {kind for kind, who in told.items() if PATIENT in who}


def later(walk: Walk, days: int) -> Walk:
    walk.now += dt.timedelta(days=days)
    return walk


def test_of_every_step_of_the_direct_way(world: World) -> None:
    told, walk = Told(), walk_of("demo-ortho", "demo-heart")

    walk.ask()
    asked = told.now()
    assert asked["requests.submitted"] == {PATIENT}
    assert asked["requests.new_at_desk"] == {"sokolova"}
    walk.forward()
    assert told.now()["requests.sent_to_clinic"] == {"petrova", "orlova", "belova", "saidov"}
    walk.review()
    assert told.now()["requests.verdict"] == {"petrova", "belova"}
    walk.propose()
    assert mine(told.now()) == {"proposals.sent"}
    walk.accept("demo-ortho")
    accepted = told.now()
    assert accepted["proposals.accepted"] == {"petrova"}
    assert mine(accepted) == {"agreements.identity_wanted"}
    walk.agree()
    agreed = told.now()
    assert mine(agreed) == {
        "agreements.issued",
        "agreements.in_force",
        "agreements.invoice_issued",
    }
    assert "volkov" in agreed["agreements.signed"]
    walk.pay()
    paid = told.now()
    assert mine(paid) == {"agreements.payment_received", "travel.arrival_wanted"}
    walk.travel()
    travelled = told.now()
    assert mine(travelled) == {"travel.welcome_pack"}
    assert travelled["travel.arrival_told"] == {"petrova"}
    walk.admit()
    assert told.now()["travel.notice_owed"] == {"petrova", "volkov"}
    walk.do_all().discharge()
    assert mine(told.now()) == {"treatment.extract_ready"}
    walk.bill()
    assert mine(told.now()) == {"agreements.invoice_issued"}
    walk.pay().file_notices()
    assert mine(told.now()) == {"agreements.payment_received"}
    later(walk, 8).follow_up()
    assert mine(told.now()) == {"aftercare.how_are_you"}
    walk.close()
    assert mine(told.now()) == {"aftercare.closed"}


def test_of_a_question_a_refusal_and_a_message(world: World) -> None:
    told, walk = Told(), walk_of("demo-ortho", "demo-heart")
    walk.ask().forward()
    told.now()

    walk.review("demo-ortho", Outcome.NEED_DATA, questions=["Пришлите, пожалуйста, снимок."])
    assert mine(told.now()) == {"requests.data_asked"}
    walk.review("demo-heart", Outcome.DECLINE, decline_reason=DeclineReason.NOT_OUR_PROFILE)
    declined = told.now()
    assert declined["requests.declined"] == {PATIENT, "sokolova"}
    petrova = world.actor("petrova")
    with acting_as(petrova):
        case = cases.access_case(petrova, walk.case_id)
        say(
            actor=petrova,
            case=case,
            organisation_id=petrova.organisation_id or 0,
            words="Здравствуйте! Мы ждём снимок.",
            language="ru",
            now=walk.now,
        )
    assert set(told.now().values().__iter__().__next__()) == {PATIENT}


def test_of_an_agreement_that_the_clinic_ends(world: World) -> None:
    told, walk = Told(), walk_of()
    walk.ask().forward().review().propose().accept().agree()
    told.now()

    volkov = world.actor("volkov")
    with acting_as(volkov):
        case = cases.access_case(volkov, walk.case_id)
        agreement = agreements.agreement_of_case(volkov, case)
        assert agreement is not None
        agreement_services.terminate(
            actor=volkov,
            agreement=agreement,
            reason=Termination.CLINIC,
            now=walk.now,
        )
    walk._settle()

    assert mine(told.now()) >= {"agreements.terminated", "requests.ended"}


def test_by_a_letter_in_the_patients_language_for_every_notice(world: World) -> None:
    walk = walk_of(partner="silk-road-care")
    walk.ask().forward().review().propose().accept().agree().pay()
    with acting_as(SYSTEM):
        notices = list(Notice.objects.filter(user__email="amina@example.org"))

    for notice in notices:
        mail_notice(notice=notice.pk)

    assert len(notices) == len(mail.outbox) >= 7
    for letter in mail.outbox:
        assert letter.to == ["amina@example.org"]
        assert letter.extra_headers["Content-Language"] == "ru"
        assert not any(word in letter.body.lower() for word in ("колен", "карим", "karimova"))
