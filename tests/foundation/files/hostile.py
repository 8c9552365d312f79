"""Files that mean harm, made in memory: what each is, and what must become of it."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from PIL import Image, PngImagePlugin
from pydicom.uid import UID, DeflatedExplicitVRLittleEndian, EncapsulatedPDFStorage

from sanamost.foundation.files.intake import Accepted
from tests import samples

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD" + b"-ANTIVIRUS-TEST-FILE!$H+H*"
SCRIPT = b"<script>alert(1)</script>"
HTML = b"<!DOCTYPE html><html><body>" + SCRIPT + b"</body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
ANY = frozenset({"*"})
"""Taken or refused, the child must have kept its limits."""


@dataclass(frozen=True)
class Hostile:
    """One file, the codes it may be refused with, or what makes it harmless when it is taken."""

    id: str
    content: Callable[[], bytes]
    name: str
    codes: frozenset[str]
    declared_type: str = ""
    harmless: Callable[[Accepted], bool] | None = field(default=None, compare=False)


def corpus() -> list[Hostile]:
    """Every hostile file."""
    return [*_families(), *_names(), *_polyglots(), *_pdfs(), *_pngs(), *_jpegs(), *_dicoms()]


def _refused(
    what: str, content: Callable[[], bytes] | bytes, name: str, *codes: str, declared: str = ""
) -> Hostile:
    make = content if callable(content) else partial(bytes, content)
    return Hostile(what, make, name, frozenset(codes), declared)


# Kinds that are not taken, under their own name and under an innocent one


def _zip(entries: dict[str, bytes], *, link: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if link:
                entry.external_attr = 0o120777 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def _nested_zip(depth: int = 6) -> bytes:
    content = bytes(1_000_000)
    for _ in range(depth):
        content = _zip({f"{n}.zip": content for n in range(4)})
    return content


def _nested_gzip(depth: int = 4) -> bytes:
    content = bytes(2_000_000)
    for _ in range(depth):
        content = gzip.compress(content)
    return content


def _tar_slip() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("../../etc/cron.d/x"), io.BytesIO())
    return out.getvalue()


def _image(form: str) -> bytes:
    out = io.BytesIO()
    samples.picture(32, 32).save(out, form)
    return out.getvalue()


XXE = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'
BILLION = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'

FAMILIES: dict[str, tuple[Callable[[], bytes] | bytes, str, str]] = {
    "HTML": (HTML, "html", "file_web_page"),
    "HTML with a byte order mark": (b"\xef\xbb\xbf" + HTML, "htm", "file_web_page"),
    "HTML after spaces": (b" \n\t" * 50 + HTML, "html", "file_web_page"),
    "an HTML fragment": (b"<ScRiPt src=//evil></sCrIpT>", "html", "file_web_page"),
    "XHTML": (b'<?xml version="1.0"?><html/>', "xhtml", "file_web_page"),
    "SVG with a script": (SVG, "svg", "file_web_page"),
    "SVG with an outside image": (b"<svg><image href='http://x/'/></svg>", "svg", "file_web_page"),
    "XML with an outside entity": (XXE, "xml", "file_web_page"),
    "a billion laughs": (BILLION, "xml", "file_web_page"),
    "JavaScript": (b"fetch('/account').then(eval)", "js", "file_text"),
    "PHP": (b"<?php system($_GET['c']);", "php", "file_web_page"),
    "a shell script": (b"#!/bin/sh\nrm -rf ~\n", "sh", "file_program"),
    "a batch file": (b"@echo off\r\ndel /q *.*\r\n", "bat", "file_text"),
    "a Windows program": (b"MZ\x90\0" + bytes(200), "exe", "file_program"),
    "a Linux program": (b"\x7fELF\x02\x01\x01" + bytes(200), "bin", "file_program"),
    "a macOS program": (b"\xcf\xfa\xed\xfe" + bytes(200), "app", "file_program"),
    "a Java class": (b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(99), "class", "file_program"),
    "a ZIP": (partial(_zip, {"a.txt": b"a"}), "zip", "file_archive"),
    "a ZIP that climbs out": (partial(_zip, {"../../x": b"a"}), "zip", "file_archive"),
    "a ZIP with a link": (partial(_zip, {"x": b"/etc/passwd"}, link=True), "zip", "file_archive"),
    "a ZIP bomb": (partial(_zip, {"x": bytes(20_000_000)}), "zip", "file_archive"),
    "nested ZIPs": (_nested_zip, "zip", "file_archive"),
    "a Java archive": (partial(_zip, {"META-INF/MANIFEST.MF": b""}), "jar", "file_archive"),
    "gzip": (partial(gzip.compress, b"a"), "gz", "file_archive"),
    "nested gzip": (_nested_gzip, "gz", "file_archive"),
    "bzip2": (partial(bz2.compress, b"a"), "bz2", "file_archive"),
    "xz": (partial(lzma.compress, b"a"), "xz", "file_archive"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(60), "7z", "file_archive"),
    "RAR": (b"Rar!\x1a\x07\x01\0" + bytes(60), "rar", "file_archive"),
    "tar that climbs out": (_tar_slip, "tar", "file_archive"),
    "DOCX with an outside entity": (
        partial(_zip, {"word/document.xml": XXE}),
        "docx",
        "file_office",
    ),
    "XLSM with a macro": (partial(_zip, {"xl/vbaProject.bin": b"x"}), "xlsm", "file_office"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "doc", "file_office"),
    "RTF with an object": (b"{\\rtf1{\\object\\objdata 0105}}", "rtf", "file_office"),
    "GIF": (partial(_image, "GIF"), "gif", "file_picture"),
    "a GIF that is JavaScript": (b"GIF89a/*" + bytes(9) + b"*/=1;", "gif", "file_picture"),
    "BMP": (partial(_image, "BMP"), "bmp", "file_picture"),
    "TIFF": (partial(_image, "TIFF"), "tiff", "file_picture"),
    "WebP": (partial(_image, "WEBP"), "webp", "file_picture"),
    "AVIF": (b"\0\0\0\x1cftypavif" + bytes(30), "avif", "file_picture"),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(30), "heic", "file_heic"),
    "MP4": (b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + bytes(30), "mp4", "file_video"),
    "AVI": (b"RIFF\x24\0\0\0AVI LIST" + bytes(30), "avi", "file_video"),
    "text": ("Результат анализа".encode(), "txt", "file_text"),
    "CSV with a formula": (b"name,sum\n=cmd|'/c calc'!A0,1\n", "csv", "file_text"),
    "EICAR": (EICAR, "com", "file_text"),
    "one byte": (b"\0", "bin", "file_type"),
    "noise": (bytes((n * 7919 + 131) % 256 for n in range(5000)), "bin", "file_type"),
    "a lone PDF word": (b"%PDF", "bin", "file_text"),
    "a PDF after junk": (b"junk\x00" * 5 + b"%PDF-1.4\n%%EOF", "bin", "file_type"),
}


def _families() -> Iterator[Hostile]:
    for what, (content, ending, code) in FAMILIES.items():
        yield _refused(f"{what}", content, f"result.{ending}", code)
        innocent = ("pdf", "jpg", "dcm")[len(what) % 3]
        yield _refused(f"{what} named {innocent}", content, f"result.{innocent}", code)
    yield _refused("nothing", b"", "scan.pdf", "file_empty")


# Names and types that deceive


def _names() -> Iterator[Hostile]:
    pdf, jpeg, png, dicom = samples.plain_pdf, samples.jpeg, samples.png, samples.dicom
    for content, name, declared in (
        (pdf, "scan.pdf.exe", ""),
        (pdf, "scan.exe.pdf", ""),
        (pdf, "scan.html", ""),
        (pdf, "invoice\u202efdp.exe", ""),
        (pdf, "scan.jpg", ""),
        (jpeg, "photo.php.jpg", ""),
        (jpeg, "photo.svg", ""),
        (jpeg, "photo.pdf", ""),
        (jpeg, "photo.dcm", ""),
        (jpeg, "photo.jpg", "text/html"),
        (png, "picture.phtml.png", ""),
        (png, "picture.hta", ""),
        (png, "picture.png", "image/svg+xml; charset=utf-8"),
        (png, "picture.png", "application/javascript"),
        (dicom, "image.exe", ""),
        (dicom, "image.pdf", ""),
        (dicom, "image.dcm", "application/x-msdownload"),
    ):
        yield _refused(
            f"{name!a} as {declared or 'anything'}",
            content,
            name,
            "file_name_misleading",
            declared=declared,
        )


# Two files in one


def _with_comment(content: bytes) -> bytes:
    comment = b"\xff\xfe" + (len(content) + 2).to_bytes(2, "big") + content
    return samples.jpeg()[:2] + comment + samples.jpeg()[2:]


def _png_text(content: str) -> bytes:
    facts = PngImagePlugin.PngInfo()
    facts.add_text("Comment", content)
    out = io.BytesIO()
    samples.picture(32, 32).save(out, "PNG", pnginfo=facts)
    return out.getvalue()


def _chunk(name: bytes, content: bytes) -> bytes:
    body = name + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def _polyglots() -> Iterator[Hostile]:
    archive = _zip({"Evil.class": b"\xca\xfe\xba\xbe"})
    hosts: dict[str, Callable[[], bytes]] = {
        "pdf": samples.plain_pdf,
        "jpg": samples.jpeg,
        "png": samples.png,
    }
    riders = {
        "a ZIP": archive,
        "a ZIP with a comment": archive[:-2] + b"\4\0abcd",
        "HTML": HTML,
        "SVG": SVG,
        "PHP": b"<?php echo 1;",
        "a Windows program": b"MZ\x90\0" + bytes(64),
        "a PDF": samples.plain_pdf("/OpenAction 9 0 R", body="9 0 obj << /S /Launch >> endobj\n"),
        "a RAR": b"Rar!\x1a\x07\x01\0" + bytes(64),
    }
    for ending, host in hosts.items():
        for what, rider in riders.items():
            codes = ("file_disguised", "pdf_active") if ending == "pdf" else ("file_disguised",)
            yield _refused(
                f"{ending} and {what} behind it", host() + rider, f"scan.{ending}", *codes
            )
    for what, content in (
        ("a JPEG with a script in its comment", _with_comment(SCRIPT)),
        ("a JPEG with PHP in its comment", _with_comment(b"<?php eval($_GET[0]);")),
        ("a JPEG with an archive in its comment", _with_comment(archive)),
        ("a JPEG that is DICOM too", samples.jpeg()[:128] + b"DICM" + samples.jpeg()[132:]),
    ):
        yield _refused(what, content, "scan.jpg", "file_disguised")
    for what, content in (
        ("a PNG with a script in its text", _png_text(SCRIPT.decode())),
        ("a PNG with HTML in its text", _png_text("<iframe src=x>")),
    ):
        yield _refused(what, content, "scan.png", "file_disguised")
    head = b"%PDF-1.4\n%" + HTML + b"\n" + samples.plain_pdf()[9:]
    yield _refused("a PDF that is HTML too", head, "scan.pdf", "file_disguised")
    for what, preamble in (("PDF", b"%PDF-1.4\n"), ("PNG", b"\x89PNG\r\n\x1a\n")):
        yield _refused(
            f"a DICOM file that begins as {what}",
            samples.dicom(preamble=preamble.ljust(128, b" ")),
            "image.dcm",
            "file_disguised",
        )
    motion = samples.jpeg() + b"\0\0\0\x18ftypmp42" + bytes(5000)
    yield Hostile(
        "a JPEG with a film behind it",
        partial(bytes, motion),
        "photo.jpg",
        frozenset(),
        harmless=lambda accepted: accepted.size == len(samples.jpeg()),
    )


# PDF


def _action(words: str) -> bytes:
    return samples.plain_pdf("/OpenAction 9 0 R", body=f"9 0 obj\n<< {words} >>\nendobj\n")


def _raw_object_stream(dictionary: str, content: bytes) -> bytes:
    head = f"8 0 obj\n<< {dictionary} /N 1 /First 4 /Length {len(content)} >>\nstream\n"
    body = head.encode() + content + b"\nendstream\nendobj\n"
    return samples.plain_pdf(body=body.decode("latin-1"))


def _page_content(stream: bytes, filters: str) -> bytes:
    head = f"9 0 obj\n<< /Filter {filters} /Length {len(stream)} >>\nstream\n"
    body = head + stream.decode("latin-1") + "\nendstream\nendobj\n"
    plain = samples.plain_pdf(body=body).decode("latin-1")
    return plain.replace("/MediaBox", "/Contents 9 0 R /MediaBox").encode("latin-1")


def _pages_loop() -> bytes:
    return samples.plain_pdf().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")


def _many_pages() -> bytes:
    kids = b" ".join([b"3 0 R"] * 3500)
    plain = samples.plain_pdf().replace(b"/Kids [3 0 R] /Count 1", b"/Kids [%s] /Count 3500" % kids)
    return plain.replace(b"startxref", b"startxref ")


def _swelling_page(*, twice: bool = False) -> bytes:
    bomb = zlib.compress(bytes(300_000_000), 1)
    if twice:
        return _page_content(zlib.compress(bomb, 9), "[/FlateDecode /FlateDecode]")
    return _page_content(bomb, "/FlateDecode")


def _swelling_objects() -> bytes:
    bomb = zlib.compress(b"9 0 " + bytes(99_000_000), 1)
    return _raw_object_stream("/Type /ObjStm /Filter /FlateDecode", bomb)


def _pdfs() -> Iterator[Hostile]:
    javascript = "/S /JavaScript /JS (app.alert(1))"
    inner = f"<< {javascript} >>".encode()
    packed = zlib.compress(b"9 0 " + inner)
    for what, content, codes in (
        ("JavaScript", _action(javascript), "pdf_active"),
        ("JavaScript spelled in hex", _action("/S /J#61vaScr#69pt /JS (x)"), "pdf_active"),
        ("JavaScript without a space", _action("/S/JavaScript/JS(x)"), "pdf_active"),
        ("a packed script", samples.pdf_with_object_stream(inner), "pdf_active"),
        ("a program to launch", _action("/S /Launch /F (cmd.exe)"), "pdf_active"),
        ("a Windows program to launch", _action("/S /Launch /Win << /F (x) >>"), "pdf_active"),
        ("a form that sends itself", _action("/S /SubmitForm /F (http://x)"), "pdf_active"),
        ("a form that fetches", _action("/S /ImportData /F (x)"), "pdf_active"),
        ("a way into an attachment", _action("/S /GoToE /T << >>"), "pdf_active"),
        ("rich media", _action("/Subtype /RichMedia"), "pdf_active"),
        ("a film", _action("/S /Movie"), "pdf_active"),
        ("a sound", _action("/S /Sound"), "pdf_active"),
        ("a rendition with a script", _action("/S /Rendition /JS (x)"), "pdf_active"),
        ("a three-dimensional script", _action("/OnInstantiate 4 0 R"), "pdf_active"),
        ("an attachment", _action("/Type /EmbeddedFile"), "pdf_attachments"),
        (
            "a list of attachments",
            samples.plain_pdf("/Names << /EmbeddedFiles << /Names [] >> >>"),
            "pdf_attachments",
        ),
        ("a lock", samples.plain_pdf("/Encrypt 9 0 R"), "pdf_password"),
        (
            "a packed script behind another filter",
            _raw_object_stream("/Type /ObjStm /Filter /LZWDecode", b"\x80\x0b\x60\x50"),
            "file_unreadable",
        ),
        (
            "a packed script behind two filters",
            _raw_object_stream(
                "/Type /ObjStm /Filter [/FlateDecode /FlateDecode]", zlib.compress(packed)
            ),
            "file_unreadable",
        ),
        (
            "a packed script behind a predictor",
            _raw_object_stream(
                "/Type /ObjStm /Filter /FlateDecode /DecodeParms << /Predictor 12 >>", packed
            ),
            "file_unreadable",
        ),
        (
            "a packed script under a spelled name",
            _raw_object_stream("/Type /Obj#53tm /Fil#74er /FlateDecode", packed),
            "pdf_active",
        ),
        (
            "a packed script behind a comment",
            _raw_object_stream("/Filter /FlateDecode % obj \n/Type /ObjStm", packed),
            "pdf_active",
        ),
        (
            "an object stream that swells",
            _swelling_objects,
            "file_too_complex",
        ),
        ("no end", samples.plain_pdf()[:-7], "file_truncated"),
        ("its first half alone", samples.pdf()[:6000], "file_truncated"),
        ("a head alone", b"%PDF-1.7\n", "file_truncated"),
        ("a head and an end", b"%PDF-1.7\n%%EOF", "file_unreadable"),
        (
            "noise between head and end",
            b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF",
            "file_unreadable",
        ),
        ("pages in a circle", _pages_loop(), "file_unreadable"),
        ("pages without number", _many_pages(), "pdf_too_many_pages"),
        ("a page that swells", _swelling_page, "*"),
        ("a page that swells twice", partial(_swelling_page, twice=True), "*"),
        ("arrays without end", _action("/X " + "[" * 200_000), "*"),
        ("dictionaries without end", _action("/X " + "<< /A " * 100_000), "*"),
        ("a sheet of a mile", samples.plain_pdf().replace(b"0 0 200 200", b"0 0 9e9 9e9"), "*"),
        ("an upside-down sheet", samples.plain_pdf().replace(b"0 0 200 200", b"9 9 -9 -9"), "*"),
        (
            "a table in a circle",
            samples.plain_pdf().replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 9"),
            "*",
        ),
    ):
        yield _refused(f"a PDF with {what}", content, "scan.pdf", codes)


# PNG and JPEG


def _png(width: int, height: int, *chunks: bytes, pixels: bytes = b"") -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = _chunk(b"IDAT", zlib.compress(pixels, 1))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + body + _chunk(b"IEND", b"")


def _swelling_chunk(name: bytes) -> bytes:
    return _png(8, 8, _chunk(name, b"Comment\0\0" + zlib.compress(bytes(80_000_000), 1)))


def _swelling_pixels() -> bytes:
    return _png(8, 8, pixels=bytes(200_000_000))


def _pngs() -> Iterator[Hostile]:
    whole = samples.png()
    for what, content, codes in (
        ("50,000 by 50,000 pixels", _png(50_000, 50_000), {"image_too_large"}),
        ("a line two thousand million long", _png(2**31 - 1, 1), {"image_too_large"}),
        ("a strip 100,000 high", _png(1, 100_000), {"image_too_large"}),
        ("no width", _png(0, 10), {"file_unreadable"}),
        ("text that swells", partial(_swelling_chunk, b"zTXt"), ANY),
        ("a profile that swells", partial(_swelling_chunk, b"iCCP"), ANY),
        ("pixels that swell", _swelling_pixels, ANY),
        ("a thousand texts", _png(8, 8, _chunk(b"tEXt", b"a\0" + b"b" * 9000) * 1000), ANY),
        ("its first half alone", whole[: len(whole) // 2], {"file_truncated"}),
        ("no end", whole[:-12], {"file_truncated"}),
        ("a head alone", whole[:33], {"file_truncated"}),
        ("no pixels", whole[:33] + _chunk(b"IEND", b""), {"file_unreadable", "file_truncated"}),
        ("too few pixels", _png(900, 900, pixels=bytes(9)), {"file_truncated", "file_unreadable"}),
        ("a wrong checksum", whole[:29] + b"\0\0\0\0" + whole[33:], {"file_unreadable"}),
        ("a chunk of 4 GB", whole[:33] + b"\xff\xff\xff\xffIDAT", {"file_truncated"}),
        ("an unknown colour", whole[:25] + b"\x09" + whole[26:], {"file_unreadable"}),
    ):
        yield _refused(f"a PNG with {what}", content, "scan.png", *codes)


def _resized(width: int, height: int) -> bytes:
    content = bytearray(samples.jpeg())
    frame = content.index(b"\xff\xc0")
    content[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(content)


def _many_scans() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (3000, 3000)).save(out, "JPEG", progressive=True)
    content = out.getvalue()
    first, second = (content.index(b"\xff\xda"), content.index(b"\xff\xda") + 2)
    scan_end = content.index(b"\xff\xda", second)
    return content[:first] + content[first:scan_end] * 400 + content[scan_end:]


def _jpegs() -> Iterator[Hostile]:
    whole = samples.jpeg()
    damaged = whole[:300] + bytes(200) + whole[500:]
    for what, content, codes in (
        ("65,535 by 65,535 pixels", _resized(65_535, 65_535), {"image_too_large"}),
        ("a strip 60,000 high", _resized(8, 60_000), {"image_too_large"}),
        ("more pixels than it holds", _resized(6000, 6000), ANY),  # libjpeg fills in grey
        ("no width", _resized(0, 100), {"file_unreadable"}),
        ("its first half alone", whole[: len(whole) // 2], {"file_truncated"}),
        ("no end", whole[:-2], {"file_truncated"}),
        ("three bytes alone", whole[:3], {"file_truncated"}),
        ("a head and an end", whole[:20] + b"\xff\xd9", {"file_unreadable"}),
        ("a segment of no length", b"\xff\xd8\xff\xe0\0\0" + whole[2:], {"file_unreadable"}),
        ("a segment past the end", b"\xff\xd8\xff\xe0\xff\xff", {"file_truncated"}),
        ("four hundred scans", _many_scans, ANY),
        ("damage in the middle", damaged, ANY),
        ("5 MB of comments", b"\xff\xd8" + _comment() * 80 + whole[2:], {"file_unreadable"}),
    ):
        yield _refused(f"a JPEG with {what}", content, "scan.jpg", *codes)


def _comment() -> bytes:
    return b"\xff\xfe\xff\xff" + b"c" * 65_533


# DICOM


def _element(group: int, number: int, kind: bytes, content: bytes) -> bytes:
    if kind in {b"OB", b"OW", b"SQ", b"UN", b"UT"}:
        return struct.pack("<HH2sHI", group, number, kind, 0, len(content)) + content
    return struct.pack("<HH2sH", group, number, kind, len(content)) + content


def _deep_sequence(depth: int) -> bytes:
    opening = struct.pack("<HH2sHI", 0x0040, 0xA730, b"SQ", 0, 0xFFFFFFFF)
    opening += struct.pack("<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF)
    return _without_pixels() + opening * depth


def _without_pixels() -> bytes:
    whole = samples.dicom()
    return whole[: whole.index(struct.pack("<HH", 0x7FE0, 0x0010))]


def _deflated_bomb() -> bytes:
    head = samples.dicom(syntax=DeflatedExplicitVRLittleEndian)
    meta_end = 144 + int.from_bytes(head[140:144], "little")
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    bomb = packer.compress(_element(0x0009, 0x1001, b"OB", bytes(400_000_000))) + packer.flush()
    return head[:meta_end] + bomb


def _patched(name: bytes, content: bytes) -> bytes:
    whole = samples.dicom()
    place = whole.index(name) + 8
    return whole[:place] + content + whole[place + len(content) :]


def _preamble_gone(accepted: Accepted) -> bool:
    with accepted.path.open("rb") as file:
        return file.read(128) == bytes(128)


def _dicoms() -> Iterator[Hostile]:
    whole, bare = samples.dicom(), _without_pixels()
    rows, columns = struct.pack("<HH2s", 0x28, 0x10, b"US"), struct.pack("<HH2s", 0x28, 0x11, b"US")
    huge = struct.pack("<HH2sHI", 0x7FE0, 0x0010, b"OW", 0, 0xFFFFFFF0)
    odd = struct.pack("<HH2sH", 0x0049, 0x0010, b"ZZ", 4) + b"abcd"
    for what, content, codes in (
        ("its first half alone", whole[: len(whole) // 2], {"file_truncated"}),
        ("a head alone", whole[:132], {"file_truncated", "file_unreadable"}),
        ("a cut in its meta", whole[:200], {"file_truncated", "file_unreadable"}),
        ("4 GB announced", bare + huge, {"file_truncated"}),
        ("more rows than it holds", _patched(rows, b"\xff\xff"), {"file_truncated"}),
        ("more columns than it holds", _patched(columns, b"\xff\xff"), {"file_truncated"}),
        (
            "a thousand million frames",
            samples.dicom(frames=3).replace(b"IS\2\x003 ", b"IS\2\x0099"),
            {"file_truncated"},
        ),
        (
            "sequences 5,000 deep",
            _deep_sequence(5000),
            {"file_truncated", "file_too_complex", "file_unreadable"},
        ),
        ("a deflated bomb", _deflated_bomb, {"file_too_complex", "file_unreadable"}),
        ("a PDF inside", samples.dicom(sop_class=EncapsulatedPDFStorage), {"dicom_document"}),
        (
            "a table of contents",
            samples.dicom(sop_class=UID("1.2.840.10008.1.3.10")),
            {"dicom_directory"},
        ),
        (
            "noise behind its head",
            whole[:132] + bytes(range(256)) * 20,
            {"file_unreadable", "file_truncated"},
        ),
        ("an unknown kind of value", bare + odd, ANY),
        ("a script for a name", whole.replace(b"Karimova^Amina", b"<script>1</scr"), ANY),
        ("nothing behind its head", whole[:128] + b"DICM", {"file_truncated", "file_unreadable"}),
    ):
        yield _refused(f"DICOM with {what}", content, "image.dcm", *codes)
    for what, preamble in (
        ("a Windows program", b"MZ\x90\0"),
        ("a Linux program", b"\x7fELF\x02\x01\x01"),
        ("TIFF", b"II*\0\x08\0\0\0"),
        ("HTML", HTML),
        ("EICAR", EICAR),
        ("a shell script", b"#!/bin/sh\nid\n"),
    ):
        yield Hostile(
            f"DICOM that begins as {what}",
            partial(samples.dicom, preamble=preamble.ljust(128, b"\0")),
            "image.dcm",
            frozenset(),
            harmless=_preamble_gone,
        )
