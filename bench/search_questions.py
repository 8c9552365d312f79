"""Questions to the corpus, with the meanings that answer them."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bench.search_named import Named
from bench.search_wording import KEYS, LANGUAGES, judged, mistyped, root, rows, words_of

SPLIT = 2
NOT_THE_THING = re.compile(
    r"патолого-анатом|биопс|молекулярн|назначение|пособие|иммунофенотип|расшифров"
)
TO_LATIN = dict(
    zip("абвгдеёзийклмнопрстуфхыэ", ("a", "b", "v", "g", "d", "e", "e", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "y", "e"), strict=True)
) | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}  # fmt: skip
KEYS_OF = dict(
    zip("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`", strict=True)
)


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


def unjudged(asked: Sequence[Asked], count: int) -> list[str]:
    """Questions of the same making, no two alike, without judgements: to be asked once each."""
    dice = random.Random(count)  # noqa: S311 a repeatable order, no secret
    titles = [words_of(row["name"].lower()) for row in rows("nomenclature_804n.csv.gz")]
    titles = [words for words in titles if 2 <= len(words) <= 8]
    made: dict[str, None] = {}
    for one in asked:
        made.setdefault(one.text)
    while len(made) < count:
        one = dice.choice(asked)
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


def questions_about(dice: random.Random, services: list[Named], count: int) -> list[Asked]:
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
