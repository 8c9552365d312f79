"""Where the marks of a chart go: plain geometry, so that the same SVG serves page and paper.

Positions along the page are percentages (a chart is as wide as its place, letters keep their
size); heights are pixels. On a right-to-left page everything is mirrored.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sanamost.web.components.parts import Point
from sanamost.web.components.wording import number_words

ROW = 48
PLOT_TOP = 28
PLOT_HEIGHT = 150


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its text above, the bar below."""

    label: str
    shown: str
    text_y: int
    bar_y: int
    x: float
    width: float
    quiet: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart ready to be written."""

    rows: list[Bar]
    height: int
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One point of a line."""

    label: str
    shown: str
    x: float
    y: float
    text_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line chart ready to be written; `path` is in a 100 x 100 box stretched over the plot."""

    dots: list[Dot]
    path: str
    top: int
    plot: int
    height: int
    label_y: int


def shown(point: Point) -> str:
    """The value as text."""
    return point.shown or number_words(point.value)


def bars(points: Sequence[Point], *, mirrored: bool) -> Bars:
    """Horizontal bars on one scale that starts at zero; negative values are drawn as zero."""
    largest = max((float(point.value) for point in points), default=0.0) or 1.0
    rows = []
    for number, point in enumerate(points):
        width = round(max(float(point.value), 0.0) / largest * 100, 2)
        start = round(100 - width, 2) if mirrored else 0
        top = number * ROW
        rows.append(Bar(point.label, shown(point), top + 16, top + 24, start, width, point.quiet))
    edges = ("100%", "0%") if mirrored else ("0%", "100%")
    return Bars(rows, len(points) * ROW, *edges)


def line(points: Sequence[Point], *, mirrored: bool) -> Line:
    """A line over equal steps, from zero; in reading order, so mirrored right to left."""
    largest = max((float(point.value) for point in points), default=0.0) or 1.0
    step = 100 / max(len(points), 1)
    dots = []
    corners = []
    for number, point in enumerate(points):
        across = (number + 0.5) * step
        x = round(100 - across if mirrored else across, 2)
        share = max(float(point.value), 0.0) / largest
        y = round(PLOT_TOP + (1 - share) * PLOT_HEIGHT, 1)
        corners.append(f"{x},{round((1 - share) * 100, 2)}")
        dots.append(Dot(point.label, shown(point), x, y, y - 12, "middle"))
    foot = PLOT_TOP + PLOT_HEIGHT
    return Line(dots, " ".join(corners), PLOT_TOP, PLOT_HEIGHT, foot + 28, foot + 22)
