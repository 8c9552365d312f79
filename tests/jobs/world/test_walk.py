"""A case can be carried through its whole journey by the services."""

import datetime as dt

import pytest
from django.utils import timezone

from sanamost.commerce.ledger import selectors as ledger
from sanamost.foundation.audit.verify import broken_lines
from sanamost.jobs.world.walk import Walk
from sanamost.journey.cases.models import Case
from sanamost.journey.requests.answers import Answers
from tests.world import World, acting_as, system

pytestmark = pytest.mark.usefixtures("world")
SYSTEM = system("test")


def amina() -> Answers:
    return Answers(
        name_latin="KARIMOVA AMINA",
        name_original="Каримова Амина",
        birth_date=dt.date(1980, 5, 17),
        sex="female",
        citizenship="UZ",
        residence_country="UZ",
        passport_number="AA 1234567",
        address="10 Navoi Street, Tashkent",
        words="Болит правое колено.",
        words_language="ru",
        area="orthopaedics",
        email="amina@example.org",
        phone="+998 90 123 45 67",
        languages=("uz", "ru"),
        language="ru",
    )


def stage(walk: Walk) -> str:
    with acting_as(SYSTEM):
        return Case.objects.get(public_id=walk.case_id).stage


def test_walks_the_direct_way_to_recovery(world: World) -> None:
    walk = Walk(amina(), "amina", timezone.now(), clinics=("demo-ortho", "demo-heart"))

    stages = [stage(walk.ask()), stage(walk.forward()), stage(walk.review().propose())]
    stages += [stage(walk.accept("demo-ortho")), stage(walk.agree()), stage(walk.pay())]
    stages += [stage(walk.admit()), stage(walk.do_all().discharge()), stage(walk.bill().pay())]

    assert stages == [
        "asking",
        "reviewing",
        "choosing",
        "agreeing",
        "preparing",
        "preparing",
        "in_treatment",
        "recovering",
        "recovering",
    ]
    with acting_as(SYSTEM):
        assert "settled" in Case.objects.get(public_id=walk.case_id).facts
        assert list(ledger.faults()) == []
        assert list(broken_lines()) == []


def test_walks_the_partners_way(world: World) -> None:
    walk = Walk(amina(), "amina", timezone.now(), partner="silk-road-care")

    walk.ask().forward().review().propose().accept().agree().pay().treat().pay()

    assert stage(walk) == "recovering"
