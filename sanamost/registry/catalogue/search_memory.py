"""What the C library does with memory that an index no longer needs; glibc only, else nothing."""

import ctypes
import functools

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # malloc.h
LARGE = 2 << 20
"""Bytes from which on a block is the system's again as soon as it is let go of."""


def give_back() -> None:
    """Return what building has freed to the system; the C library keeps it for itself otherwise."""
    _glibc("malloc_trim", 0)


@functools.cache
def keep_little() -> None:
    """From now on large blocks go back at once.

    Left alone, glibc takes the largest array freed so far for a usual size (mallopt(3), dynamic
    threshold) and keeps as much and more in hand: with arrays over a million offers 15 to 30 MB.
    """
    _glibc("mallopt", M_MMAP_THRESHOLD, LARGE)
    _glibc("mallopt", M_TRIM_THRESHOLD, 2 * LARGE)


def _glibc(name: str, *numbers: int) -> None:
    try:
        getattr(ctypes.CDLL(None), name)(*numbers)
    except (OSError, AttributeError):
        return  # another C library
