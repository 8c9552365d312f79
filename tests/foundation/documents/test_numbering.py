"""Numbers without gaps …"""

import pytest
from django.db import transaction

from sanamost.foundation.documents.numbering import next_number

pytestmark = pytest.mark.django_db


def test_run_from_one_in_each_series_apart() -> None:
    assert [next_number("contract-1-2026") for _ in range(3)] == [1, 2, 3]
    assert next_number("contract-2-2026") == 1
    assert next_number("contract-1-2027") == 1


def test_are_given_back_when_the_transaction_fails() -> None:
    def fails() -> None:
        with transaction.atomic():
            assert next_number("contract-1-2026") == 2
            raise RuntimeError("refused")

    assert next_number("contract-1-2026") == 1
    with pytest.raises(RuntimeError):
        fails()
    assert next_number("contract-1-2026") == 2
