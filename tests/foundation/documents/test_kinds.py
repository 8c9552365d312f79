"""kinds: what each paper must hold, and the words it is printed in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sanamost.foundation.documents.kinds import KINDS, IncompletePaper
from sanamost.foundation.documents.render import TEMPLATES
from tests.foundation.documents.samples import SAMPLES, sample

TEXTS = sorted(TEMPLATES.rglob("texts/*.toml"))
FOUR = {"en", "ru", "zh", "ar"}


def test_have_a_sample_each() -> None:
    assert set(SAMPLES) == set(KINDS)
    assert len(KINDS) == 19


@pytest.mark.parametrize("code", KINDS)
def test_have_a_template_and_a_title(code: str) -> None:
    kind = KINDS[code]

    assert (TEMPLATES / kind.version / f"{kind.template}.typ").is_file()
    assert str(kind.name)


@pytest.mark.parametrize("code", KINDS)
def test_refuse_a_paper_without_a_required_field(code: str) -> None:
    kind = KINDS[code]
    whole = sample(code, "en")
    kind.check(whole)

    for path in kind.required:
        name = re.split(r"[.\[]", path)[0]
        with pytest.raises(IncompletePaper) as refused:
            kind.check({field: value for field, value in whole.items() if field != name})
        assert path in refused.value.missing


def test_refuse_an_empty_value_deep_in_a_list() -> None:
    whole = sample("contract", "en")
    whole["lines"][2]["name"] = ""

    with pytest.raises(IncompletePaper) as refused:
        KINDS["contract"].check(whole)

    assert refused.value.missing == ("lines[].name",)


def test_refuse_a_field_nobody_would_see() -> None:
    with pytest.raises(IncompletePaper) as refused:
        KINDS["invoice_final"].check({**sample("invoice_final", "en"), "diagnosis": "M16.1"})

    assert refused.value.unknown == ("diagnosis",)


def _texts(node: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict) and "en" in node and where != "common.language_names.en":
        yield where, node
    elif isinstance(node, dict):
        for name, inner in node.items():
            yield from _texts(inner, f"{where}.{name}")
    elif isinstance(node, list):
        for i, inner in enumerate(node):
            yield from _texts(inner, f"{where}[{i}]")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_say_everything_in_four_languages_with_the_same_values(path: Path) -> None:
    found = list(_texts(tomllib.loads(path.read_text(encoding="utf-8")), path.stem))

    assert found
    for where, text in found:
        assert set(text) >= FOUR, where
        spoken = {lang: text[lang] for lang in FOUR}
        assert all(spoken.values()), where
        if isinstance(text["en"], str):
            named = {lang: set(re.findall(r"\{(\w+)\}", spoken[lang])) for lang in FOUR}
            assert len({frozenset(names) for names in named.values()}) == 1, (where, named)
