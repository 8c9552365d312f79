"""The shades that pages need of one strong colour, in light and in dark."""

from dataclasses import dataclass

from sanamost.engines.colours.contrast import contrast, mixed

LEAST = 4.5
"""WCAG 2.2, 1.4.3 Contrast (Minimum), level AA, for texts of normal size."""
# The grounds on which pages set the strong colour (assets/sanamost.css): paper, page, sand.
GROUNDS = {
    "light": {"paper": "#ffffff", "page": "#fbfaf7", "sand": "#f5efe4"},
    "dark": {"paper": "#192223", "page": "#111718", "sand": "#211f1a"},
}
TEXT_ON = {"light": "#ffffff", "dark": "#07201f"}
INK = {"light": "#1b2a2c", "dark": "#e4eae8"}
"""Running text, which also stands on the soft shade."""
MODES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Palette:
    """The shades of one mode."""

    accent: str
    strong: str
    """For what is touched, and for words on `soft`."""
    soft: str
    on_accent: str


@dataclass(frozen=True, slots=True)
class Weak:
    """Words that could not be read: their colour, what they would stand on, how far apart."""

    mode: str
    words: str
    ground: str
    ratio: float


def palette(accent: str, mode: str) -> Palette:
    """The shades that follow from the colour in the mode, `light` or `dark`."""
    away = "#000000" if mode == "light" else "#ffffff"
    return Palette(
        accent=accent,
        strong=mixed(accent, away, 0.76),
        soft=mixed(accent, GROUNDS[mode]["paper"], 0.12 if mode == "light" else 0.18),
        on_accent=TEXT_ON[mode],
    )


def weaknesses(light: str, dark: str) -> list[Weak]:
    """Every pair of colours of both modes whose contrast is below `LEAST`, the worst first."""
    found = [
        Weak(mode, words, ground, round(ratio, 2))
        for mode, accent in zip(MODES, (light, dark), strict=True)
        for words, ground, ratio in _pairs(palette(accent, mode), mode)
        if ratio < LEAST
    ]
    return sorted(found, key=lambda one: one.ratio)


def _pairs(shades: Palette, mode: str) -> list[tuple[str, str, float]]:
    pairs = [("accent", name, shades.accent, ground) for name, ground in GROUNDS[mode].items()]
    pairs += [
        ("on_accent", "accent", shades.on_accent, shades.accent),
        ("on_accent", "strong", shades.on_accent, shades.strong),
        ("strong", "soft", shades.strong, shades.soft),
        ("ink", "soft", INK[mode], shades.soft),
    ]
    return [(words, name, contrast(one, other)) for words, name, one, other in pairs]
