"""What `bench.search` searches in and asks: made by a seed from files that ship, judged by itself.

Names are the real nomenclature as clinics write it (own suffixes, abbreviations, upper case, typing
errors), the treatments of `search_judged.csv` and consultations of every speciality. Answers are
known from how a question was made: a question of words of a title is answered by every title that
holds these words; a question of `search_judged.csv` by its own services and by the titles of the
nomenclature that its pattern names. The engine's own words (`reference/search_words.csv`) are not
read here.
"""

import csv
import gzip
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

REFERENCE = Path(__file__).resolve().parents[1] / "sanamost/registry/catalogue/reference"
JUDGED = Path(__file__).with_name("search_judged.csv")
SPLIT = 2
LANGUAGES = ("ru", "en", "zh", "ar")
KEYS = {"ru": "ru", "en": "en", "zh": "zh-hans", "ar": "ar"}
ACCREDITATIONS = ("iso-9001", "jci", "temos", "gha", "iso-22525")
SPOKEN = ("ru", "en", "zh", "ar", "uz", "kk", "de", "fr", "es", "tr")
CURRENCIES = ("RUB", "USD", "EUR", "CNY")
SETTINGS = ("inpatient", "outpatient", "day", "remote")
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
NOT_THE_THING = re.compile(
    r"патолого-анатом|биопс|молекулярн|назначение|пособие|иммунофенотип|расшифров"
)
SMALL_WORDS = "и в во на с со у к по для от до из за при или не без под один одной"
SMALL = set(SMALL_WORDS.split())
TO_LATIN = dict(
    zip("абвгдеёзийклмнопрстуфхыэ", ("a", "b", "v", "g", "d", "e", "e", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "y", "e"), strict=True)
) | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}  # fmt: skip
KEYS_OF = dict(
    zip("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`", strict=True)
)


@dataclass(frozen=True, slots=True)
class Named:
    """A service as some clinics name it; `meaning` is what a judge goes by."""

    names: dict[str, str]
    code: str
    area: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, how it was made, and the meanings that answer it.

    `tuning` is of the half that words and rules may be mended by; the other half is only counted.
    """

    text: str
    how: str
    cross: bool
    right: frozenset[str]
    tuning: bool = False


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
    services = _services(dice, share=min(1.0, offers / 1_000_000))
    asked = _questions(dice, services, questions)
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


def rows(file: str) -> list[dict[str, str]]:
    """A reference file's rows."""
    content = (REFERENCE / file).read_bytes()
    text = gzip.decompress(content) if file.endswith(".gz") else content
    return list(csv.DictReader(text.decode().splitlines()))


def judged() -> list[dict[str, str]]:
    """The treatments with clinics' names and patients' words, and the titles they answer to."""
    with JUDGED.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def mistyped(dice: random.Random, word: str) -> str:
    """The word with one error: a letter lost, doubled, changed or swapped with its neighbour."""
    at = dice.randrange(1, len(word) - 1)
    other = dice.choice(word)
    return dice.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + other + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


def words_of(text: str) -> list[str]:
    """Lower-case words of three letters or more that carry meaning."""
    return [word for word in re.findall(r"[^\W\d_]{3,}", text.lower()) if word not in SMALL]


def root(word: str) -> str:
    """The word less its last letters: a judge reads "волос" and "волосах" as one word."""
    return word[: max(3, min(7, len(word) - (1 if len(word) < 6 else 2)))]


def _services(dice: random.Random, share: float) -> list[Named]:
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


def unjudged(corpus: Corpus, count: int) -> list[str]:
    """Questions of the same making, no two alike, without judgements: to be asked once each."""
    dice = random.Random(count)  # noqa: S311 a repeatable order, no secret
    titles = [words_of(row["name"].lower()) for row in rows("nomenclature_804n.csv.gz")]
    titles = [words for words in titles if 2 <= len(words) <= 8]
    made: dict[str, None] = {}
    for one in corpus.questions:
        made.setdefault(one.text)
    while len(made) < count:
        one = dice.choice(corpus.questions)
        if not one.how.startswith("title"):
            made.setdefault(_perhaps_mistyped(dice, one.text, 1.0))
            continue
        words = dice.choice(titles)
        first = dice.randrange(max(1, len(words) - 3))
        how, text = _said(dice, words[first : first + dice.choice((2, 3, 3, 4))])
        if how != "code":
            made.setdefault(text)
    texts = list(made)[:count]
    dice.shuffle(texts)
    return texts


def for_tuning(subject: str) -> bool:
    """Whether questions about the treatment, title or speciality are of the half to tune on.

    Halves are of subjects, not of questions: what was mended for one wording of a treatment must
    not count as found out about another wording of the same.
    """
    return random.Random(f"{SPLIT} {subject}").random() < 0.5  # noqa: S311 a repeatable split


