"""A portal's own colour: what is derived from it, and whether everybody can read it."""

from sanamost.engines.colours.contrast import contrast, mixed, rgb
from sanamost.engines.colours.palettes import (
    GROUNDS,
    LEAST,
    MODES,
    Palette,
    Weak,
    palette,
    weaknesses,
)

__all__ = [
    "GROUNDS",
    "LEAST",
    "MODES",
    "Palette",
    "Weak",
    "contrast",
    "mixed",
    "palette",
    "rgb",
    "weaknesses",
]
