"""Episodes for the tests of counting."""

import datetime as dt
from decimal import Decimal

from hypothesis import strategies as st

from sanamost.engines.money import Money
from sanamost.engines.statistics import EpisodeFact, PaidAmount, Purpose


def paid(roubles: int, currency: str = "RUB") -> PaidAmount:
    return PaidAmount(
        Money(Decimal(roubles), currency),
        Money(Decimal(roubles), "RUB"),
        Money(Decimal(roubles) / 100, "USD"),
    )


def fact(
    episode: str = "e1",
    person: str = "p1",
    *,
    citizenship: str = "UZ",
    residency_basis: str = "non_resident",
    purpose: Purpose | None = Purpose.TREATMENT,
    profile: str = "CARDIOLOGY",
    ended: dt.date | None = dt.date(2026, 5, 5),
    visits: int = 1,
    amounts: tuple[PaidAmount, ...] = (paid(1000),),
) -> EpisodeFact:
    return EpisodeFact(
        person=person,
        episode=episode,
        visits=visits,
        started=min(ended or dt.date(2026, 5, 1), dt.date(2026, 5, 1)),
        ended=ended,
        citizenship=citizenship,
        residence=citizenship,
        residency_basis=residency_basis,
        purpose=purpose,
        profile=profile,
        organisation="Demo Heart Hospital",
        region="MOW",
        amounts=amounts,
    )


MANY = st.lists(
    st.builds(
        fact,
        episode=st.integers(0, 60).map(str),
        person=st.integers(0, 25).map(str),
        citizenship=st.sampled_from(["", "RU", "UZ", "CN", "AE"]),
        residency_basis=st.sampled_from(["", "non_resident", "residence_permit"]),
        purpose=st.one_of(st.none(), st.sampled_from(Purpose)),
        profile=st.sampled_from(["CARDIOLOGY", "ONCOLOGY", "ORTHOPAEDICS"]),
        ended=st.one_of(st.none(), st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))),
        visits=st.integers(1, 9),
        amounts=st.lists(
            st.builds(paid, st.integers(0, 9999), st.sampled_from(["RUB", "CNY"])), max_size=2
        ).map(tuple),
    ),
    max_size=60,
    unique_by=lambda each: each.episode,
)
