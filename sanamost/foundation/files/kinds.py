"""The kinds of file that are taken, and how to tell them from what is not."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO

import puremagic

from sanamost.foundation.files import names
from sanamost.foundation.files.sandbox.active import ARCHIVES, MARKUP, PROGRAMS

MEGABYTE = 1024 * 1024
HEAD_BYTES = 64 * 1024
TAIL_BYTES = 66 * 1024
ZIP_END = b"PK\x05\x06"


class Kind(StrEnum):
    """What is taken."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    DICOM = "dicom"


MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.DICOM: "application/dicom",
}
ENDINGS = {
    Kind.PDF: ("pdf",),
    Kind.JPEG: ("jpg", "jpeg", "jpe", "jfif"),
    Kind.PNG: ("png",),
    Kind.DICOM: ("dcm", "dic", "dicom", "ima", "img"),
}
VAGUE_TYPES = {"", "application/octet-stream", "binary/octet-stream", "application/x-download"}
EXECUTABLE_ENDINGS = frozenset(
    re.findall(
        r"\w+",
        "exe scr pif bat cmd msi msp cpl dll jar js jse mjs vbs vbe wsf wsh ps1 psm1 sh "
        "bash php php3 phtml phar asp aspx jsp cgi htm html xhtml shtml mht mhtml hta svg "
        "svgz xml xsl swf lnk url desktop apk dmg iso img zip rar 7z gz tgz bz2 xz docm "
        "xlsm pptm",
    )
)
"""A name that hides one of these before its last ending means to deceive."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file of each kind may be, in bytes."""

    bytes_of: dict[Kind, int] = field(
        default_factory=lambda: dict.fromkeys(Kind, 50 * MEGABYTE) | {Kind.DICOM: 200 * MEGABYTE}
    )

    @property
    def most(self) -> int:
        """The largest of all: what an upload of a kind not yet known may grow to."""
        return max(self.bytes_of.values())


def recognise(file: BinaryIO, size: int) -> Kind | str:
    """The kind by its content, or the code of the refusal."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(max(size - TAIL_BYTES, 0))
    tail = file.read()
    kinds = _matching(head)
    if len(kinds) > 1 or (kinds and _is_archive_too(tail)):
        return "file_disguised"
    return kinds[0] if kinds else _family(head)


def fits(kind: Kind, name: str, declared_type: str) -> bool:
    """Whether a name and a declared type can honestly belong to a file of this kind."""
    ending = names.split(name)[1].lstrip(".").lower()
    if any(inner in EXECUTABLE_ENDINGS for inner in names.inner_endings(name)):
        return False
    return _ending_fits(kind, ending) and _type_fits(declared_type)


def true_name(kind: Kind, name: str) -> str:
    """The name with an ending of its kind; a picture named as another picture is put right."""
    stem, ending = names.split(name)
    if ending.lstrip(".").lower() in ENDINGS[kind]:
        return name
    known = any(ending.lstrip(".").lower() in endings for endings in ENDINGS.values())
    return names.clean(f"{stem if known else name}.{ENDINGS[kind][0]}")


def _ending_fits(kind: Kind, ending: str) -> bool:
    if not ending or ending in ENDINGS[kind]:
        return True
    if kind == Kind.DICOM:
        return ending.isdigit()  # files on hospital discs are often named by their identifiers
    pictures = {*ENDINGS[Kind.JPEG], *ENDINGS[Kind.PNG]}
    return kind in {Kind.JPEG, Kind.PNG} and ending in pictures


def _type_fits(declared: str) -> bool:
    plain = declared.partition(";")[0].strip().lower()
    return plain in VAGUE_TYPES or plain in {*MEDIA_TYPES.values(), "image/jpg", "image/pjpeg"}


def _matching(head: bytes) -> list[Kind]:
    tests = {
        Kind.PDF: head[:21].lstrip(b"\xef\xbb\xbf \t\r\n\f").startswith(b"%PDF-1.")
        or head[:21].lstrip(b"\xef\xbb\xbf \t\r\n\f").startswith(b"%PDF-2."),
        Kind.JPEG: head.startswith(b"\xff\xd8\xff"),
        Kind.PNG: head.startswith(b"\x89PNG\r\n\x1a\n"),
        Kind.DICOM: head[128:132] == b"DICM",
    }
    return [kind for kind, matches in tests.items() if matches]


def _is_archive_too(tail: bytes) -> bool:
    """Whether the file ends as a ZIP archive does: its directory's comment reaches the end."""
    place = tail.rfind(ZIP_END)
    if place < 0 or place + 22 > len(tail):
        return False
    comment = int.from_bytes(tail[place + 20 : place + 22], "little")
    return place + 22 + comment <= len(tail)


OWN_SIGNS: tuple[tuple[str, tuple[bytes, ...]], ...] = (
    ("file_program", PROGRAMS),
    ("file_office", (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")),
    ("file_archive", (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", *ARCHIVES)),
    ("file_picture", (b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0")),
)
BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"mif1", b"msf1"), "file_heic"),
    b"avif": "file_picture",
}
FAMILY_OF_ENDING = {
    **dict.fromkeys((".docx", ".xlsx", ".pptx", ".odt", ".ods", ".doc", ".xls"), "file_office"),
    **dict.fromkeys((".mp4", ".mov", ".avi", ".mkv", ".webm", ".mp3", ".wav"), "file_video"),
    **dict.fromkeys((".tif", ".tiff", ".bmp", ".gif", ".webp", ".jp2", ".jxl"), "file_picture"),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar", ".bz2", ".xz", ".zst"), "file_archive"),
}


def _family(head: bytes) -> str:
    """The refusal that helps most; only words depend on it, no file is taken here."""
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], "file_video")
    if head.startswith(b"RIFF"):
        return "file_picture" if head[8:12] == b"WEBP" else "file_video"
    if head.startswith(b"PK") and any(sign in head for sign in (b"word/", b"xl/", b"ppt/")):
        return "file_office"
    signed = next((code for code, signs in OWN_SIGNS if head.startswith(signs)), None)
    return signed or _family_by_text(head)


def _family_by_text(head: bytes) -> str:
    if MARKUP.search(head) or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        return "file_web_page"
    try:
        ending = puremagic.from_string(head)
    except (puremagic.PureError, ValueError):
        ending = ""
    return FAMILY_OF_ENDING.get(ending) or ("file_text" if _is_text(head) else "file_type")


def _is_text(head: bytes) -> bool:
    return b"\0" not in head and head[:-4].decode("utf-8", "replace").count("\ufffd") == 0
