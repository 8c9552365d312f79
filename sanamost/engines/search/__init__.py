"""What is looked for and what is looked in, brought to one form; and an index of offers."""

from sanamost.engines.search.asking import (
    Answer,
    Filters,
    Hit,
    Order,
    Question,
    Reason,
    tidied,
)
from sanamost.engines.search.clinics import Clinic
from sanamost.engines.search.codes import diagnosis_code, service_code
from sanamost.engines.search.index import Changes, Index
from sanamost.engines.search.keys import search_key, words
from sanamost.engines.search.lexicon import Concept, Lexicon
from sanamost.engines.search.offers import Offer
from sanamost.engines.search.segment import Service

__all__ = [
    "Answer",
    "Changes",
    "Clinic",
    "Concept",
    "Filters",
    "Hit",
    "Index",
    "Lexicon",
    "Offer",
    "Order",
    "Question",
    "Reason",
    "Service",
    "diagnosis_code",
    "search_key",
    "service_code",
    "tidied",
    "words",
]
