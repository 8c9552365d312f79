"""What kind of file was brought, by its first bytes; the name says nothing."""

import re
import zipfile
from typing import BinaryIO

from sanamost.engines.price_lists.grids import UnreadableFile

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNS: tuple[tuple[str, tuple[bytes, ...]], ...] = (
    ("program_1c", (b"MOXCEL", b'{"MOXCEL', b"\xef\xbb\xbf{16,")),
    ("archive", (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh")),
    ("not_a_table", (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"GIF8", b"II*\0", b"MM\0*")),
)
_WEB_PAGE = re.compile(rb"\s*(?:<!doctype\s+html|<html|<table|<body|<meta|<head|<style|<!--)", re.I)
_LETTER = re.compile(rb"(?:MIME-Version:|Content-Type:|From: <Saved by)", re.I)
_XML = re.compile(rb"\s*<\?xml|\s*<(?:\w+:)?Workbook\b")
_JSON = re.compile(rb'\s*(?:\{\s*"|\[\s*[\[{])')


def is_text(file: BinaryIO) -> bool:
    """Whether the file is text with separated columns, not a workbook. Raises `UnreadableFile`."""
    file.seek(0)
    head = file.read(4096)
    if head.startswith(_OLD_OFFICE):
        raise UnreadableFile("protected" if _is_protected(file) else "old_excel")
    for code, signs in _SIGNS:
        if head.startswith(signs):
            raise UnreadableFile(code)
    if head.startswith(b"PK"):
        _check_archive(file)
        return False
    bare = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").replace(b"\0", b"")
    if _WEB_PAGE.match(bare) or _LETTER.match(bare):
        raise UnreadableFile("web_page")
    if _XML.match(bare):
        raise UnreadableFile("web_page" if b"<html" in bare.lower() else "xml_table")
    if _JSON.match(bare):
        raise UnreadableFile("not_a_table")
    return True


def _is_protected(file: BinaryIO) -> bool:
    """Whether an old container holds an encrypted workbook (ECMA-376 part 2, agile encryption)."""
    file.seek(0)
    name = "EncryptedPackage".encode("utf-16-le")
    return name in file.read(1 << 20) or name in _end(file)


def _end(file: BinaryIO) -> bytes:
    size = file.seek(0, 2)
    file.seek(max(size - (1 << 20), 0))
    return file.read()


def _check_archive(file: BinaryIO) -> None:
    try:
        names = set(zipfile.ZipFile(file).namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return
    if "xl/workbook.bin" in names:
        raise UnreadableFile("binary_excel")
    office = {"[Content_Types].xml", "content.xml", "mimetype"}
    if not names & office and not any(name.startswith("xl/") for name in names):
        raise UnreadableFile("archive")
