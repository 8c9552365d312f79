"""Hypothesis draws programs; a small world of two clinics to reckon by hand."""

import datetime as dt

import numpy as np
from hypothesis import strategies as st

from sanamost.engines.capacity.potential import NOBODY, Demand, Offer, Program, Question, Stock
from sanamost.engines.capacity.supply import Kind

MONTHS = (dt.date(2027, 3, 1), dt.date(2027, 4, 1))


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Up to four clinics, with nothing here and there, in any order, with or without limits."""
    seed = draw(st.integers(0, 10**6))
    rng = np.random.default_rng(seed)
    clinics, months = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    products, resources = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    offers = draw(st.integers(1, products))
    uses = rng.gamma(1, 1, (clinics, offers, resources))
    uses *= rng.random(uses.shape) < draw(st.sampled_from((0.4, 1.0)))
    uses[..., 0] += 0.5
    order = np.argsort(rng.random((clinics, products)), 1)[:, :offers].astype(np.int64)
    if draw(st.booleans()):
        order[rng.random(order.shape) < 0.2] = NOBODY
    elif draw(st.booleans()) and offers == products:
        order = np.tile(np.arange(products), (clinics, 1))
    capacity = rng.gamma(2, 20, (clinics, months, resources))
    capacity[rng.random(capacity.shape) < draw(st.sampled_from((0.0, 0.2)))] = 0
    demand = rng.gamma(2, 10, (months, products))
    demand[rng.random(demand.shape) < draw(st.sampled_from((0.0, 0.3)))] = draw(
        st.sampled_from((0.0, np.inf))
    )
    revenue = rng.lognormal(6, 1, (clinics, offers))
    promotion = rng.gamma(1, 5, (clinics, offers)) * (rng.random((clinics, offers)) < 0.8)
    budget = draw(st.sampled_from((None, 0.0, 200.0, 1000.0)))
    return Program(revenue, uses, promotion, order, capacity, demand, budget)


def question(budget: float | None = None) -> Question:
    """A centre with a theatre and a hospital with beds; hips for two countries, hearts for one."""
    return Question(
        months=MONTHS,
        stocks=(
            Stock("ortho", "ward", Kind.BEDS, (100, 80)),
            Stock("ortho", "theatre", Kind.THEATRE, (900, 900)),
            Stock("ortho", "surgeon", Kind.STAFF, (2400, 2400)),
            Stock("heart", "ward", Kind.BEDS, (70, 70)),
            Stock("heart", "angiograph", Kind.EQUIPMENT, (1200, 0)),
        ),
        offers=(
            Offer("ortho", "hip", "UZ", 5000, {"ward": 8, "theatre": 90, "surgeon": 120}, 100),
            Offer("ortho", "hip", "CN", 7000, {"ward": 8, "theatre": 90, "surgeon": 120}, 300),
            Offer("ortho", "knee", "UZ", 4000, {"ward": 5, "theatre": 80, "surgeon": 100}, 100),
            Offer("heart", "stent", "UZ", 6000, {"ward": 3, "angiograph": 60}, 100),
        ),
        demands=(Demand("hip", "CN", (4, 4)), Demand("stent", "UZ", (50, 50))),
        budget=budget,
        regions={"ortho": "Omsk", "heart": "Tyumen"},
    )
