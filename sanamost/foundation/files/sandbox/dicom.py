"""DICOM: every element read, large values skipped over, one frame drawn when it can be decoded."""

import codecs
import io
from array import array
from collections.abc import Iterator
from contextlib import suppress

import pydicom
from PIL import Image, Jpeg2KImagePlugin
from pydicom import charset, config
from pydicom.dataelem import RawDataElement
from pydicom.dataset import FileDataset
from pydicom.encaps import encapsulate, generate_frames
from pydicom.errors import InvalidDicomError
from pydicom.multival import MultiValue
from pydicom.pixels.decoders.base import get_decoder
from pydicom.uid import (
    JPEG2000,
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    RLELossless,
)

from sanamost.foundation.files.sandbox.images import MOST_PIXELS, encode
from sanamost.foundation.files.sandbox.verdicts import Facts, Picture, Refused

PREAMBLE_BYTES = 128
LARGE_VALUE_BYTES = 64 * 1024
DIRECTORY = UID("1.2.840.10008.1.3.10")
DOCUMENTS = "1.2.840.10008.5.1.4.1.1.104."
"""Encapsulated PDF, CDA and models: a file inside the file (PS3.3 A.45, A.85)."""
PIXEL_TAG = 0x7FE00010
JP2 = str(Jpeg2KImagePlugin.Jpeg2KImageFile.format)
WHOLE_FILE_FORMATS = {JPEGBaseline8Bit: "JPEG", JPEG2000: JP2, JPEG2000Lossless: JP2}

config.settings.reading_validation_mode = config.IGNORE


def prepare() -> None:
    """Import what pydicom and Pillow would import late: the child cannot open files later."""
    Image.preinit()
    for name in set(charset.python_encoding.values()):
        with suppress(LookupError):
            codecs.lookup(name)
    get_decoder(RLELossless)


def inspect(file: io.BufferedReader) -> Facts:
    """Read every element; raises `Refused`."""
    size = file.seek(0, io.SEEK_END)
    dataset = _read(file)
    if file.tell() > size:
        raise Refused("file_truncated")
    meta, sop_class = dataset.file_meta, UID(str(dataset.get("SOPClassUID", "")))
    if meta.get("MediaStorageSOPClassUID") == DIRECTORY:
        raise Refused("dicom_directory")
    if sop_class.startswith(DOCUMENTS) or "EncapsulatedDocument" in dataset:
        raise Refused("dicom_document")
    if not sop_class or not meta.get("TransferSyntaxUID"):
        raise Refused("file_unreadable")
    height, width = _number(dataset, "Rows"), _number(dataset, "Columns")
    has_pixels = PIXEL_TAG in dataset and height * width > 0
    frames = max(_number(dataset, "NumberOfFrames"), 1) if has_pixels else 0
    if has_pixels and _native(dataset) and _needed(dataset, frames) > size:
        raise Refused("file_truncated")
    drawable = has_pixels and _drawable(file, dataset)
    return Facts(frames, width, height, preview=drawable, keep=size, clear=PREAMBLE_BYTES)


def render(file: io.BufferedReader, page: int, edge: int) -> Picture:
    """One frame as a PNG in the window that the file names, else from darkest to brightest."""
    dataset = _read(file)
    image = _frame(file, dataset, page)
    image.thumbnail((edge, edge))
    return encode(image, "png")


def _read(file: io.BufferedReader) -> FileDataset:
    file.seek(0)
    try:
        dataset = pydicom.dcmread(file, defer_size=LARGE_VALUE_BYTES, force=False)
        if dataset.file_meta.get("TransferSyntaxUID") == DeflatedExplicitVRLittleEndian:
            raise Refused("file_too_complex")
    except (InvalidDicomError, EOFError):
        raise Refused("file_truncated") from None
    except (RecursionError, MemoryError):
        raise Refused("file_too_complex") from None
    return dataset


def _number(dataset: FileDataset, name: str) -> int:
    try:
        return int(dataset.get(name) or 0)
    except (TypeError, ValueError):
        raise Refused("file_unreadable") from None


def _native(dataset: FileDataset) -> bool:
    return not UID(dataset.file_meta.TransferSyntaxUID).is_encapsulated


def _frame_bytes(dataset: FileDataset) -> int:
    bits = _number(dataset, "BitsAllocated") * (_number(dataset, "SamplesPerPixel") or 1)
    return _number(dataset, "Rows") * _number(dataset, "Columns") * bits // 8


def _needed(dataset: FileDataset, frames: int) -> int:
    return _frame_bytes(dataset) * frames


def _drawable(file: io.BufferedReader, dataset: FileDataset) -> bool:
    try:
        _frame(file, dataset, 0)
    except (Refused, ValueError, TypeError, KeyError, AttributeError, OSError, NotImplementedError):
        return False
    except (MemoryError, RuntimeError, LookupError, EOFError):
        return False
    return True


