"""merge and add_only: many rows into one table."""

import pytest

from sanamost.foundation.bulk import ChangedRow, DuplicateKey, Outcome, Target, add_only, merge
from sanamost.registry.catalogue.models import Language, Speciality

pytestmark = pytest.mark.django_db

TARGET = Target(Speciality, ("code", "names"), ("code",))


def named() -> dict[str, object]:
    return dict(Speciality.objects.values_list("code", "names"))


def test_writes_only_what_differs() -> None:
    merge(TARGET, [("1", '{"en": "one"}'), ("2", '{"en": "two"}')])

    outcome = merge(
        TARGET, [("1", '{"en":"one"}'), ("2", '{"en": "second"}'), ("3", '{"en": "three"}')]
    )

    assert outcome == Outcome(read=3, new=1, changed=1)
    assert outcome.unchanged == 1
    assert named() == {"1": {"en": "one"}, "2": {"en": "second"}, "3": {"en": "three"}}


def test_leaves_rows_that_did_not_come() -> None:
    merge(TARGET, [("1", "{}"), ("2", "{}")])

    merge(TARGET, [("2", "{}")])

    assert set(named()) == {"1", "2"}


def test_refuses_two_rows_with_one_key_and_writes_nothing() -> None:
    with pytest.raises(DuplicateKey, match="7"):
        merge(TARGET, [("1", "{}"), ("7", "{}"), ("7", "{}")])

    assert named() == {}


def test_add_only_refuses_another_row_under_a_known_key() -> None:
    add_only(TARGET, [("1", '{"en": "one"}')])

    with pytest.raises(ChangedRow, match=r"^1: .*one.* is there, .*other.* came$"):
        add_only(TARGET, [("2", "{}"), ("1", '{"en": "other"}')])

    assert named() == {"1": {"en": "one"}}


def test_add_only_lets_the_named_field_differ_and_keeps_the_first() -> None:
    target = Target(Language, ("code", "rtl", "self_name", "names"), ("code",))
    add_only(target, [("ru", "0", "русский", "{}")])

    outcome = add_only(
        target, [("ru", "0", "Russian", "{}"), ("kk", "0", "", "{}")], ignoring="self_name"
    )

    assert outcome == Outcome(read=2, new=1, changed=0)
    assert Language.objects.get(code="ru").self_name == "русский"
