"""The proposal of a clinic that was not chosen, on the clinic's pages."""

import pytest

from sanamost.journey.proposals import services
from sanamost.journey.proposals.models import Proposal
from tests.journey.referred import open_case, refer, sent
from tests.web.conftest import ClientOf
from tests.web.stay import LANGUAGES, read
from tests.world import NOON, World, acting_as, system


@pytest.fixture
def lost(world: World) -> Proposal:
    """Demo Heart Hospital's proposal, after the patient chose the other clinic's."""
    case = open_case(world)
    first, second = refer(world, case), refer(world, case, "demo-heart")
    chosen, other = sent(first), sent(second)
    with acting_as(first.patient):
        services.accept(actor=first.patient, proposal=chosen, now=NOON)
    with acting_as(system("test")):
        return Proposal.objects.select_related("case", "paper").get(pk=other.pk)


def test_stays_readable_as_page_and_paper(client_of: ClientOf, lost: Proposal) -> None:
    clinic = client_of("belova")

    assert lost.paper is not None
    pages = {read(clinic, f"/desk/proposals/{lost.public_id}/", each) for each in LANGUAGES}

    assert len(pages) == len(LANGUAGES)
    assert all(f"/papers/{lost.paper.public_id}.pdf" in page for page in pages)
    paper = clinic.get(f"/papers/{lost.paper.public_id}.pdf")
    assert paper.status_code == 200
    assert paper.content.startswith(b"%PDF")


def test_shows_nothing_else_of_the_case(client_of: ClientOf, lost: Proposal) -> None:
    clinic = client_of("belova")

    page = read(clinic, f"/desk/proposals/{lost.public_id}/")

    assert "KARIMOVA" not in page
    assert lost.case.number not in page
    assert clinic.get(f"/desk/cases/{lost.case.public_id}/").status_code == 404
    assert clinic.get(f"/desk/proposals/{lost.public_id}/preview.pdf").status_code == 404


def test_is_shown_to_no_other_clinic(client_of: ClientOf, lost: Proposal) -> None:
    chosen = client_of("petrova")
    assert lost.paper is not None

    assert chosen.get(f"/desk/proposals/{lost.public_id}/").status_code == 404
    assert chosen.get(f"/papers/{lost.paper.public_id}.pdf").status_code == 404
