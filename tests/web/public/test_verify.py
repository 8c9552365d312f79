"""The check of papers …"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sanamost.foundation.documents import services as documents
from sanamost.foundation.documents.models import Paper
from tests.journey.agreed import agreed
from tests.web.patient.test_agreements import send
from tests.world import NOON, World, acting_as, system


@pytest.fixture
def paper(world: World) -> Paper:
    """An issued contract."""
    contract = agreed(world).ready().issued().now_is().contract
    assert contract is not None
    return contract


def test_says_what_anybody_may_know(paper: Paper) -> None:
    page = Client().get(f"/verify/{paper.code}/").content.decode()
    for word in (paper.number, paper.sha256, "Demo Orthopaedic Centre", "In force"):
        assert word in page
    for secret in ("KARIMOVA", "Каримова", "AA 0000000", "600"):
        assert secret not in page.replace(paper.sha256, "")


def test_takes_a_code_however_it_is_typed(paper: Paper) -> None:
    typed = paper.code.lower().replace("-", " ")
    answer = Client().get("/verify/", {"code": typed})
    assert answer["Location"] == f"/verify/{paper.code}/"
    assert Client().get("/verify/").status_code == 200


@pytest.mark.django_db
def test_knows_no_other_code() -> None:
    assert Client().get("/verify/", {"code": "1234"}).status_code == 200


@pytest.mark.django_db
def test_calls_an_unknown_code_unknown() -> None:
    assert Client().get("/verify/7K3M-9QXT-2HVB-4ZRD-8WNC-5PGJ-1EY6/").status_code == 404


def test_says_when_a_paper_no_longer_holds(paper: Paper) -> None:
    with acting_as(system("test")):
        documents.void(paper_id=paper.pk, reason="test", actor=system("test"), now=NOON)
    assert "No longer in force" in Client().get(f"/verify/{paper.code}/").content.decode()


def test_compares_a_typed_fingerprint(paper: Paper) -> None:
    path = f"/verify/{paper.code}/"
    same = Client().get(path, {"fingerprint": paper.sha256[:16].upper()}).content.decode()
    assert "The fingerprint is that of this paper." in same
    other = Client().get(path, {"fingerprint": "0" * 64}).content.decode()
    assert "The fingerprint is another one" in other


def test_compares_a_file_to_the_last_byte(paper: Paper) -> None:
    content = documents.pdf(paper)
    for sent, words in (
        (content, "The file is this paper"),
        (content[:-1], "The file is not as we issued it"),
        (b"x", "The file is not as we issued it"),
    ):
        client = Client()
        upload = SimpleUploadedFile("contract.pdf", sent, "application/pdf")
        answer = send(client, f"/verify/{paper.code}/", pdf=upload)
        assert answer.status_code == 302
        assert words in client.get(answer["Location"]).content.decode()


def test_is_not_fooled_by_a_link_that_claims_a_match(paper: Paper) -> None:
    page = Client().get(f"/verify/{paper.code}/", {"compared": "yes"}).content.decode()
    assert "The file is this paper" not in page