def _frame(file: io.BufferedReader, dataset: FileDataset, page: int) -> Image.Image:
    rows, columns = _number(dataset, "Rows"), _number(dataset, "Columns")
    if not 0 < rows * columns <= MOST_PIXELS or page < 0:
        raise Refused("no_preview")
    syntax = UID(dataset.file_meta.TransferSyntaxUID)
    raw = _raw_frame(file, dataset, page)
    if form := WHOLE_FILE_FORMATS.get(syntax):
        image = Image.open(io.BytesIO(raw), formats=[form])
        image.load()
        if image.mode in {"L", "RGB"}:
            return image
        return _windowed(image.convert("I").tobytes(), dataset, bytes_per_pixel=4)
    if syntax == RLELossless:
        raw = _from_rle(raw, dataset)
    elif not _native(dataset):
        raise Refused("no_preview")
    if _number(dataset, "SamplesPerPixel") == 3:
        return _coloured(raw, dataset)
    if syntax == ExplicitVRBigEndian and _number(dataset, "BitsAllocated") == 16:
        swapped = array("H", raw)
        swapped.byteswap()
        raw = swapped.tobytes()
    return _windowed(raw, dataset, bytes_per_pixel=_number(dataset, "BitsAllocated") // 8)


def _raw_frame(file: io.BufferedReader, dataset: FileDataset, page: int) -> bytes:
    element = dataset.get_item(PIXEL_TAG)
    if not isinstance(element, RawDataElement):
        raise Refused("no_preview")
    if _native(dataset):
        length = _frame_bytes(dataset)
        file.seek(element.value_tell + page * length)
        raw = file.read(length)
        if len(raw) < length:
            raise Refused("file_truncated")
        return raw
    file.seek(element.value_tell)
    frames: Iterator[bytes] = generate_frames(
        file, number_of_frames=max(_number(dataset, "NumberOfFrames"), 1)
    )
    for number, frame in enumerate(frames):
        if number == page:
            return frame
    raise Refused("no_such_page")


def _from_rle(raw: bytes, dataset: FileDataset) -> bytes:
    single = pydicom.Dataset()
    single.file_meta = dataset.file_meta
    for name in (
        "Rows",
        "Columns",
        "SamplesPerPixel",
        "PhotometricInterpretation",
        "BitsAllocated",
        "BitsStored",
        "PixelRepresentation",
        "PlanarConfiguration",
    ):
        if name in dataset:
            setattr(single, name, dataset.get(name))
    single.PixelData = encapsulate([raw])
    buffer, described = get_decoder(RLELossless).as_buffer(single, index=0)
    dataset.PlanarConfiguration = described.get("planar_configuration", 0)
    return bytes(buffer)


def _coloured(raw: bytes, dataset: FileDataset) -> Image.Image:
    size = (_number(dataset, "Columns"), _number(dataset, "Rows"))
    if _number(dataset, "BitsAllocated") != 8:
        raise Refused("no_preview")
    mode = {"RGB": "RGB", "YBR_FULL": "YCbCr"}.get(dataset.get("PhotometricInterpretation", ""))
    if mode is None:
        raise Refused("no_preview")
    if _number(dataset, "PlanarConfiguration") == 1:
        plane = size[0] * size[1]
        planes = [Image.frombytes("L", size, raw[n * plane : (n + 1) * plane]) for n in range(3)]
        return Image.merge(mode, planes).convert("RGB")
    return Image.frombytes(mode, size, raw).convert("RGB")


def _windowed(raw: bytes, dataset: FileDataset, *, bytes_per_pixel: int) -> Image.Image:
    """Grey values through rescale and window (PS3.3 C.11.2.1.2) to 256 greys."""
    size = (_number(dataset, "Columns"), _number(dataset, "Rows"))
    kind = {1: ("L", "B"), 2: ("I;16", "H"), 4: ("I", "i")}.get(bytes_per_pixel)
    if kind is None or dataset.get("PhotometricInterpretation") not in {
        "MONOCHROME1",
        "MONOCHROME2",
    }:
        raise Refused("no_preview")
    mode, code = kind
    image = Image.frombytes(mode, size, raw)
    values = array(code, raw)
    real = _real_values(dataset, 256 if bytes_per_pixel == 1 else 65536)
    low, high = _window(dataset, real, values)
    span = max(high - low, 1e-9)
    greys = [min(max(int((value - low) / span * 255), 0), 255) for value in real]
    if dataset.PhotometricInterpretation == "MONOCHROME1":
        greys = [255 - grey for grey in greys]
    return image.point(greys) if mode == "L" else image.convert("I").point(greys, "L")


def _real_values(dataset: FileDataset, steps: int) -> list[float]:
    """What each stored number means: bits stored, sign, slope and intercept applied."""
    stored = _number(dataset, "BitsStored") or _number(dataset, "BitsAllocated")
    signed = _number(dataset, "PixelRepresentation") == 1
    slope, intercept = (
        _decimal(dataset, "RescaleSlope", 1),
        _decimal(dataset, "RescaleIntercept", 0),
    )
    mask, sign = (1 << stored) - 1, 1 << (stored - 1)
    plain = (number & mask for number in range(steps))
    return [
        (number - 2 * (number & sign) if signed else number) * slope + intercept for number in plain
    ]


def _window(dataset: FileDataset, real: list[float], values: "array[int]") -> tuple[float, float]:
    width = _decimal(dataset, "WindowWidth", 0)
    if width >= 1:
        centre = _decimal(dataset, "WindowCenter", 0)
        return centre - width / 2, centre + width / 2
    met = [real[value & 0xFFFF] for value in set(values)]
    return min(met), max(met)


def _decimal(dataset: FileDataset, name: str, default: float) -> float:
    value = dataset.get(name, default)
    if isinstance(value, MultiValue):
        value = value[0] if value else default
    return float(value if value is not None else default)
