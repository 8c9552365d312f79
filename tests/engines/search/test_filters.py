"""Filters, counts and changes agree with a plain loop over all offers."""

import dataclasses
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from sanamost.engines.search import Changes, Clinic, Filters, Index, Offer, Order, Question
from sanamost.engines.search.offers import BANDS
from tests.engines.search import samples
from tests.engines.search.samples import CLINICS, LEXICON, SERVICES

INDEX = samples.index()
BY_CLINIC = {clinic.key: clinic for clinic in CLINICS}
BY_SERVICE = {service.key: service for service in SERVICES}


def some(*values: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), max_size=2)


FILTERS = st.builds(
    Filters,
    areas=some("orthopaedics", "cardiology", "nowhere"),
    kinds=some("surgery", "diagnostics"),
    regions=some("37", "45"),
    languages=some("ru", "ar", "zh", "fr"),
    accreditations=some("jci", "iso-9001"),
    attributes=some("halal", "prayer-room", "unknown"),
    clinics=st.frozensets(st.sampled_from([*BY_CLINIC, 999]), max_size=2),
    currencies=some("RUB", "USD"),
    settings=some("inpatient", "outpatient"),
    weekend=st.booleans(),
    price_from=st.none() | st.integers(0, 9_000_000),
    price_to=st.none() | st.integers(0, 9_000_000),
    free_until=st.none() | st.integers(20_000, 20_009),
)
PUT = st.builds(
    Offer,
    key=st.sampled_from([offer.key for offer in samples.offers()] + [1, 2, 3]),
    service=st.sampled_from(sorted(BY_SERVICE)),
    clinic=st.sampled_from(sorted(BY_CLINIC)),
    price=st.none() | st.integers(0, 9_000_000),
    currency=st.sampled_from(["RUB", "USD", "CNY"]),
    setting=st.sampled_from(["inpatient", "outpatient", ""]),
    weekdays=st.integers(0, 127),
    at_least=st.booleans(),
    free_day=st.none() | st.integers(20_000, 20_009),
)


def passes(offer: Offer, filters: Filters, clinics: dict[int, Clinic]) -> bool:
    service, clinic = BY_SERVICE[offer.service], clinics[offer.clinic]
    alike = [
        (filters.areas, {service.area}),
        (filters.kinds, {service.kind}),
        (filters.regions, {clinic.region}),
        (filters.languages, clinic.languages),
        (filters.accreditations, clinic.accreditations),
        (filters.clinics, {clinic.key}),
        (filters.currencies, {offer.currency}),
        (filters.settings, {offer.setting}),
    ]
    if clinic.hidden or any(wanted and not wanted & own for wanted, own in alike):
        return False
    if not filters.attributes <= clinic.attributes or (filters.weekend and not offer.weekdays & 96):
        return False
    if filters.price_from is not None or filters.price_to is not None:
        low, high = filters.price_from or 0, filters.price_to
        if offer.price is None or offer.price < low or (high is not None and offer.price > high):
            return False
    if filters.free_until is None:
        return True
    return offer.free_day is not None and offer.free_day <= filters.free_until


def band(price: int | None) -> str:
    if price is None:
        return "unknown"
    return next((str(high) for high in BANDS if price <= high), "more")


def counted(offers: list[Offer], clinics: dict[int, Clinic]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {
        "areas": Counter(BY_SERVICE[one.service].area for one in offers),
        "kinds": Counter(BY_SERVICE[one.service].kind for one in offers),
        "regions": Counter(clinics[one.clinic].region for one in offers),
        "countries": Counter(clinics[one.clinic].country for one in offers),
        "languages": Counter(c for one in offers for c in clinics[one.clinic].languages),
        "accreditations": Counter(c for one in offers for c in clinics[one.clinic].accreditations),
        "attributes": Counter(c for one in offers for c in clinics[one.clinic].attributes),
        "currencies": Counter(one.currency for one in offers),
        "settings": Counter(one.setting for one in offers),
        "prices": Counter(band(one.price) for one in offers),
        "weekend": Counter("yes" if one.weekdays & 96 else "" for one in offers),
    }
    for values in counts.values():
        values.pop("", None)
    return counts


def must_agree(
    index: Index, offers: list[Offer], filters: Filters, clinics: dict[int, Clinic]
) -> None:
    wanted = [offer for offer in offers if passes(offer, filters, clinics)]
    answer = index.ask(Question(filters=filters, order=Order.PRICE, limit=100))
    assert {hit.offer for hit in answer.hits} == {offer.key for offer in wanted}
    assert answer.total == len(wanted)
    assert {name: dict(values) for name, values in answer.facets.items()} == {
        name: dict(values) for name, values in counted(wanted, clinics).items()
    }
    prices = [hit.price for hit in answer.hits if hit.price is not None]
    assert prices == sorted(prices)


@settings(max_examples=200, deadline=None)
@given(FILTERS)
def test_hits_and_counts_are_those_of_a_plain_loop(filters: Filters) -> None:
    must_agree(INDEX, samples.offers(), filters, BY_CLINIC)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.lists(PUT, max_size=4), st.lists(st.sampled_from([103_001, 1, 2]), max_size=2)
        ),
        max_size=4,
    ),
    FILTERS,
    st.booleans(),
)
def test_an_index_after_changes_answers_like_one_built_anew(
    steps: list[tuple[list[Offer], list[int]]], filters: Filters, hide: bool
) -> None:
    index, known = INDEX, {offer.key: offer for offer in samples.offers()}
    clinics = dict(BY_CLINIC)
    if hide:
        clinics[samples.MOSCOW] = dataclasses.replace(clinics[samples.MOSCOW], hidden=True)
        index = index.apply(Changes(clinics=[clinics[samples.MOSCOW]]))
    for put, gone in steps:
        for key in gone:
            known.pop(key, None)
        last = {offer.key: offer for offer in put}
        known |= last
        index = index.apply(Changes(services=BY_SERVICE, put=list(last.values()), gone=gone))
    anew = Index.build(
        lexicon=LEXICON,
        clinics=list(clinics.values()),
        services=SERVICES,
        offers=known.values(),
    )

    must_agree(index, list(known.values()), filters, clinics)
    for text in ("knee", "кесарево", "mrt москва"):
        question = Question(text=text, filters=filters, limit=100)
        now, then = index.ask(question), anew.ask(question)
        assert {hit.offer for hit in now.hits} == {hit.offer for hit in then.hits}
        assert now.facets == then.facets


def test_the_old_index_does_not_see_the_change() -> None:
    offer = samples.offers()[0]._replace(price=7)

    changed = INDEX.apply(Changes(services=BY_SERVICE, put=[offer]))

    asked = Question(order=Order.PRICE, limit=1)
    assert changed.ask(asked).hits[0].price == 7
    assert INDEX.ask(asked).hits[0].price != 7


def test_a_new_clinic_and_its_service_are_found_by_name() -> None:
    clinic = Clinic(key=7, names={"en": "New Hope"}, places=("Omsk", "Омск"))
    service = dataclasses.replace(SERVICES[0], key=70, names={"ru": "Гамма-терапия опухоли"})
    offer = Offer(key=700, service=70, clinic=7, price=5)

    index = INDEX.apply(Changes(clinics=[clinic], services={70: service}, put=[offer]))

    assert [hit.offer for hit in index.ask(Question(text="гамма терапия")).hits] == [700]
    assert [hit.offer for hit in index.ask(Question(text="омск")).hits] == [700]
