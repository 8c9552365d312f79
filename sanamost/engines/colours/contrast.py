"""Contrast of two colours by WCAG 2.2 (relative luminance of sRGB)."""

import re

HEX = re.compile(r"#[0-9a-f]{6}")
Rgb = tuple[int, int, int]


def rgb(colour: str) -> Rgb:
    """The three parts of `#rrggbb`, 0 to 255; raises ValueError for anything else."""
    if not HEX.fullmatch(colour):
        raise ValueError(f"{colour!r} is no #rrggbb")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast(one: str, other: str) -> float:
    """How far the colours stand apart, 1 to 21; texts need 4.5 (WCAG 2.2, 1.4.3, level AA)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """`share` (0 to 1) of the colour with the rest of the other, part by part."""
    parts = zip(rgb(colour), rgb(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in parts)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
