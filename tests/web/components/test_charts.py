"""A chart …"""

from sanamost.web.components import charts
from sanamost.web.components.parts import Point

POINTS = [Point("a", 50), Point("b", 100), Point("c", -5)]


def test_starts_at_zero_and_fills_its_place() -> None:
    rows = charts.bars(POINTS, mirrored=False).rows
    assert [(row.x, row.width) for row in rows] == [(0, 50), (0, 100), (0, 0)]


def test_is_mirrored_for_right_to_left_readers() -> None:
    rows = charts.bars(POINTS, mirrored=True).rows
    assert [(row.x, row.width) for row in rows] == [(50, 50), (0, 100), (100, 0)]
    dots = charts.line(POINTS, mirrored=True).dots
    assert dots[0].x > dots[1].x > dots[2].x


def test_puts_larger_values_higher() -> None:
    dots = charts.line(POINTS, mirrored=False).dots
    assert dots[1].y < dots[0].y < dots[2].y


def test_stands_without_values() -> None:
    assert charts.bars([], mirrored=False).height == 0
    assert charts.line([Point("a", 0)], mirrored=False).dots[0].x == 50
