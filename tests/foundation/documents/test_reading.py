"""A paper read on a page …"""

from typing import Any

import pytest

from sanamost.foundation.documents import reading
from sanamost.foundation.documents import services as documents
from sanamost.foundation.documents.models import Paper
from tests.foundation.documents import samples
from tests.world import NOON, acting_as, system

pytestmark = pytest.mark.django_db


def frozen(**changes: Any) -> Paper:
    """The sample contract, with changes; None takes a field away."""
    body = {**samples.CONTRACT, **changes}
    body.pop("verification")
    content = {name: value for name, value in body.items() if value is not None}
    actor = system("test")
    with acting_as(actor):
        return documents.freeze(
            "contract",
            content,
            language="zh",
            case_id=None,
            organisation_id=None,
            actor=actor,
            now=NOON,
        )


def words(paper: Paper, language: str) -> str:
    parts = reading.read(paper, language).parts
    return "\n".join(clause for part in parts for clause in part.clauses)


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans", "ar"])
def test_leaves_no_place_unfilled(language: str) -> None:
    said = words(frozen(), language)
    assert "{" not in said
    assert "PN-2026-00042" in said


@pytest.mark.parametrize(("rules", "other"), [("659", "736"), ("736", "659")])
def test_names_only_the_rules_that_it_was_made_under(rules: str, other: str) -> None:
    said = words(frozen(rule_set=rules), "en")
    assert f"No. {rules}" in said
    assert f"No. {other}" not in said


def test_says_who_pays_only_where_somebody_else_does() -> None:
    customer = {"legal_name": "Gulf Shield Insurance", "address": "Dubai"}
    assert "the Customer undertakes to pay" in words(frozen(customer=customer), "en")
    assert "the Customer" not in words(frozen(customer=None), "en").split("\n")[0]


def test_leaves_out_a_clause_about_nothing() -> None:
    with_agent, without = words(frozen(), "en"), words(frozen(payment_agent=None), "en")
    assert "Silk Road Care" in with_agent
    assert len(without.split("\n")) == len(with_agent.split("\n")) - 1
