"""A form has one effect; what its page shows is noted, also when the form is refused."""

import datetime as dt
import secrets

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from sanamost.commerce.billing.models import Invoice, Payment
from sanamost.foundation.access import services as access
from sanamost.foundation.access.roles import Role
from sanamost.foundation.audit.models import Entry
from sanamost.jobs.world.walk import Walk
from sanamost.journey.requests.answers import Answers
from tests.web.conftest import ClientOf
from tests.world import World, acting_as, system

SYSTEM = system("test")


@pytest.fixture
def invoice(world: World) -> Invoice:
    """Amina's open deposit invoice."""
    answers = Answers(
        name_latin="KARIMOVA AMINA",
        birth_date=dt.date(1980, 5, 17),
        sex="female",
        citizenship="UZ",
        residence_country="UZ",
        passport_number="AA 1234567",
        address="10 Navoi Street, Tashkent",
        words="Болит правое колено.",
        area="orthopaedics",
        email="amina@example.org",
        phone="+998 90 123 45 67",
        languages=("uz",),
        language="ru",
    )
    Walk(answers, "amina", timezone.now()).ask().forward().review().propose().accept().agree()
    with acting_as(SYSTEM):
        return Invoice.objects.get()


def pay(client: Client, invoice: Invoice, key: str, amount: str, reference: str) -> int:
    answer = client.post(
        f"/desk/invoices/{invoice.public_id}/",
        {
            "amount": amount,
            "method": "bank_transfer",
            "bank_reference": reference,
            "payer_name": "Amina Karimova",
            "received_on": timezone.now().date().isoformat(),
            "idempotency_key": key,
        },
    )
    return answer.status_code


def payments() -> int:
    with acting_as(SYSTEM):
        return Payment.objects.count()


def test_has_one_effect_and_one_answer_when_sent_twice(
    client_of: ClientOf, invoice: Invoice
) -> None:
    sidorov, key = client_of("sidorov"), secrets.token_hex(16)

    answers = [pay(sidorov, invoice, key, "1000.00", "BANK-1") for _ in range(3)]

    assert (answers, payments()) == ([302, 302, 302], 1)


def test_is_refused_with_a_key_that_stands_for_another_content(
    client_of: ClientOf, invoice: Invoice
) -> None:
    sidorov, key = client_of("sidorov"), secrets.token_hex(16)
    pay(sidorov, invoice, key, "1000.00", "BANK-1")

    assert pay(sidorov, invoice, key, "2000.00", "BANK-2") == 422
    assert payments() == 1


def test_is_refused_without_a_key(client_of: ClientOf, invoice: Invoice) -> None:
    assert pay(client_of("sidorov"), invoice, "", "1000.00", "BANK-1") == 422
    assert payments() == 0


def test_does_not_meet_another_persons_equal_key(client_of: ClientOf, invoice: Invoice) -> None:
    key = secrets.token_hex(16)

    answers = [
        pay(client_of("sidorov"), invoice, key, "1000.00", "BANK-1"),
        pay(client_of("volkov"), invoice, key, "2000.00", "BANK-2"),
    ]

    assert (answers, payments()) == ([302, 302], 2)


def test_may_be_sent_again_after_a_refusal_with_the_same_key(
    client_of: ClientOf, invoice: Invoice
) -> None:
    sidorov, key = client_of("sidorov"), secrets.token_hex(16)

    assert pay(sidorov, invoice, key, "999999999.00", "BANK-1") == 422
    assert pay(sidorov, invoice, key, "1000.00", "BANK-1") == 302
    assert payments() == 1


def test_notes_who_was_shown_the_invoice_when_the_form_is_refused(
    client_of: ClientOf, invoice: Invoice
) -> None:
    sidorov = client_of("sidorov")

    wrong = pay(sidorov, invoice, secrets.token_hex(16), "no amount", "BANK-1")
    too_much = pay(sidorov, invoice, secrets.token_hex(16), "99999999.00", "BANK-2")

    with acting_as(SYSTEM):
        lines = Entry.objects.filter(action="billing.invoice.read").count()
    assert (wrong, too_much, lines) == (422, 422, 2)


def test_has_one_effect_where_it_changes_for_whom_the_person_acts(
    client_of: ClientOf, world: World
) -> None:
    with acting_as(world.actor("petrova")) as acting:
        token = access.invite(
            actor=acting.actor,
            email="mallory@example.org",
            roles=[Role.QUALITY],
            now=timezone.now(),
        )
    mallory, key = client_of("mallory"), {"idempotency_key": secrets.token_hex(16)}

    answers = [mallory.post(f"/account/invitation/{token}/", key) for _ in range(2)]

    assert [(a.status_code, a.headers.get("Location")) for a in answers] == [
        (302, "/account/home/")
    ] * 2


def test_is_refused_with_another_file_of_the_same_name_and_size(client_of: ClientOf) -> None:
    nikitin, key = client_of("nikitin"), secrets.token_hex(16)

    def send(pence: str) -> int:
        typed = f"day,currency,quote,nominal,value,remark\n2026-11-20,USD,RUB,1,81.{pence},letter\n"
        file = SimpleUploadedFile("rates.csv", typed.encode(), "text/csv")
        sent = {"file": file, "idempotency_key": key}
        return int(nikitin.post("/administration/rates/", sent).status_code)

    assert [send("25"), send("25"), send("26")] == [302, 302, 422]
