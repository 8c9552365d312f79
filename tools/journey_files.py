"""Real small files, as patients send them: a report, a photograph, a slice of a scan."""

import io
from array import array

import typst
from PIL import Image, ImageDraw
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import UID, CTImageStorage, ExplicitVRLittleEndian

UIDS = "1.2.826.0.1.3680043.8.498."
SIDE = 64


def pdf(text: str) -> bytes:
    """A report of one page."""
    return bytes(typst.compile(f"= {text}\n#lorem(60)\n".encode()))


def jpeg() -> bytes:
    """A photograph of a film."""
    image = Image.linear_gradient("L").resize((480, 360)).convert("RGB")
    ImageDraw.Draw(image).ellipse((60, 40, 420, 320), outline=(220, 220, 255), width=6)
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def dicom() -> bytes:
    """One slice of a CT."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CTImageStorage
    meta.MediaStorageSOPInstanceUID = UID(UIDS + "1")
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    made = FileDataset("", {}, file_meta=meta, preamble=bytes(128))
    made.SOPClassUID, made.SOPInstanceUID = CTImageStorage, UID(UIDS + "1")
    made.StudyInstanceUID, made.SeriesInstanceUID = UID(UIDS + "2"), UID(UIDS + "3")
    made.PatientName, made.PatientID, made.Modality = "Demonstration^Patient", "1", "CT"
    made.Rows = made.Columns = SIDE
    made.SamplesPerPixel, made.PhotometricInterpretation = 1, "MONOCHROME2"
    made.PixelRepresentation, made.BitsAllocated = 0, 16
    made.BitsStored, made.HighBit = 12, 11
    made.RescaleSlope, made.RescaleIntercept = 1, -1024
    made.WindowCenter, made.WindowWidth = 1000, 4000
    steps = SIDE * SIDE
    made.PixelData = array("H", (n * 4095 // steps for n in range(steps))).tobytes()
    made["PixelData"].VR = "OW"
    out = io.BytesIO()
    made.save_as(out, enforce_file_format=True)
    return out.getvalue()


def all_kinds(text: str) -> list[tuple[str, tuple[str, bytes, str]]]:
    """One of each, as a form's files."""
    return [
        ("files", ("report.pdf", pdf(text), "application/pdf")),
        ("files", ("film.jpg", jpeg(), "image/jpeg")),
        ("files", ("slice.dcm", dicom(), "application/dicom")),
    ]
