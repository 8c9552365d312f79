"""The product's index over the corpus, as a worker holds it."""

import csv
import time
from collections.abc import Iterator

from bench.search_corpus import CURRENCIES, REFERENCE, SETTINGS, Corpus
from sanamost.engines.search import (
    Clinic,
    Concept,
    Filters,
    Index,
    Lexicon,
    Offer,
    Question,
    Service,
)

LANGUAGES = ("en", "ru", "zh-hans", "ar")


def lexicon() -> Lexicon:
    """The words that ship with the product."""

    def parts(cell: str) -> tuple[str, ...]:
        return tuple(filter(None, cell.split("|")))

    listed = []
    with (REFERENCE / "search_words.csv").open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            phrases = {language: parts(row[language]) for language in LANGUAGES}
            own = (parts(row["leads_to"]), parts(row["codes"]))
            listed.append(Concept(row["code"], row["kind"], phrases, *own))
    with (REFERENCE / "areas.csv").open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            names = {language: (row[language],) for language in LANGUAGES}
            listed.append(Concept(f"area:{row['code']}", "area", names))
    return Lexicon.of(listed)


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
            corpus.weekend[some].tolist(),
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