def _questions(dice: random.Random, services: list[Named], count: int) -> list[Asked]:
    """Of each half of the subjects half of the questions."""
    present = {one.meaning for one in services}
    spoken: dict[str, set[str]] = defaultdict(set)
    for one in services:
        spoken[one.meaning] |= set(one.names)
    titles = {f"n:{row['code']}": row["name"].lower() for row in rows("nomenclature_804n.csv.gz")}
    titles = {meaning: title for meaning, title in titles.items() if meaning in present}
    chosen = []
    for tuning in (True, False):
        some = _half(dice, titles, spoken, count // 2, tuning=tuning)
        chosen += [replace(one, tuning=tuning) for one in some]
    dice.shuffle(chosen)
    return chosen


def _half(
    dice: random.Random,
    titles: dict[str, str],
    spoken: dict[str, set[str]],
    count: int,
    *,
    tuning: bool,
) -> list[Asked]:
    """30 % across languages; of the rest most from titles, with what people do to them."""
    across: list[Asked] = []
    within: list[Asked] = []
    for row in judged():
        if for_tuning(f"t:{row['id']}") is tuning:
            for one in _of_patients(dice, row, titles, spoken):
                (across if one.cross else within).append(one)
    dice.shuffle(across)
    dice.shuffle(within)
    wanted_across = round(count * 0.3)
    while len(across) < wanted_across:
        across += [_again(dice, one) for one in across[: wanted_across - len(across)]]
    chosen = across[:wanted_across] + within[: count // 6]
    chosen += _of_doctors(dice, spoken, count // 15, tuning=tuning)
    return chosen + _of_titles(dice, titles, count - len(chosen), tuning=tuning)


def _of_patients(
    dice: random.Random, row: dict[str, str], titles: dict[str, str], spoken: dict[str, set[str]]
) -> Iterator[Asked]:
    """A treatment in patients' own words; across where none of its names is in the language."""
    pattern = re.compile(row["titles"])
    right = frozenset({f"t:{row['id']}"}) | {
        meaning
        for meaning, title in titles.items()
        if pattern.search(title) and not NOT_THE_THING.search(title)
    }
    languages = set().union(*(spoken[meaning] for meaning in right))
    for language in LANGUAGES:
        for ask in row[f"ask_{language}"].split("|"):
            text = _perhaps_mistyped(dice, ask, 0.25)
            noise = "as it is" if text == ask else "error"
            cross = KEYS[language] not in languages
            yield Asked(text, f"lay {language}, {noise}", cross, right)


def _again(dice: random.Random, asked: Asked) -> Asked:
    """The same question with another error."""
    how = f"{asked.how.split(',')[0]}, again"
    return Asked(_perhaps_mistyped(dice, asked.text, 1.0), how, asked.cross, asked.right)


def _perhaps_mistyped(dice: random.Random, text: str, chance: float) -> str:
    parts = text.split(" ")
    long = [place for place, part in enumerate(parts) if len(part) >= 6 and part.isalpha()]
    if long and dice.random() < chance and not re.search(r"[一-鿿]", text):
        place = dice.choice(long)
        parts[place] = mistyped(dice, parts[place])
    return " ".join(parts)


def _of_doctors(
    dice: random.Random, spoken: dict[str, set[str]], count: int, *, tuning: bool
) -> list[Asked]:
    """Consultations of specialities, asked in a language in which they are named."""
    asked: list[Asked] = []
    listed = [row for row in rows("specialities.csv") if spoken.get(f"s:{row['code']}")]
    own = [row for row in listed if for_tuning(f"s:{row['code']}") is tuning]
    while own and len(asked) < count:
        row = dice.choice(own)
        language = dice.choice(sorted(spoken[f"s:{row['code']}"]))
        text = row[language]
        right = {
            f"s:{one['code']}"
            for one in listed
            if text in one[language] or set(words_of(text)) <= set(words_of(one[language]))
        }
        said = _perhaps_mistyped(dice, text, 0.3)
        how = f"speciality {language[:2]}, {'as it is' if said == text else 'error'}"
        asked.append(Asked(said, how, cross=False, right=frozenset(right)))
    return asked


def _of_titles(
    dice: random.Random, titles: dict[str, str], count: int, *, tuning: bool
) -> list[Asked]:
    """Words of a title: as they are, with an error, cut, in Latin, on the wrong keyboard, a code."""
    held = {meaning: words_of(title) for meaning, title in titles.items()}
    listed = [meaning for meaning in titles if for_tuning(meaning) is tuning]
    asked: list[Asked] = []
    while len(asked) < count:
        meaning = dice.choice(listed)
        words = words_of(titles[meaning])
        if not 2 <= len(words) <= 8:
            continue
        first = dice.randrange(max(1, len(words) - 3))
        said = words[first : first + dice.choice((2, 3, 3, 4))]
        if max(map(len, said)) < 6:
            continue
        right = frozenset(
            other
            for other, has in held.items()
            if all(any(word.startswith(one) for word in has) for one in map(root, said))
        )
        how, text = _said(dice, said)
        if how == "code":
            text, right = meaning[2:], frozenset({meaning})
        asked.append(Asked(text, f"title, {how}", cross=False, right=right))
    return asked


def _said(dice: random.Random, said: list[str]) -> tuple[str, str]:
    chance = dice.random()
    if chance < 0.38:
        at = max(range(len(said)), key=lambda place: len(said[place]))
        return "error", " ".join([*said[:at], mistyped(dice, said[at]), *said[at + 1 :]])
    if chance < 0.48 and len(said[-1]) > 6:
        return "beginning", " ".join([*said[:-1], said[-1][: dice.randrange(5, len(said[-1]))]])
    if chance < 0.58:
        return "latin", "".join(TO_LATIN.get(sign, sign) for sign in " ".join(said))
    if chance < 0.66:
        return "keyboard", "".join(KEYS_OF.get(sign, sign) for sign in " ".join(said))
    if chance < 0.69:
        return "code", ""
    return "plain", " ".join(said)
