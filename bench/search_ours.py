"""The product's index over the corpus, as a worker holds it."""

import time
from collections.abc import Iterator

from bench.search_corpus import CURRENCIES, SETTINGS, Corpus
from sanamost.engines.search import (
    Clinic,
    Filters,
    Index,
    Offer,
    Question,
    Service,
)
from sanamost.engines.search.offers import WEEKEND
from sanamost.registry.catalogue.vocabulary import lexicon


def offers(corpus: Corpus) -> Iterator[Offer]:
    """The offers one by one, the key being the row."""
    for first in range(0, len(corpus.price), 10_000):
        some = slice(first, first + 10_000)
        columns = (
            corpus.offer_service[some].tolist(),
            corpus.offer_clinic[some].tolist(),
            corpus.price[some].tolist(),
            [CURRENCIES[one] for one in corpus.currency[some]],
            [SETTINGS[one] for one in corpus.setting[some]],
            (corpus.weekend[some] * WEEKEND).tolist(),
            corpus.free_day[some].tolist(),
        )
        for key, row in enumerate(zip(*columns, strict=True), first):
            yield Offer(key, *row)


def build(corpus: Corpus) -> tuple[Index, float]:
    """The index and the seconds it took."""
    begun = time.perf_counter()
    index = Index.build(
        lexicon=lexicon(),
        clinics=[
            Clinic(
                key=key,
                names={"en": str(one["name"])},
                country="RU",
                region=str(one["region"]),
                languages=frozenset(one["languages"]),
                accreditations=frozenset(one["accreditations"]),
                distance_km=float(one["distance"]),
            )
            for key, one in enumerate(corpus.clinics)
        ],
        services=[
            Service(
                key=key,
                names=one.names,
                codes=(one.code,) if one.code else (),
                area=one.area,
                kind=one.kind,
            )
            for key, one in enumerate(corpus.services)
        ],
        offers=offers(corpus),
    )
    return index, time.perf_counter() - begun


def ask(index: Index, text: str, filters: Filters) -> list[int]:
    """Services of the first twenty hits."""
    return [hit.service for hit in index.ask(Question(text=text, filters=filters)).hits]
