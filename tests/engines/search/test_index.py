"""What people type finds what clinics offer, and the index says why."""

import pytest

from sanamost.engines.search import Filters, Index, Order, Question
from tests.engines.search import samples
from tests.engines.search.samples import BIRTH, HEART, IVF, KNEE, KURGAN, LIVER, MOSCOW, MRI, NOSE


@pytest.fixture(scope="module")
def index() -> Index:
    return samples.index()


@pytest.mark.parametrize(
    ("typed", "service", "how"),
    [
        ("эндопротезирование", KNEE, "exact"),
        ("коленный сустав тотальное", KNEE, "exact"),
        ("эндопротизирование", KNEE, "typo"),
        ("rhinoplsty", NOSE, "typo"),
        ("эндопротез", KNEE, "prefix"),
        ("endoprotezirovanie totalnoe", KNEE, "transliteration"),
        ("замена колена", KNEE, "synonym"),
        ("zamena sustava", KNEE, "synonym"),
        ("knee replacement", KNEE, "synonym"),
        ("knee replacment", KNEE, "synonym"),
        ("换膝盖", KNEE, "synonym"),
        ("我要换膝盖多少钱", KNEE, "synonym"),
        ("تبديل الركبة", KNEE, "synonym"),
        ("nose job", NOSE, "synonym"),
        ("隆鼻", NOSE, "synonym"),
        ("تجميل الانف", NOSE, "synonym"),
        ("кесарево", BIRTH, "exact"),
        ("剖腹产", BIRTH, "synonym"),
        ("ЭКО", IVF, "synonym"),
        ("IVF", IVF, "synonym"),
        ("试管婴儿", IVF, "synonym"),
        ("mrt", MRI, "synonym"),
        ("ьке", MRI, "synonym"),
        ("lfdktybt", samples.PRESSURE, "layout"),
        ("gtxtym", LIVER, "layout"),
        ("A16.04.021.006", KNEE, "code"),
        ("а16:04.021", KNEE, "code"),
        ("ort-7", KNEE, "code"),
        ("M17", KNEE, "code"),
        ("гонартроз", KNEE, "synonym"),
        ("膝关节镜", samples.KNEE_ZH, "exact"),
    ],
)
def test_the_first_hit_is_what_was_meant(index: Index, typed: str, service: int, how: str) -> None:
    answer = index.ask(Question(text=typed))

    assert answer.hits[0].service == service
    assert how in {reason.how for reason in answer.hits[0].reasons}


def test_a_reason_names_the_word_typed_and_the_word_met(index: Index) -> None:
    (reason,) = index.ask(Question(text="lfdktybt")).hits[0].reasons

    assert (reason.word, reason.how, reason.met) == ("lfdktybt", "layout", "давление")


def test_an_area_finds_its_services(index: Index) -> None:
    found = {hit.service for hit in index.ask(Question(text="orthopaedics", limit=50)).hits}

    assert found == {KNEE, samples.KNEE_ZH}


def test_a_city_beside_a_treatment_keeps_to_its_clinics(index: Index) -> None:
    answer = index.ask(Question(text="knee replacement Kurgan"))

    assert {hit.clinic for hit in answer.hits} == {KURGAN}
    assert "clinic" in {reason.how for reason in answer.hits[0].reasons}


def test_a_clinics_name_finds_all_that_it_offers(index: Index) -> None:
    answer = index.ask(Question(text="Demo Heart Hospital", limit=50))

    assert {hit.clinic for hit in answer.hits} == {HEART}
    assert answer.total == len(samples.SERVICES)


def test_a_clinic_is_found_in_the_other_alphabet(index: Index) -> None:
    assert {hit.clinic for hit in index.ask(Question(text="центр илизарова")).hits} == {KURGAN}


def test_what_nothing_knows_has_no_hits_and_is_named(index: Index) -> None:
    answer = index.ask(Question(text="ыыъъщщ"))

    assert (answer.total, answer.hits, answer.unknown) == (0, (), ("ыыъъщщ",))


def test_a_word_far_from_all_is_answered_with_the_nearest(index: Index) -> None:
    assert "оплодотворение" in index.ask(Question(text="плодтворенья")).nearest


def test_unknown_words_beside_known_ones_are_named(index: Index) -> None:
    answer = index.ask(Question(text="кесарево qqqqqqqq"))

    assert answer.hits[0].service == BIRTH
    assert answer.unknown == ("qqqqqqqq",)


def test_prices_order_and_page_without_gaps_or_repeats(index: Index) -> None:
    pages = [
        index.ask(Question(order=Order.PRICE, offset=offset, limit=5)).hits
        for offset in range(0, 24, 5)
    ]
    hits = [hit for page in pages for hit in page]

    assert len({hit.offer for hit in hits}) == 24
    prices = [hit.price if hit.price is not None else float("inf") for hit in hits]
    assert prices == sorted(prices)


def test_the_nearest_airport_orders(index: Index) -> None:
    hits = index.ask(Question(text="кесарево", order=Order.DISTANCE)).hits

    assert [hit.clinic for hit in hits] == [MOSCOW, HEART, KURGAN]


def test_an_offer_without_price_passes_no_price_filter(index: Index) -> None:
    answer = index.ask(Question(filters=Filters(price_from=0), limit=50))

    assert HEART not in {hit.clinic for hit in answer.hits}
    assert answer.total == 16


def test_counts_sideways_show_the_other_choices(index: Index) -> None:
    filters = Filters(regions=frozenset({"37"}))

    plain = index.ask(Question(filters=filters)).facets["regions"]
    sideways = index.ask(Question(filters=filters, sideways=True)).facets["regions"]

    assert dict(plain) == {"37": 8}
    assert dict(sideways) == {"37": 8, "45": 16}


def test_a_question_of_any_length_and_signs_is_answered(index: Index) -> None:
    for text in ("", "   ", "%_'\\", "а" * 5_000, "膝" * 500, "\x00", "1", "🦵", "и в на"):
        index.ask(Question(text=text))
