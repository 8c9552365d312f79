"""A portal's colours in the words of the stylesheet (assets/sanamost.css)."""

from sanamost.engines.colours import palette


def shades(selector: str, light: str, dark: str) -> str:
    """A rule that gives the strong colour and what follows from it, in both modes.

    Raises ValueError for what is no colour, so nothing else can come into a stylesheet.
    """
    day, night = palette(light, "light"), palette(dark, "dark")
    pairs = {
        "teal": (day.accent, night.accent),
        "teal-strong": (day.strong, night.strong),
        "teal-soft": (day.soft, night.soft),
        "on-teal": (day.on_accent, night.on_accent),
    }
    lines = "".join(f"--{name}:light-dark({a},{b});" for name, (a, b) in pairs.items())
    return f"{selector}{{{lines}}}\n"
