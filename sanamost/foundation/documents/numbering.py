"""Numbers without gaps: the next one of a series, taken in the transaction that uses it."""

from django.db import connection


def next_number(series: str) -> int:
    """The next number of the series, from 1; given back where the transaction is rolled back.

    One series for one organisation, kind of paper and year, such as `agreement-17-2026`. Holds the
    series' lock to the end of the transaction: take it late.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO documents_series AS s (series, last) VALUES (%s, 1)"
            " ON CONFLICT (series) DO UPDATE SET last = s.last + 1 RETURNING last",
            [series],
        )
        (number,) = cursor.fetchone()
    return int(number)
