"""Hypothesis draws resources, recipes and plans."""

import datetime as dt

from hypothesis import strategies as st

from sanamost.engines.capacity.plans import MonthPlan
from sanamost.engines.capacity.recipes import Recipe, Use

FIRST = dt.date(2027, 3, 1)
KEYS = ("ward", "theatre", "surgeon")

shares = st.decimals(min_value=0, max_value=1, places=3)
uses = st.builds(
    Use,
    resource=st.sampled_from(KEYS),
    day=st.integers(0, 12),
    amount=st.floats(0, 300).map(lambda number: round(number, 2)),
    spread=st.floats(0, 100).map(lambda number: round(number, 2)),
)
recipes = st.builds(
    Recipe, uses=st.lists(uses, max_size=8).map(tuple), beds=st.just(frozenset({"ward"}))
)


@st.composite
def plans(draw: st.DrawFn) -> list[MonthPlan]:
    """Up to three services planned for March and April; asked for on some day of March."""
    as_of = draw(st.dates(FIRST, FIRST + dt.timedelta(days=30)))
    found = []
    for key in ("hip", "knee", "heart")[: draw(st.integers(1, 3))]:
        recipe = draw(recipes)
        dispersion = draw(st.sampled_from((0.0, 1.0, 1.7)))
        for month in (FIRST, dt.date(2027, 4, 1)):
            done = draw(st.integers(0, 40)) if month < as_of else 0
            found.append(
                MonthPlan(
                    key, month, draw(st.integers(0, 90)), done, as_of, recipe,
                    overdispersion=dispersion,
                )
            )  # fmt: skip
    return found
