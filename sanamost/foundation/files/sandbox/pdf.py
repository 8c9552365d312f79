"""PDF: searched for what acts, opened by PDFium, every page parsed within the time there is."""

import io
import re
import time
import zlib
from collections.abc import Iterable, Iterator
from mmap import ACCESS_READ, mmap

import pypdfium2
from pypdfium2 import raw

from sanamost.foundation.files.sandbox.active import MARKUP
from sanamost.foundation.files.sandbox.images import encode, prepare
from sanamost.foundation.files.sandbox.verdicts import Facts, Picture, Refused

__all__ = ["inspect", "prepare", "render"]

MOST_PAGES = 3000
PARSING_SECONDS = 2.5
"""Pages after this many seconds are counted, not parsed: a patient's 900 scans must pass."""
HEAD_LOOK, TAIL_LOOK = 1024, 4096
OBJECT_STREAM_BYTES = 64 * 1024 * 1024
ACTIVE = (b"JavaScript", b"Launch", b"RichMedia", b"SubmitForm", b"ImportData", b"GoToE")
ACTIVE_MEDIA = (b"Rendition", b"Movie", b"Sound", b"OnInstantiate")
ATTACHED = (b"EmbeddedFile", b"EmbeddedFiles")


def _names(words: Iterable[bytes]) -> re.Pattern[bytes]:
    """PDF names, any letter of which may be written `#4A` (ISO 32000-1, 7.3.5)."""
    spelled = (
        b"".join(
            b"(?:%s|#%02x|#%02X)" % (re.escape(bytes([letter])), letter, letter) for letter in word
        )
        for word in words
    )
    return re.compile(rb"/(?:" + b"|".join(spelled) + rb")(?![A-Za-z0-9#])")


ACTIVE_NAMES = _names((*ACTIVE, *ACTIVE_MEDIA))
ATTACHED_NAMES = _names(ATTACHED)
ENCRYPTED_NAMES = _names((b"Encrypt",))
OBJECT_STREAM_NAME = _names((b"ObjStm",))
STREAM = re.compile(rb"stream(?:\r\n|\n|\r)")
PREDICTED_NAMES = _names((b"DecodeParms", b"DP", b"Predictor"))
NUMBERS = re.compile(rb"[\0\t\n\f\r ]*\d+[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]")
"""How every object stream begins once decoded: object numbers and offsets (ISO 32000-1, 7.5.7)."""


def inspect(file: io.BufferedReader) -> Facts:
    """Search, open, parse; raises `Refused`."""
    with mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        end = _end(content)
        if MARKUP.search(content[:HEAD_LOOK]):
            raise Refused("file_disguised")
        _refuse_names(content)
        for inflated in _object_streams(content):
            _refuse_names(inflated)
    document = _open(file)
    pages = len(document)
    if not 0 < pages <= MOST_PAGES:
        raise Refused("file_unreadable" if pages == 0 else "pdf_too_many_pages")
    if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        raise Refused("pdf_active")
    if raw.FPDFDoc_GetAttachmentCount(document) > 0:
        raise Refused("pdf_attachments")
    width, height = _parse_pages(document, pages)
    return Facts(pages, width, height, preview=True, keep=end)


def render(file: io.BufferedReader, page: int, edge: int) -> Picture:
    """One page as a PNG, at most `edge` pixels long; forms and actions are never run."""
    document = _open(file)
    if not 0 <= page < len(document):
        raise Refused("no_such_page")
    sheet = document[page]
    longest = max(*sheet.get_size(), 1.0)
    bitmap = sheet.render(scale=min(edge / longest, 4.0), may_draw_forms=False)
    return encode(bitmap.to_pil(), "png")


def _open(file: io.BufferedReader) -> pypdfium2.PdfDocument:
    file.seek(0)
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        raise Refused("pdf_password" if "assword" in str(error) else "file_unreadable") from None
    if raw.FPDF_GetSecurityHandlerRevision(document) != -1:
        raise Refused("pdf_password")
    return document


def _parse_pages(document: pypdfium2.PdfDocument, pages: int) -> tuple[int, int]:
    until = time.monotonic() + PARSING_SECONDS
    try:
        width, height = document[0].get_size()
        for number in range(pages):
            if time.monotonic() > until:
                break
            document[number].close()
    except pypdfium2.PdfiumError:
        raise Refused("file_unreadable") from None
    return int(width), int(height)


def _end(content: mmap) -> int:
    """Where the file ends after its last %%EOF; anything but white space behind it is refused."""
    mark = content.rfind(b"%%EOF")
    if mark < 0:
        raise Refused("file_truncated")
    rest = content[mark + 5 :]
    if rest.strip(b"\0\t\n\f\r \x1a"):
        raise Refused("file_disguised")
    return len(content)


def _refuse_names(content: mmap | bytes) -> None:
    if ENCRYPTED_NAMES.search(content):
        raise Refused("pdf_password")
    if ATTACHED_NAMES.search(content):
        raise Refused("pdf_attachments")
    if ACTIVE_NAMES.search(content):
        raise Refused("pdf_active")


def _object_streams(content: mmap) -> Iterator[bytes]:
    """Objects kept in compressed streams, inflated within bounds: nothing hides from the search.

    A stream that does not decode to objects here (another filter, a predictor) is refused: what
    cannot be read cannot be trusted.
    """
    left = OBJECT_STREAM_BYTES
    for name in OBJECT_STREAM_NAME.finditer(content):
        start = STREAM.search(content, name.end())
        opening = max(content.rfind(b" obj", 0, name.start()), 0)
        if start is None or PREDICTED_NAMES.search(content, opening, start.start()):
            raise Refused("file_unreadable")
        if NUMBERS.match(content, start.end()):
            continue  # not compressed: the search of the whole file has read it
        inflated = _inflate(content, start.end(), left)
        if not NUMBERS.match(inflated):
            raise Refused("file_unreadable")
        left -= len(inflated)
        yield inflated


def _inflate(content: mmap, start: int, most: int) -> bytes:
    inflater = zlib.decompressobj()
    pieces: list[bytes] = []
    size, position = 0, start
    try:
        while not inflater.eof and position < len(content):
            piece = inflater.decompress(content[position : position + 65536], most - size + 1)
            pieces.append(piece)
            size += len(piece)
            position += 65536
            if size > most or inflater.unconsumed_tail:
                raise Refused("file_too_complex")
    except zlib.error:
        raise Refused("file_unreadable") from None
    return b"".join(pieces)
