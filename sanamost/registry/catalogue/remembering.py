"""Small lists kept in the process for five minutes, so that each page need not read them."""

import functools
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

KEPT_FOR = 300.0
_kept: dict[tuple[object, ...], tuple[float, tuple[object, ...]]] = {}


def remembered(read: Callable[P, tuple[T, ...]]) -> Callable[P, tuple[T, ...]]:
    """Keep what `read` returned for the same arguments; an empty answer is not kept."""

    @functools.wraps(read)
    def reading(*args: P.args, **kwargs: P.kwargs) -> tuple[T, ...]:
        key = (read, args, tuple(sorted(kwargs.items())))
        found = _kept.get(key)
        if found and found[0] > time.monotonic():
            return cast("tuple[T, ...]", found[1])
        rows = read(*args, **kwargs)
        if rows:
            _kept[key] = (time.monotonic() + KEPT_FOR, rows)
        return rows

    return reading


def forget() -> None:
    """Read anew: the tables have changed. Other processes follow within `KEPT_FOR` seconds."""
    _kept.clear()
