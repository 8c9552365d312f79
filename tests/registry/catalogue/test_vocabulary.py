"""The words of the search are whole: four languages, known concepts, no phrase twice in a row."""

import csv
import re

import pytest

from sanamost.engines.search import Clinic, Index, Offer, Question, Service
from sanamost.engines.search.letters import pieces
from sanamost.registry.catalogue.services import REFERENCE
from sanamost.registry.catalogue.vocabulary import LANGUAGES, lexicon

ROWS = list(csv.DictReader((REFERENCE / "search_words.csv").open(encoding="utf-8")))
SCRIPTS = {
    "ru": re.compile(r"[а-яё]", re.IGNORECASE),
    "zh-hans": re.compile(r"[一-鿿]"),
    "ar": re.compile(r"[ء-ي]"),
}


def test_there_are_hundreds_and_each_has_its_own_code() -> None:
    assert len(ROWS) >= 250
    assert len({row["code"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_a_concept_is_named_in_four_languages(row: dict[str, str]) -> None:
    for language in LANGUAGES:
        phrases = row[language].split("|")
        assert all(phrase.strip() == phrase and phrase for phrase in phrases)
        assert len(set(phrases)) == len(phrases)
    for language, script in SCRIPTS.items():
        assert script.search(row[language])


def test_what_a_disease_leads_to_is_a_concept() -> None:
    known = lexicon().concepts

    missing = {
        other for concept in known.values() for other in concept.leads_to if other not in known
    }

    assert missing == set()


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("Эндопротезирование коленного сустава тотальное", "knee-replacement"),
        ("全膝关节置换术", "knee-replacement"),
        ("تبديل مفصل الركبة", "knee-replacement"),
        ("Laparoscopic cholecystectomy", "gallbladder-removal"),
        ("Экстракорпоральное оплодотворение, программа", "ivf"),
        ("Коронарное шунтирование в условиях искусственного кровообращения", "bypass-surgery"),
        ("Магнитно-резонансная томография головного мозга", "brain"),
        ("Колоноскопия", "colon"),
    ],
)
def test_real_names_hold_their_concepts(name: str, concept: str) -> None:
    assert concept in lexicon().in_name(pieces(name))[0]


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("Первичный гонартроз двусторонний", "knee-replacement"),
        ("Астма", "area:pulmonology"),
        ("гломерулонефрит острый нефритический синдром", "area:nephrology"),
        ("J18.9", "area:pulmonology"),
        ("M17", "knee-replacement"),
        ("N04", "area:nephrology"),
    ],
)
def test_titles_and_codes_of_icd_10_lead_to_what_clinics_offer(asked: str, led_to: str) -> None:
    area = led_to.removeprefix("area:") if led_to.startswith("area:") else ""
    name = "Эндопротезирование коленного сустава" if not area else "Приём врача"
    found = Index.build(
        lexicon=lexicon(),
        clinics=[Clinic(key=1)],
        services=[
            Service(key=1, names={"ru": name}, area=area),
            Service(key=2, names={"ru": "Ринопластика"}, area="plastic-surgery"),
        ],
        offers=[Offer(1, 1, 1, 100), Offer(2, 2, 1, 100)],
    ).ask(Question(text=asked))

    assert [hit.service for hit in found.hits] == [1]


@pytest.mark.parametrize(
    ("asked", "wanted", "other"),
    [
        # 腔镜 is a pair of both words; 宫腔 stands in no name here.
        ("宫腔镜检查", {"ru": "Гистероскопия"}, {"zh-hans": "腹腔镜子宫肌瘤剔除术"}),
        # "For children" with a letter missing is as general as the word spelt well.
        (
            "إزالة اللحمية لأطفال",
            {"ru": "Аденотомия"},
            {"ru": "Гистерэктомия субтотальная (дети)"},
        ),
        (
            "поставить стент в сердце",
            {"ru": "Стентирование коронарных артерий"},
            {"ru": "Установка стента в сосуд"},
        ),
        ("УЗДГ сосудов", {"ru": "Ультразвуковая допплерография сосудов"}, {"ru": "Осмотр сосудов"}),
        ("ЧКВ", {"ru": "Стентирование коронарной артерии"}, {"ru": "Осмотр коронарной артерии"}),
    ],
)
def test_the_meant_stands_before_what_only_looks_alike(
    asked: str, wanted: dict[str, str], other: dict[str, str]
) -> None:
    child = {"ar": "كشف طب الأطفال"}
    services = [Service(key=n, names=names) for n, names in enumerate((other, wanted, child), 1)]
    found = Index.build(
        lexicon=lexicon(),
        clinics=[Clinic(key=1)],
        services=services,
        offers=[Offer(one.key, one.key, 1, one.key) for one in services],
    ).ask(Question(text=asked))

    assert found.hits[0].service == 2
