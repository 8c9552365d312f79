"""A price "from" stays one: at the line, at the total, on the paper, in four languages."""

import json

import pytest

from sanamost.foundation.documents import services as documents
from sanamost.foundation.documents.kinds import KINDS
from sanamost.foundation.documents.render import render
from sanamost.journey.proposals import selectors, services
from sanamost.journey.proposals.models import Line, Proposal
from sanamost.registry.catalogue.models import Price
from tests.foundation.documents.reading import squeezed, text_of
from tests.foundation.documents.samples import sample
from tests.journey.referred import Referred, drafted, sent
from tests.world import NOON, acting_as, system

SENTENCE = {
    "en": "decides the final price",
    "ru": "Окончательная цена зависит",
    "zh": "最终价格取决于",
}


@pytest.fixture
def lowest(referred: Referred) -> Proposal:
    """A proposal that was sent with prices of a list that says "from"."""
    with acting_as(system("test")):
        Price.objects.update(at_least=True)
    return sent(referred)


def test_marks_the_line_and_the_total(lowest: Proposal) -> None:
    with acting_as(system("test")):
        assert lowest.price_from
        assert all(Line.objects.filter(proposal=lowest).values_list("price_from", flat=True))


def test_says_nothing_where_the_list_names_the_price(referred: Referred) -> None:
    row = sent(referred)
    with acting_as(system("test")):
        assert row.paper is not None
        payload = json.loads(row.paper.payload)
        assert not row.price_from
    assert "price_from" not in payload
    assert not any("from" in line for line in payload["lines"])


@pytest.mark.parametrize(("language", "word"), [("en", "from"), ("ru", "от"), ("zh", "起价")])
def test_is_printed_with_what_decides_the_final_price(
    language: str, word: str, lowest: Proposal
) -> None:
    with acting_as(system("test")):
        assert lowest.paper is not None
        said = squeezed(text_of(documents.pdf(lowest.paper, language)))
        total = json.loads(lowest.paper.payload)["total"]["amount"]
    assert squeezed(SENTENCE[language]) in said
    whole = total.partition(".")[0]
    assert f"{word}{whole[:-3]}" in said.replace("\u00a0", "")


def test_stays_in_the_next_version_until_the_lines_are_priced_anew(
    lowest: Proposal, referred: Referred
) -> None:
    actor = referred.coordinator
    with acting_as(actor):
        made = services.new_version(actor=actor, proposal=lowest, now=NOON)
        assert made.price_from
    with acting_as(system("test")):
        Price.objects.update(at_least=False)
    with acting_as(actor):
        asked = [
            services.LineAsked(service=line.service.public_id)
            for line in selectors.lines_of(made.pk)
            if line.service is not None
        ]
        services.set_lines(actor=actor, proposal=made, rows=asked, now=NOON)
        made.refresh_from_db()
        assert not made.price_from


def test_is_marked_where_the_list_names_a_range(referred: Referred) -> None:
    with acting_as(system("test")):
        for price in Price.objects.all():
            price.highest = price.amount * 2
            price.save()
    row = drafted(referred)
    with acting_as(system("test")):
        row.refresh_from_db()
        assert row.price_from


def test_leaves_papers_frozen_before_as_they_were() -> None:
    old = sample("proposal", "en")
    old["verification"]["template_version"] = "v1"
    printed = squeezed(text_of(render(KINDS["proposal"], old, "en")))

    assert squeezed("form v1") in printed
    assert squeezed("Whatdecidesthefinalprice") not in printed
