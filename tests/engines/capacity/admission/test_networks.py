"""The reader of networks …"""

import gzip

import numpy as np
import pytest

from sanamost.engines.capacity.admission import BadNetwork, read_network
from tests.engines.capacity.admission.hubs import text


def test_reads_plain_and_gzip_alike() -> None:
    plain, packed = text().encode(), gzip.compress(text().encode())

    assert np.array_equal(read_network(plain).chances, read_network(packed).chances)


def test_finds_the_legs_of_every_itinerary() -> None:
    network = read_network(text(spokes=2, periods=6, capacity=5).encode())

    assert network.capacities.tolist() == [5, 5, 5, 5]  # 1-0, 2-0, 0-1, 0-2
    assert network.uses[::2] == ((2,), (3,), (0,), (0, 3), (1,), (1, 2))
    assert network.periods == 6
    assert network.chances.sum(axis=1) == pytest.approx([0.9] * 6)


def test_takes_windows_line_ends_and_missing_remarks() -> None:
    lines = [line for line in text().splitlines() if line and not line.startswith("#")]

    assert read_network("\r\n".join(lines).encode()).periods == 20


def test_holds_no_more_units_than_requests_can_come() -> None:
    assert read_network(text(periods=7, capacity=10**12).encode()).capacities.max() == 7


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "ends before the number of periods"),
        (b"\x1f\x8bnot gzip", "gzip"),
        (gzip.compress(text().encode())[:-20], "gzip"),
        ("двести".encode(), "ASCII"),
        (b"many\n", "line 1: number of periods is no whole number: many"),
        (b"0\n", "line 1: number of periods is 0"),
        (b"2\n2\n1 0 5\n", "ends among the flight lines"),
        (b"2\n1\n1 0\n", "line 3: 3 words expected"),
        (b"2\n1\n1 0 -5\n", "line 3: capacity is below zero"),
        (b"2\n2\n1 0 5\n1 0 5\n", "line 4: flight 1 0 stands twice"),
        (b"1\n1\n1 0 5\n1\n0 1 0 9.0\n0 [ 0 1 0 ] 1\n", "line 5: no flights lead from 0 to 1"),
        (b"1\n1\n1 0 5\n1\n1 0 0 nan\n", "line 5: fare is not zero or more"),
        (b"1\n1\n1 0 5\n1\n1 0 0 9\n0 [ 1 0 0 ]\n", "line 6: no pairs"),
        (b"1\n1\n1 0 5\n1\n1 0 0 9\n0 [ 1 0 1 ] 0.5\n", "line 6: unknown itinerary 1 0 1"),
        (b"1\n1\n1 0 5\n1\n1 0 0 9\n0 [ 1 0 0 ] 1.5\n", "line 6: probabilities add up to 1.5"),
        (b"2\n1\n1 0 5\n1\n1 0 0 9\n0 [ 1 0 0 ] 0.5\n", "ends after 1 of 2 periods"),
        (b"2\n1\n1 0 5\n1\n1 0 0 9\n1 [ 1 0 0 ] 0.5\n", "line 6: period 1 where 0 was due"),
        (b"1\n1\n1 0 5\n1\n1 0 0 9\n0 [ 1 0 0 ] 1\n1 [ 1 0 0 ] 1\n", "more than 1 periods"),
        (b"1\n0\n1\n1 0 0 9\n", "line 2: number of flight lines is 0"),
    ],
)
def test_says_what_is_wrong_and_where(content: bytes, said: str) -> None:
    with pytest.raises(BadNetwork, match=said):
        read_network(content)
