"""Why a file is not taken, in words that name the file and the cure."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.languages.errors import Refusal

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


class FileRefused(Refusal):
    """The upload was not taken and nothing of it is kept. `code` is a key of `MESSAGES`."""

    code = "file_refused"
    field = "file"


class UploadRefused(Refusal):
    """A resumable upload cannot go on as asked; what has arrived stays until it expires."""

    code = "upload_refused"
    field = "file"


MESSAGES: dict[str, str | Promise] = {
    "file_empty": _(
        "The file %(name)s is empty. If it came by messenger or e-mail, download it first, "
        "then choose it again."
    ),
    "file_too_large": _(
        "The file %(name)s is larger than %(limit)s MB. Scan at a lower resolution or split it "
        "into parts."
    ),
    "file_type": _(
        "We cannot take the file %(name)s. We take PDF, JPEG, PNG and DICOM. Save it as PDF or "
        "take a photo of the paper."
    ),
    "file_archive": _(
        "The file %(name)s is an archive. Unpack it and upload the documents and images inside "
        "one by one."
    ),
    "file_web_page": _(
        "The file %(name)s is a web page or a drawing with code. Open it, choose Print, save it as "
        "PDF and upload the PDF."
    ),
    "file_program": _("The file %(name)s is a program. Programs are never taken."),
    "file_office": _(
        "The file %(name)s is an office document. Open it, choose Save as PDF and upload the PDF."
    ),
    "file_heic": _(
        "The photo %(name)s is in HEIC format. On an iPhone choose Settings, Camera, Formats, Most "
        "compatible; or share it as JPEG, then upload it again."
    ),
    "file_picture": _(
        "The picture %(name)s is in a format that we do not take. Save it as JPEG or PNG and "
        "upload it again."
    ),
    "file_video": _(
        "The file %(name)s is a video or a sound recording. Take photos of the papers instead; for "
        "recordings of an examination ask for DICOM."
    ),
    "file_text": _("The file %(name)s is plain text. Print it to PDF and upload the PDF."),
    "file_name_misleading": _(
        "The name %(name)s does not fit what is in the file. Give it its true ending, such as "
        ".pdf or .jpg, and upload it again."
    ),
    "file_disguised": _(
        "The file %(name)s carries another file inside it. Open it, save or print it anew as PDF, "
        "JPEG or PNG and upload that."
    ),
    "file_truncated": _(
        "The file %(name)s is incomplete. Download or copy it again in full, check that it opens, "
        "then upload it."
    ),
    "file_unreadable": _(
        "The file %(name)s is damaged and cannot be read. Check that it opens on your device, save "
        "it anew and upload it again."
    ),
    "file_too_complex": _(
        "Checking the file %(name)s takes too much time or memory. Print it to PDF again, or split "
        "it into smaller parts."
    ),
    "file_infected": _(
        "The virus scanner found something harmful in the file %(name)s. Ask whoever gave it to "
        "you for a clean copy."
    ),
    "scanner_unavailable": _(
        "The file %(name)s could not be checked for viruses just now. Please try again in a few "
        "minutes."
    ),
    "image_too_large": _(
        "The picture %(name)s has too many pixels. Make it smaller, at most 40 megapixels, and "
        "upload it again."
    ),
    "pdf_password": _(
        "The PDF %(name)s is protected. Open it with its password, print it to a new PDF without "
        "protection and upload that."
    ),
    "pdf_active": _(
        "The PDF %(name)s contains program code. Print it to a new PDF and upload that."
    ),
    "pdf_attachments": _(
        "The PDF %(name)s has other files attached inside. Save those apart, print the PDF anew "
        "and upload each."
    ),
    "pdf_too_many_pages": _(
        "The PDF %(name)s has more than 3,000 pages. Split it into parts and upload each."
    ),
    "dicom_directory": _(
        "The file %(name)s is only the table of contents of a disc. Upload the images from its "
        "folders instead."
    ),
    "dicom_document": _(
        "The file %(name)s is a document packed as DICOM. Ask for the document itself as PDF and "
        "upload that."
    ),
}

UPLOAD_MESSAGES: dict[str, str | Promise] = {
    "upload_offset": _("Part of the file has arrived already. The upload goes on from there."),
    "upload_elsewhere": _(
        "This file is being uploaded in another window. Go on there, or wait a minute."
    ),
    "upload_expired": _("This upload was left too long. Please choose the file again."),
    "upload_piece_damaged": _(
        "A part of the file was damaged on the way. It will be sent once more."
    ),
    "upload_piece_too_large": _("This part of the file is too large. Send it in smaller parts."),
    "upload_incomplete": _("The file has not arrived in full yet."),
    "upload_too_many": _(
        "Too many uploads are waiting unfinished. Finish or cancel some of them first."
    ),
}


def file_refused(code: str, name: str, **parameters: Any) -> FileRefused:
    """The refusal for `code`; an unknown code says that the file cannot be read."""
    known = code if code in MESSAGES else "file_unreadable"
    shown = f"{FIRST_STRONG_ISOLATE}{name}{POP_ISOLATE}"
    return FileRefused(MESSAGES[known], code=known, name=shown, **parameters)


def upload_refused(code: str, **parameters: Any) -> UploadRefused:
    """The refusal for `code`, a key of `UPLOAD_MESSAGES`."""
    return UploadRefused(UPLOAD_MESSAGES[code], code=code, **parameters)
