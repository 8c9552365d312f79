"""Small real files made in memory: what patients and clinics send every day."""

import io
import zlib
from array import array

import typst
from PIL import Image, ImageDraw
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import (
    UID,
    CTImageStorage,
    EncapsulatedPDFStorage,
    ExplicitVRLittleEndian,
    JPEGBaseline8Bit,
)

UIDS = "1.2.826.0.1.3680043.8.498."


def pdf(text: str = "MRI of the knee, report of 12 May", pages: int = 1) -> bytes:
    """A PDF of `pages` pages as typst makes it."""
    source = "#pagebreak()\n".join(f"= {text}\n#lorem(40)\n" for _ in range(pages))
    return bytes(typst.compile(source.encode()))


def plain_pdf(extra: str = "", *, body: str = "", version: str = "1.4") -> bytes:
    """A PDF of one page written by hand; `extra` goes into the catalogue, `body` adds objects."""
    objects = [
        f"1 0 obj\n<< /Type /Catalog /Pages 2 0 R {extra} >>\nendobj\n",
        "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n",
        "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\n",
        body,
    ]
    head = f"%PDF-{version}\n"
    out, places = head, []
    for part in objects:
        places.append(len(out))
        out += part
    table = "".join(f"{place:010d} 00000 n \n" for place in places[:3])
    return (
        f"{out}xref\n0 4\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    ).encode("latin-1")


def pdf_with_object_stream(inner: bytes) -> bytes:
    """A PDF that keeps `inner` as an object in a compressed object stream."""
    objects = b"9 0 " + inner
    packed = zlib.compress(objects)
    stream = (
        f"8 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length {len(packed)} >>\n"
        "stream\n"
    )
    body = stream.encode() + packed + b"\nendstream\nendobj\n"
    return plain_pdf(body=body.decode("latin-1"), version="1.5")


def picture(width: int = 320, height: int = 240) -> Image.Image:
    """A drawing with something to see in it."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    ImageDraw.Draw(image).ellipse((5, 5, width - 5, height - 5), outline=(200, 40, 40), width=4)
    return image


def jpeg(width: int = 320, height: int = 240, *, exif: bool = False) -> bytes:
    """A JPEG, on request with a camera's name, a place and a turned orientation in its EXIF."""
    out, options = io.BytesIO(), {}
    if exif:
        facts = Image.Exif()
        facts[0x010F], facts[0x0112] = "Secret Camera Works", 6
        facts.get_ifd(0x8825)[1] = "N"
        options["exif"] = facts.tobytes()
    picture(width, height).save(out, "JPEG", **options)
    return out.getvalue()


def png(width: int = 320, height: int = 240) -> bytes:
    """A PNG."""
    out = io.BytesIO()
    picture(width, height).save(out, "PNG")
    return out.getvalue()


def dicom(
    rows: int = 64,
    columns: int = 64,
    *,
    frames: int = 1,
    preamble: bytes = bytes(128),
    sop_class: UID = CTImageStorage,
    pixels: bytes | None = None,
    syntax: UID = ExplicitVRLittleEndian,
) -> bytes:
    """A CT image with a gradient, or `pixels` (already encapsulated) in the given syntax."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = sop_class
    meta.MediaStorageSOPInstanceUID = UID(UIDS + "1")
    meta.TransferSyntaxUID = syntax
    dataset = FileDataset("", {}, file_meta=meta, preamble=preamble)
    dataset.SOPClassUID, dataset.SOPInstanceUID = sop_class, UID(UIDS + "1")
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = UID(UIDS + "2"), UID(UIDS + "3")
    dataset.PatientName, dataset.PatientID, dataset.Modality = "Karimova^Amina", "42", "CT"
    if sop_class == EncapsulatedPDFStorage:
        dataset.EncapsulatedDocument = plain_pdf()
    else:
        _add_pixels(dataset, rows, columns, frames, pixels)
    out = io.BytesIO()
    dataset.save_as(out, enforce_file_format=True)
    return out.getvalue()


def _add_pixels(
    dataset: FileDataset, rows: int, columns: int, frames: int, pixels: bytes | None
) -> None:
    bits = 8 if dataset.file_meta.TransferSyntaxUID == JPEGBaseline8Bit else 16
    dataset.Rows, dataset.Columns, dataset.SamplesPerPixel = rows, columns, 1
    dataset.PhotometricInterpretation, dataset.PixelRepresentation = "MONOCHROME2", 0
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = (
        bits,
        min(bits, 12),
        min(bits, 12) - 1,
    )
    dataset.RescaleSlope, dataset.RescaleIntercept = 1, -1024
    dataset.WindowCenter, dataset.WindowWidth = 1000, 4000
    if frames > 1:
        dataset.NumberOfFrames = frames
    gradient = array("H", (n * 4095 // (rows * columns) for n in range(rows * columns)))
    dataset.PixelData = pixels if pixels is not None else gradient.tobytes() * frames
    dataset["PixelData"].VR = "OB" if pixels is not None else "OW"
