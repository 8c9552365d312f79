"""The patient's cabinet."""

import hashlib
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sanamost.foundation.files.models import File
from sanamost.journey.requests import selectors, services
from sanamost.journey.requests.models import DataNeed, Referral, Request
from tests.journey.requests.conftest import Way, way
from tests.web.conftest import ClientOf
from tests.web.public.test_request import PDF, post
from tests.world import NOON, acting_as, system

__all__ = ["way"]


@pytest.fixture
def amina(client_of: ClientOf) -> Client:
    """The patient."""
    return client_of("amina")


def asked(way: Way) -> tuple[Referral, DataNeed]:
    """A case with a doctor's question."""
    ortho, _heart = way.forwarded()
    orlova = way.world.actor("orlova")
    with acting_as(orlova):
        services.ask_data(
            actor=orlova,
            referral=selectors.access_referral(orlova, ortho.public_id),
            questions=["Please send the MRI of the knee."],
            language="en",
            now=NOON,
        )
    with acting_as(system("test")):
        return ortho, DataNeed.objects.get()


def case_of(request: Request) -> str:
    return f"/my/cases/{request.case.public_id}/"


def test_lists_the_persons_own_cases(way: Way, amina: Client, client_of: ClientOf) -> None:
    request = way.submit()

    assert request.case.number in amina.get("/my/").content.decode()
    assert request.case.number not in client_of("mallory").get("/my/").content.decode()
    assert "/my/" in Client().get("/my/").headers["Location"]


def test_says_what_happens_next_who_does_it_and_by_when(way: Way, amina: Client) -> None:
    page = amina.get(case_of(way.submit())).content.decode()

    assert "A coordinator calls you" in page
    assert "Sanamost intake desk" in page
    assert 'class="due' in page


def test_shows_a_case_to_its_people_alone(way: Way, client_of: ClientOf) -> None:
    address = case_of(way.submit())
    for stranger in ("mallory", "sokolova", "petrova", "karim", "nikitin"):
        assert client_of(stranger).get(address).status_code == 404


def test_asks_for_the_answer_and_passes_it_on(way: Way, amina: Client) -> None:
    referral, need = asked(way)
    address = case_of(referral.request)
    page = amina.get(address).content.decode()
    answer = f"{address}questions/{need.public_id}/"
    assert answer in page
    assert "MRI of the knee" in amina.get(answer).content.decode()

    empty = post(amina, answer, {"answer": " "})
    assert empty.status_code == 422
    assert post(amina, answer, {"answer": "It is in the file mri.pdf."}).status_code == 302
    with acting_as(system("test")):
        assert DataNeed.objects.get().answer == "It is in the file mri.pdf."
        assert Referral.objects.get(pk=referral.pk).state == "in_review"
    assert answer not in amina.get(address).content.decode()


def test_withdraws_after_being_asked_once_more(way: Way, amina: Client) -> None:
    referral, _need = asked(way)
    address = case_of(referral.request)
    assert "withdraw" in amina.get(address).content.decode()
    assert post(amina, f"{address}withdraw/", {}).status_code == 302
    with acting_as(system("test")):
        assert Request.objects.get().state == "withdrawn"
    assert post(amina, f"{address}withdraw/", {}).status_code == 422
    assert f"{address}withdraw/" not in amina.get(address).content.decode()


def test_keeps_and_gives_back_files(way: Way, amina: Client, client_of: ClientOf) -> None:
    request = way.submit()
    address = case_of(request)
    add = f"/files/cases/{request.case.public_id}/add/"
    good = SimpleUploadedFile("снимок.pdf", PDF, "application/pdf")
    bad = SimpleUploadedFile("page.html", b"<html><script>1</script></html>", "text/html")
    amina.post(add, {"files": [good, bad], "idempotency_key": "u" * 20, "next": address})
    page = amina.get(address).content.decode()
    assert "снимок.pdf" in page
    with acting_as(system("test")):
        file = File.objects.get()

    saved = amina.get(f"/files/{file.public_id}/")
    assert b"".join(saved.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]  # a streamed answer
    assert saved.headers["Content-Disposition"].startswith("attachment")
    for stranger in ("mallory", "petrova", "karim"):
        assert client_of(stranger).get(f"/files/{file.public_id}/").status_code == 404
    assert client_of("sokolova").get(f"/files/{file.public_id}/").status_code == 200


def test_goes_to_no_other_site_after_an_upload(way: Way, amina: Client) -> None:
    request = way.submit()
    answer = amina.post(
        f"/files/cases/{request.case.public_id}/add/",
        {"idempotency_key": "u" * 20, "next": "//evil.example/"},
    )
    assert answer.headers["Location"] == "/"


def test_goes_on_with_an_upload_after_a_break(way: Way, amina: Client) -> None:
    request = way.submit()
    base = f"/files/cases/{request.case.public_id}/uploads/"

    def tell(path: str, body: Any = b"", **headers: str) -> dict[str, Any]:
        answer = amina.post(path, body, content_type="application/octet-stream", headers=headers)
        return dict(json.loads(answer.content), status=answer.status_code)

    begun = tell(base, json.dumps({"name": "mri.pdf", "type": "application/pdf", "size": len(PDF)}))
    place = f"{base}{begun['upload']}/"
    for start in (0, 0, 100):
        piece = PDF[start : start + 100] if start == 0 else PDF[100:]
        sha = hashlib.sha256(piece).hexdigest()
        told = tell(place, piece, **{"X-Offset": str(start), "X-Sha256": sha})
        assert told["status"] == 201
    assert json.loads(amina.get(place).content)["received"] == len(PDF)
    gap = tell(place, b"x", **{"X-Offset": "5", "X-Sha256": hashlib.sha256(b"x").hexdigest()})
    assert (gap["status"], gap["code"]) == (422, "upload_offset")

    kept = tell(f"{place}finish/")
    assert kept["name"] == "mri.pdf"
    with acting_as(system("test")):
        assert File.objects.get().case_id == request.case_id


def test_reads_a_case_in_a_bounded_number_of_queries(
    way: Way, amina: Client, django_assert_max_num_queries: Any
) -> None:
    referral, _need = asked(way)
    address = case_of(referral.request)
    amina.get(address)
    with django_assert_max_num_queries(70):
        amina.get(address)
