"""JPEG and PNG: walked byte by byte, decoded in full, drawn anew."""

import io
import re
import struct
import warnings
from importlib import import_module
from mmap import ACCESS_READ, mmap

from PIL import Image, ImageFile, ImageOps, JpegImagePlugin, PngImagePlugin

from sanamost.foundation.files.sandbox.active import is_active
from sanamost.foundation.files.sandbox.verdicts import Facts, Picture, Refused

MOST_PIXELS = 40_000_000
MOST_PIXELS_JPEG = 120_000_000
"""JPEG decodes at a fraction of its size, so the camera of any telephone passes."""
LONGEST_SIDE = 30_000
INSPECTION_EDGE = 1024
METADATA_BYTES = 4 * 1024 * 1024
TRAILING_LOOK = 8 * 1024 * 1024
FORMATS = {"jpeg": JpegImagePlugin.JpegImageFile.format, "png": PngImagePlugin.PngImageFile.format}
MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
SEGMENTLESS = frozenset({0x01, 0xD8, *range(0xD0, 0xD8)})

Image.MAX_IMAGE_PIXELS = MOST_PIXELS_JPEG
ImageFile.LOAD_TRUNCATED_IMAGES = False
warnings.simplefilter("error", Image.DecompressionBombWarning)


def prepare() -> None:
    """Import what Pillow would import late: the child cannot open files later."""
    Image.preinit()
    for name in ("MpoImagePlugin", "TiffImagePlugin", "TiffTags", "ImageCms"):
        import_module(f"PIL.{name}")


def inspect(kind: str, file: io.BufferedReader) -> Facts:
    """Walk, then decode the whole of it; raises `Refused`."""
    with mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        end, metadata = (_walk_jpeg if kind == "jpeg" else _walk_png)(content)
        if is_active(metadata) or is_active(content[end : end + TRAILING_LOOK].lstrip(b"\0 \r\n")):
            raise Refused("file_disguised")
    image = _open(kind, file)
    image.draft("RGB", (INSPECTION_EDGE, INSPECTION_EDGE))
    size = image.size
    _load(image)
    return Facts(1, *size, preview=True, keep=end)


def render(kind: str, file: io.BufferedReader, edge: int) -> Picture:
    """The image upright, at most `edge` pixels long, encoded anew: no metadata survives."""
    image = _open(kind, file)
    image.draft("RGB", (edge, edge))
    _load(image)
    image.thumbnail((edge, edge))
    image = ImageOps.exif_transpose(image)
    return encode(image, "jpeg" if kind == "jpeg" else "png")


def encode(image: Image.Image, kind: str) -> Picture:
    """Pixels alone, in a fresh file."""
    mode = "RGB" if kind == "jpeg" else ("RGBA" if image.has_transparency_data else "RGB")
    clean = image if image.mode in {mode, "L"} else image.convert(mode)
    bare = Image.frombytes(clean.mode, clean.size, clean.tobytes())
    out = io.BytesIO()
    if kind == "jpeg":
        bare.save(out, "JPEG", quality=85)
    else:
        bare.save(out, "PNG")
    return Picture(f"image/{kind}", out.getvalue(), *bare.size)


def _open(kind: str, file: io.BufferedReader) -> Image.Image:
    file.seek(0)
    try:
        image = Image.open(file, formats=[str(FORMATS[kind])])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("image_too_large") from None
    width, height = image.size
    most = MOST_PIXELS_JPEG if kind == "jpeg" else MOST_PIXELS
    if width * height > most or max(width, height) > LONGEST_SIDE:
        raise Refused("image_too_large")
    return image


def _load(image: Image.Image) -> None:
    try:
        image.load()
    except MemoryError:
        raise Refused("image_too_large") from None
    except OSError as error:
        code = "file_truncated" if "truncated" in str(error) else "file_unreadable"
        raise Refused(code) from None


def _walk_jpeg(content: mmap) -> tuple[int, bytes]:
    """Where the first image ends, and what its comments and application segments say."""
    position, metadata = 2, bytearray()
    while match := MARKER.search(content, position):
        marker, position = content[match.start() + 1], match.end()
        if marker == 0xD9:
            return position, bytes(metadata)
        if marker in SEGMENTLESS:
            continue
        if position + 2 > len(content):
            break
        length = int.from_bytes(content[position : position + 2], "big")
        if length < 2:
            raise Refused("file_unreadable")
        if marker == 0xFE or 0xE0 <= marker <= 0xEF:
            metadata += content[position + 2 : position + length]
        position += length
        if len(metadata) > METADATA_BYTES:
            raise Refused("file_unreadable")
    raise Refused("file_truncated")


def _walk_png(content: mmap) -> tuple[int, bytes]:
    """Where the IEND chunk ends, and what the chunks that are not pixels say."""
    position, metadata = 8, bytearray()
    while position + 12 <= len(content):
        length, name = struct.unpack(">I4s", content[position : position + 8])
        end = position + 12 + length
        if end > len(content):
            break
        if name == b"IEND":
            return end, bytes(metadata)
        if name not in {b"IDAT", b"fdAT", b"PLTE"}:
            metadata += content[position + 8 : end - 4]
        if len(metadata) > METADATA_BYTES:
            raise Refused("file_unreadable")
        position = end
    raise Refused("file_truncated")
