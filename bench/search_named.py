"""Services as clinics name them, for the corpus: one name of one service, and what it means."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from bench.search_wording import KEYS, LANGUAGES, judged, mistyped, rows

KINDS = {"A": "surgery", "B": "consultation"}
ENDINGS = (
    "", "", ", без стоимости ИМН", " (взрослые)", " (дети)", ", 1 категория", ", 2 категория",
    ", высшая категория", " для иностранных граждан", ", срочно", " (1 процедура)", ", первичное",
    " в стационаре", " амбулаторно", ", по направлению", " VIP", ", курс", " (с заключением)",
)  # fmt: skip
SHORTER = (
    ("Магнитно-резонансная томография", "МРТ"),
    ("Ультразвуковое исследование", "УЗИ"),
    ("Компьютерная томография", "КТ"),
    ("Определение", "Опред."),
    ("исследование", "иссл-е"),
    ("Исследование", "Иссл."),
    ("Рентгенография", "R-графия"),
    ("с использованием", "с исп."),
    ("Прием (осмотр, консультация) врача", "Консультация врача"),
)
CONSULTATION = {
    "ru": ("Консультация: {}", "{}, консультация специалиста", "Приём по профилю «{}»"),
    "en": ("{} consultation", "Specialist visit: {}", "Consultation, {}"),
    "zh": ("{}门诊", "{}专家会诊", "{}咨询"),
    "ar": ("استشارة {}", "زيارة أخصائي {}", "كشف {}"),
}
OWN_ENDINGS = {
    "ru": ("", " (под ключ)", ", пакет", " с пребыванием", " эконом"),
    "en": ("", " (package)", ", all inclusive", " with hospital stay", " standard"),
    "zh": ("", "（套餐）", "（含住院）", "标准", "全包"),
    "ar": ("", " (باقة)", " شامل الإقامة", " قياسي", " شامل"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A service as some clinics name it; `meaning` is what a judge goes by."""

    names: dict[str, str]
    code: str
    area: str
    kind: str
    meaning: str


def services_as_named(dice: random.Random, share: float) -> list[Named]:
    """Every name once, as the first that makes it means it."""
    made: dict[str, Named] = {}
    for named in (*_of_nomenclature(dice, share), *_of_treatments(), *_of_consultations()):
        made.setdefault(*next((name, named) for name in named.names.values()))
    return list(made.values())


def _of_nomenclature(dice: random.Random, share: float) -> Iterator[Named]:
    areas = [row["code"] for row in rows("areas.csv")]
    titles = rows("nomenclature_804n.csv.gz")
    for number, row in enumerate(titles[:: max(1, round(1 / max(share, 0.1)))]):
        area = areas[(number // 300) % len(areas)]
        for _wording in range(6):
            name = _as_a_clinic_writes(dice, row["name"])
            kind = KINDS[row["section"]] if row["kind"] != "A26" else "diagnostics"
            code = row["code"] if dice.random() < 0.6 else ""
            yield Named({"ru": name}, code, area, kind, f"n:{row['code']}")


def _of_treatments() -> Iterator[Named]:
    for number, row in enumerate(judged()):
        for language in ["ru"] + ([LANGUAGES[number % 4]] if number % 4 else []):
            for ending in OWN_ENDINGS[language]:
                name = row[f"name_{language}"] + ending
                yield Named({KEYS[language]: name}, "", "", "surgery", f"t:{row['id']}")


def _of_consultations() -> Iterator[Named]:
    for number, row in enumerate(rows("specialities.csv")):
        if not (row["zh-hans"] and row["ar"]):
            continue
        for language in (LANGUAGES[number % 4], LANGUAGES[(number + 1) % 4]):
            for pattern in CONSULTATION[language]:
                name = pattern.format(row[KEYS[language]])
                meaning = f"s:{row['code']}"
                yield Named({KEYS[language]: name}, "", "", "consultation", meaning)


def _as_a_clinic_writes(dice: random.Random, title: str) -> str:
    name = title
    if dice.random() < 0.35:
        for long, short in SHORTER:
            name = name.replace(long, short)
    name += dice.choice(ENDINGS)
    chance = dice.random()
    if chance < 0.08:
        parts = name.split(" ")
        longest = max(range(len(parts)), key=lambda place: len(parts[place]))
        if len(parts[longest]) > 4:
            parts[longest] = mistyped(dice, parts[longest])
        name = " ".join(parts)
    elif chance < 0.14:
        name = name.upper()
    elif chance < 0.2:
        name = name[:90].rstrip()
    return name
