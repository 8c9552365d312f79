"""What `bench.search` searches in and asks: made by a seed from files that ship, judged by itself.

Names are the real nomenclature as clinics write it (own suffixes, abbreviations, upper case, typing
errors), the treatments of `search_judged.csv` and consultations of every speciality. Answers are
known from how a question was made: a question of words of a title is answered by every title that
holds these words; a question of `search_judged.csv` by its own services and by the titles of the
nomenclature that its pattern names. The engine's own words (`reference/search_words.csv`) are not
read here.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bench.search_named import Named, services_as_named
from bench.search_questions import Asked, questions_about
from bench.search_wording import rows

ACCREDITATIONS = ("iso-9001", "jci", "temos", "gha", "iso-22525")
SPOKEN = ("ru", "en", "zh", "ar", "uz", "kk", "de", "fr", "es", "tr")
CURRENCIES = ("RUB", "USD", "EUR", "CNY")
SETTINGS = ("inpatient", "outpatient", "day", "remote")


@dataclass(slots=True)
class Corpus:
    """Everything of one run; offers and clinics as columns."""

    services: list[Named]
    questions: list[Asked]
    offer_service: np.ndarray
    offer_clinic: np.ndarray
    price: np.ndarray
    currency: np.ndarray
    setting: np.ndarray
    weekend: np.ndarray
    free_day: np.ndarray
    clinics: list[dict[str, Any]] = field(default_factory=list)


def make(
    offers: int, seed: int = 20_261_123, clinics: int = 2_000, questions: int = 1_200
) -> Corpus:
    """The corpus: for a million offers over fifty thousand names, else in proportion."""
    dice = random.Random(seed)  # noqa: S311 a repeatable order, no secret
    services = services_as_named(dice, share=min(1.0, offers / 1_000_000))
    asked = questions_about(dice, services, questions)
    numbers = np.random.default_rng(seed)
    # Every name has an offer at least; the rest fall as they may.
    service = np.concatenate(
        (np.arange(len(services)), numbers.integers(0, len(services), offers - len(services)))
    ).astype(np.int32)
    price = np.exp(numbers.normal(14.5, 1.6, offers)).astype(np.int64) // 100 * 100 + 10_000
    return Corpus(
        services=services,
        questions=asked,
        offer_service=service,
        offer_clinic=numbers.integers(0, clinics, offers).astype(np.int32),
        price=price,
        currency=numbers.choice(4, offers, p=[0.85, 0.08, 0.04, 0.03]).astype(np.uint8),
        setting=numbers.integers(0, 4, offers).astype(np.uint8),
        weekend=numbers.random(offers) < 0.25,
        free_day=numbers.integers(20_400, 20_500, offers).astype(np.int32),
        clinics=list(_clinics(dice, clinics)),
    )


def _clinics(dice: random.Random, count: int) -> Iterator[dict[str, object]]:
    regions = [row["code"] for row in rows("regions.csv")]
    for number in range(count):
        yield {
            "name": f"Clinic {number}",
            "region": regions[min(int(dice.expovariate(1 / 15)), len(regions) - 1)],
            "languages": sorted({"ru", *dice.sample(SPOKEN, dice.randrange(0, 4))}),
            "accreditations": sorted(dice.sample(ACCREDITATIONS, dice.choice((0, 0, 1, 1, 2)))),
            "distance": dice.randrange(5, 900),
        }
