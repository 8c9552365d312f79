"""`python -m tools.shown_world [FEW]`: cases at every stage, for pictures and for axe.

Runs where the settings name a demonstration; prints one JSON line: each case's public id by the
name of its stage, with its patient's persona and its proposals. FEW leaves out what only a look at
every page needs.
"""

import datetime as dt
import json
import os
import sys
from dataclasses import replace
from decimal import Decimal
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanamost.config.settings")
django.setup()

from django.utils import timezone  # noqa: E402 after django.setup

from sanamost.foundation.access import services as access  # noqa: E402 after django.setup
from sanamost.foundation.access.acting import acting_as  # noqa: E402 after django.setup
from sanamost.foundation.access.actor import system  # noqa: E402 after django.setup
from sanamost.foundation.access.roles import DataClass, GrantPurpose  # noqa: E402 after django.setup
from sanamost.foundation.events.waiting import answer_waiting  # noqa: E402 after django.setup
from sanamost.jobs.world.walk import CLINICS, Walk, persona  # noqa: E402 after django.setup
from sanamost.journey.agreements import selectors as agreements  # noqa: E402 after django.setup
from sanamost.journey.agreements import services as agreement_services  # noqa: E402 after django.setup
from sanamost.journey.agreements.states import Termination  # noqa: E402 after django.setup
from sanamost.journey.cases import selectors as cases  # noqa: E402 after django.setup
from sanamost.journey.requests.answers import Answers  # noqa: E402 after django.setup
from sanamost.registry.catalogue import selectors as catalogue  # noqa: E402 after django.setup
from sanamost.registry.organisations import selectors as organisations  # noqa: E402 after django.setup

ZHANG = Answers(
    name_latin="ZHANG WEI",
    name_original="张伟",
    birth_date=dt.date(1968, 4, 12),
    sex="male",
    citizenship="CN",
    residence_country="CN",
    passport_number="E12345678",
    address="8 Example Road, Harbin",
    words="右膝疼痛已经两年，下楼困难，想咨询关节置换手术。",
    area="orthopaedics",
    email="zhang.wei@example.org",
    phone="+86 138 0013 8000",
    languages=("zh",),
    language="zh-hans",
)
AMINA = replace(
    ZHANG,
    name_latin="KARIMOVA AMINA",
    name_original="Каримова Амина",
    birth_date=dt.date(1980, 5, 17),
    sex="female",
    citizenship="UZ",
    residence_country="UZ",
    passport_number="AA 1234567",
    address="10 Navoi Street, Tashkent",
    words="Болит правое колено, трудно ходить по лестнице.",
    email="amina@example.org",
    phone="+998 90 123 45 67",
    languages=("ru", "uz"),
    language="ru",
)
FATIMA = replace(
    ZHANG,
    name_latin="AL SAYED FATIMA",
    name_original="فاطمة السيد",
    birth_date=dt.date(1985, 9, 2),
    sex="female",
    citizenship="AE",
    residence_country="AE",
    passport_number="P7654321",
    address="7 Example Street, Abu Dhabi",
    words="ألم في مفصل الورك منذ سنة، وأبحث عن جراحة.",
    email="fatima@example.org",
    phone="+971 50 123 4567",
    languages=("ar", "en"),
    language="ar",
)
BOTH = ("demo-ortho", "demo-heart")


def main() -> None:
    """Build and print."""
    few = sys.argv[1:] == ["few"]
    now = timezone.now()

    def days_ago(days: int) -> dt.datetime:
        """Cases that began on different days want places of different weeks."""
        return now - dt.timedelta(days=days)

    made = {
        "asked": Walk(ZHANG, "zhang-wei", now).ask(),
        "choosing": Walk(FATIMA, "fatima", days_ago(3), BOTH).ask().forward().review().propose(),
        "treated": through(Walk(AMINA, "amina", days_ago(14), partner="silk-road-care")).treat(),
    }
    if not few:
        later = replace(ZHANG, words="左髋疼痛三年，医生建议更换髋关节。")
        again = replace(AMINA, words="Нужна замена тазобедренного сустава, боли второй год.")
        made["reviewed"] = Walk(later, "zhang-wei", now, BOTH).ask().forward()
        agreeing = Walk(later, "zhang-wei", days_ago(6)).ask().forward().review()
        made["agreeing"] = agreeing.propose().accept()
        made["travelling"] = through(Walk(FATIMA, "fatima", days_ago(10)))
        made["treating"] = through(Walk(again, "amina", days_ago(14))).admit()
        made["cancelled"] = through(Walk(again, "amina", days_ago(8)))
        around(made, now)
    print(json.dumps({name: told(walk) for name, walk in made.items()}))


def through(walk: Walk) -> Walk:
    """From the first question to a paid deposit."""
    return walk.ask().forward().review().propose().accept().agree().pay()


def around(made: dict[str, Walk], now: dt.datetime) -> None:
    """What stands beside the main way: an insurer, an addendum, an early end, a staff look."""
    insurer = key_of("gulf-shield")
    coordinator = persona(CLINICS["demo-ortho"].coordinator)
    insider = system("pictures")
    with acting_as(insider):
        for name in ("treated", "travelling"):
            access.grant(
                case_id=cases.access_case(insider, made[name].case_id).pk,
                organisation_id=insurer,
                classes=[DataClass.IDENTITY, DataClass.MONEY],
                purpose=GrantPurpose.INSURANCE,
                now=now,
            )
    with acting_as(coordinator):
        addendum(made["treating"], coordinator, now)
    patient = persona("amina")
    with acting_as(patient):
        agreement_services.terminate(
            actor=patient,
            agreement=contract(made["cancelled"], patient).public_id,
            reason=Termination.PATIENT,
            now=now,
        )
    administrator = persona("nikitin")
    with acting_as(insider):
        case_id = cases.access_case(insider, made["asked"].case_id).pk
    with acting_as(insider):  # as the page does: nobody grants a look to themselves
        access.open_staff_access(
            actor=administrator, case_id=case_id, reason="The patient asked for help.", now=now
        )
    answer_waiting()


def key_of(code: str) -> int:
    """The organisation's key; the demonstration world is loaded."""
    card = organisations.card_by_code(code)
    if card is None:
        raise LookupError(code)
    return card.pk


def contract(walk: Walk, actor: Any) -> Any:
    """The case's contract."""
    return agreements.agreement_of_case(actor, cases.access_case(actor, walk.case_id))


def addendum(walk: Walk, coordinator: Any, now: dt.datetime) -> None:
    """One service more than agreed, sent to the patient."""
    clinic = key_of("demo-ortho")
    listed = catalogue.services_of(clinic, area=walk.answers.area, day=now.date(), limit=5)
    wanted = agreement_services.Wanted(service=listed[-1].public_id, quantity=Decimal(1))
    made = agreement_services.draft_addendum(
        actor=coordinator,
        agreement=contract(walk, coordinator).public_id,
        services=[wanted],
        reason="The patient needs one more examination.",
        now=now,
    )
    agreement_services.issue_addendum(actor=coordinator, addendum=made, now=now)


def told(walk: Walk) -> dict[str, Any]:
    """What a visitor of the pages needs to find the case."""
    return {"case": walk.case_id, "patient": walk.patient, "proposals": walk.proposals}


if __name__ == "__main__":
    main()
