"""Small networks to try the engine on, in the format of the test bed."""

import random


def text(*, spokes: int = 2, periods: int = 20, capacity: int = 4, seed: int = 1) -> str:
    """A hub (0) with `spokes`, two classes, the dear one asked for late."""
    draw = random.Random(seed)  # noqa: S311 an invented network, no secret
    places = range(spokes + 1)
    flights = [(s, 0) for s in places[1:]] + [(0, s) for s in places[1:]]
    routes = [(a, b) for a in places for b in places if a != b]
    lines = ["# number of time periods", str(periods), "", "# flights", str(len(flights))]
    lines += [f"{a} {b} {capacity}" for a, b in flights]
    lines += ["", "# itineraries", str(2 * len(routes))]
    base = {route: draw.randint(20, 60) for route in routes}
    lines += [f"{a} {b} {g} {base[a, b] * (1 + 3 * g)}.0" for a, b in routes for g in (0, 1)]
    lines += ["", "# probabilities"]
    for period in range(periods):
        late = 0.5 * period / periods
        chances = [
            f"[ {a} {b} {grade} ]\t{chance / len(routes)}"
            for a, b in routes
            for grade, chance in ((0, 0.9 - late), (1, late))
        ]
        lines.append("\t".join([str(period), *chances]))
    return "\n".join(lines) + "\n"
