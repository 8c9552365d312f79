"""Keyboards and alphabets: a word typed another way is the same word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines.search.letters import folded, pairs, pieces
from sanamost.engines.search.spelling import other_layouts, sound
from sanamost.engines.search.stems import stem


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lfdktybt", "давление"),
        ("'ylj", "эндо"),
        ("ьке", "mrt"),
        ("LFDKTYBT", "давление"),
        ("jf]dg", "تبديل"),
        ("hgv;fm", "الركبة"),
    ],
)
def test_keys_of_the_wrong_layout_give_the_word(typed: str, meant: str) -> None:
    assert meant in other_layouts(typed)


@given(st.text(alphabet="йцукенгшщзхъфывапролджэячсмитьбю", min_size=1))
def test_russian_typed_on_latin_keys_comes_back(word: str) -> None:
    assert word in other_layouts(other_layouts(word)[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("сустава", "sustava"),
        ("эндопротезирование", "endoprotezirovanie"),
        ("мрт", "mrt"),
        ("щитовидной", "shchitovidnoy"),
        ("щитовидной", "schitovidnoi"),
        ("ходжкина", "khodzhkina"),
        ("ключица", "kljuchitsa"),
        ("ящерица", "yascherica"),
        ("рентген", "rentgen"),
        ("пцр", "pcr"),
    ],
)
def test_both_alphabets_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_different_words_sound_different() -> None:
    assert len({sound(word) for word in ("печень", "почка", "мозг", "кость", "кисть")}) == 5


@pytest.mark.parametrize(
    "forms",
    [
        ("сустав", "сустава", "суставы", "суставов", "суставами"),
        ("коленный", "коленного", "коленному", "коленная"),
        ("операция", "операции", "операций", "операцию"),
        ("реконструкция", "реконструкции"),
        ("transplant", "transplants"),
        ("biopsy", "biopsies"),
        ("الركبة", "ركبة", "للركبة", "بالركبة"),
        ("المفاصل", "مفاصل"),
    ],
)
def test_inflections_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(folded(form)) for form in forms}) == 1


def test_different_organs_keep_different_stems() -> None:
    organs = "печень почка почки кость кисть кисти желудок матка вена"
    assert len({stem(word) for word in organs.split()}) == 7


def test_arabic_letters_that_writers_mix_are_one() -> None:
    assert folded("أشعة") == folded("اشعه")
    assert folded("مستشفى") == folded("مستشفي")


def test_chinese_is_cut_from_other_scripts_and_into_pairs() -> None:
    assert pieces("膝关节MRI检查") == ["膝关节", "mri", "检查"]
    assert pairs("膝关节") == ["膝关", "关节"]
    assert pairs("膝") == ["膝"]


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for piece in pieces(text):
        assert piece
        stem(piece)
        sound(piece)


ANYTHING = st.text(max_size=40)


@given(ANYTHING)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(ANYTHING)
def test_case_and_outer_space_do_not_matter_in_russian_and_english(text: str) -> None:
    plain = "".join(sign for sign in text if sign in "абвгдеёжзийклмнопрстуфхцчшщъыьэюя qwertyuiop")

    assert pieces(f"  {plain.upper()} ") == pieces(plain)


@given(ANYTHING)
def test_no_text_gives_empty_pieces_or_stems(text: str) -> None:
    assert all(pieces(text))
    assert all(map(stem, pieces(text)))


@given(ANYTHING)
def test_a_stem_is_no_longer_than_its_word(text: str) -> None:
    assert all(len(stem(piece)) <= len(piece) for piece in pieces(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [("полями", "полости"), ("боли", "большой"), ("кость", "костный мозг")],
)
def test_words_of_other_meaning_keep_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("written", "stem_of"), [("والركبة", "ركبة"), ("الركبة", "ركبة"), ("بالركبة", "ركبة")]
)
def test_an_arabic_word_is_the_same_with_its_article(written: str, stem_of: str) -> None:
    assert stem(folded(written)) == stem(folded(stem_of))
