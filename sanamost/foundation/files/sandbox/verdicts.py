"""What a parser in the child may say."""

from dataclasses import dataclass


class Refused(Exception):
    """The file is not taken; the code stands in `refusals.MESSAGES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Facts:
    """What a full parse found."""

    pages: int
    width: int
    height: int
    preview: bool
    keep: int
    """How many bytes from the start belong to the file; what trails is cut off."""
    clear: int = 0
    """How many bytes at the start are set to zero (the preamble of a DICOM file)."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A rendition: pixels encoded anew, nothing of the original's bytes."""

    media_type: str
    content: bytes
    width: int
    height: int
