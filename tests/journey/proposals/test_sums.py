"""A proposal's sums, through the service, whatever the lines."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanamost.journey.proposals import selectors, services
from sanamost.journey.proposals.services import LineAsked
from tests.journey.referred import Referred, drafted
from tests.world import NOON, acting_as

KOPECK = Decimal("0.01")
prices = st.decimals(min_value=0, max_value=10_000_000, places=2)
quantities = st.decimals(min_value=KOPECK, max_value=999, places=2)
free_lines = st.builds(
    LineAsked,
    names=st.just({"en": "Something"}),
    unit_price=prices,
    quantity=quantities,
    vat_class=st.sampled_from(["exempt", "standard"]),
    reason=st.just("not in the list"),
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=st.lists(free_lines, min_size=0, max_size=12))
def test_add_up_to_the_last_kopeck(rows: list[LineAsked], referred: Referred) -> None:
    made = drafted(referred)
    actor = referred.coordinator

    with acting_as(actor):
        services.set_lines(actor=actor, proposal=made, rows=rows, now=NOON)
        row = selectors.access_proposal(actor, made.public_id)
        lines = selectors.lines_of(row.pk)

    assert len(lines) == len(rows)
    assert row.total == sum((line.amount for line in lines), Decimal(0))
    for asked, line in zip(rows, lines, strict=True):
        exact = (asked.unit_price or Decimal(0)) * asked.quantity
        assert abs(line.amount - exact) <= KOPECK / 2
        inside = exact * 22 / 122 if asked.vat_class == "standard" else Decimal(0)
        assert abs(line.vat_amount - inside) <= KOPECK
    # 30 %, rounded up to whole roubles, and never more than the whole.
    thirty = row.total * 30 / 100
    assert row.deposit <= row.total
    assert row.deposit == row.total or thirty <= row.deposit < thirty + 1
