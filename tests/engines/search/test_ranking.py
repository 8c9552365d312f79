"""Of what answers a question …"""

import pytest

from sanamost.engines.search import Clinic, Concept, Index, Lexicon, Offer, Order, Question, Service

LEXICON = Lexicon.of(
    [
        Concept("vein", "part", {"en": ("vein",), "ru": ("вена",)}),
        Concept("leg", "part", {"en": ("leg",), "ru": ("нога",)}),
        Concept("removal", "act", {"en": ("removal",), "ru": ("удаление",)}),
        Concept("surgery", "generic", {"en": ("surgery",), "ru": ("операция",)}),
        Concept("breast", "part", {"en": ("breast",), "ru": ("молочная железа",)}),
        Concept("mastectomy", "treatment", {"en": ("breast removal",), "ru": ("мастэктомия",)}),
        Concept("varices", "disease", {"en": ("varices",), "ru": ("варикоз",)}, ("area:veins",)),
        Concept("area:veins", "area", {"en": ("Vascular surgery",)}),
    ]
)
NAMES = {
    1: "Удаление варикозных вен",
    2: "Осмотр ног",
    3: "Удаление кисты молочной железы",
    4: "Мастэктомия",
    5: "Удаление сосуда",
    6: "Электрическими полями при болезни",
    7: "Лечение полости рта",
    8: "Лечение полости носа",
}
AREAS = {5: "veins"}


def index(offers_each: int = 1) -> Index:
    return Index.build(
        lexicon=LEXICON,
        clinics=[Clinic(key=1)],
        services=[
            Service(key=key, names={"ru": name}, codes=(f"A16.0{key}",), area=AREAS.get(key, ""))
            for key, name in NAMES.items()
        ],
        offers=[
            Offer(key * 100 + number, key, 1, 1_000 * key + number)
            for key in NAMES
            for number in range(offers_each)
        ],
    )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("варикоз ног", 1),
        ("удалить варикоз", 1),
        ("удаление варикоза", 1),
        ("breast removal", 4),
        ("полости рта", 7),
        ("A16.04", 4),
    ],
)
def test_the_surest_stands_first(text: str, first: int) -> None:
    assert index().ask(Question(text=text)).hits[0].service == first


def test_one_name_shows_its_three_cheapest_before_the_next_name() -> None:
    hits = index(offers_each=9).ask(Question(text="лечение полости", limit=7)).hits

    assert [hit.service for hit in hits] == [7, 7, 7, 8, 8, 8, 7]
    assert [hit.price for hit in hits[:3]] == [7_000, 7_001, 7_002]


def test_by_price_the_names_do_not_matter() -> None:
    asked = Question(text="удаление", order=Order.PRICE, limit=100)
    prices = [hit.price or 0 for hit in index(offers_each=9).ask(asked).hits]

    assert prices == sorted(prices)


def test_pages_neither_overlap_nor_leave_out() -> None:
    asked = index(offers_each=9)
    pages = [
        hit.offer
        for offset in range(0, 40, 7)
        for hit in asked.ask(Question(text="удаление", offset=offset, limit=7)).hits
    ]

    assert len(pages) == len(set(pages)) == asked.ask(Question(text="удаление", limit=0)).total
