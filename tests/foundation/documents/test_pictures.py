"""A picture of a page …"""

import io

import pytest
from PIL import Image

from sanamost.foundation.documents import fonts
from sanamost.foundation.documents.pictures import HEIGHT, MOST_BYTES, WIDTH, Said, picture

SAID = {
    "en": Said(title="Total knee replacement", label="Treatment", lines=("from RUB 450,000",)),
    "ru": Said(title="Эндопротезирование колена", label="Лечение", language="ru"),
    "zh": Said(title="全膝关节置换术", label="治疗", language="zh-hans"),
    "ar": Said(title="استبدال مفصل الركبة", label="العلاج", language="ar"),
}


def drawn(said: Said) -> Image.Image:
    content = picture(said)
    assert len(content) <= MOST_BYTES
    return Image.open(io.BytesIO(content)).convert("L")


def ink(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many dark points there are in the box."""
    return sum(image.crop(box).histogram()[:120])


@pytest.mark.parametrize("script", SAID)
def test_has_the_size_that_networks_ask_for_in_every_script(script: str) -> None:
    image = drawn(SAID[script])
    assert image.size == (WIDTH, HEIGHT)
    assert ink(image, (0, 150, WIDTH, 560)) > 5_000
    assert fonts.unprintable(SAID[script].title) == frozenset()


def test_of_an_arabic_page_begins_at_the_right() -> None:
    left, right = (0, 200, 500, 560), (700, 200, WIDTH, 560)
    arabic, english = drawn(SAID["ar"]), drawn(Said(title="Knee"))
    assert ink(arabic, right) > ink(arabic, left)
    assert ink(english, left) > ink(english, right)


def test_stays_small_and_whole_with_the_longest_words() -> None:
    image = drawn(
        Said(title="Wordsofmanyletters " * 40, lines=("line " * 40,) * 9, label="x" * 500)
    )
    assert ink(image, (0, 600, WIDTH, HEIGHT)) == 0


def test_does_what_words_say_to_no_template() -> None:
    said = Said(title='#read("/etc/passwd") "); #panic() \\ $x$', lines=("#pagebreak()",))
    assert drawn(said).size == (WIDTH, HEIGHT)


def test_has_a_version_of_everything_that_is_seen() -> None:
    kinds = [Said(title="a"), Said(title="b"), Said(title="a", language="ru"),
             Said(title="a", accent="#1d4f91"), Said(title="a", lines=("b",))]  # fmt: skip
    assert len({said.version for said in kinds}) == len(kinds)
    assert Said(title="a").version == Said(title="a").version
