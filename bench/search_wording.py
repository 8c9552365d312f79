"""Words of the corpus: the files that it is made of, typing errors, words as a judge reads them."""

import csv
import gzip
import random
import re
from pathlib import Path

REFERENCE = Path(__file__).resolve().parents[1] / "sanamost/registry/catalogue/reference"
JUDGED = Path(__file__).with_name("search_judged.csv")
LANGUAGES = ("ru", "en", "zh", "ar")
KEYS = {"ru": "ru", "en": "en", "zh": "zh-hans", "ar": "ar"}
SMALL_WORDS = "и в во на с со у к по для от до из за при или не без под один одной"
SMALL = set(SMALL_WORDS.split())


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
