"""Signs of a second, active file inside the first: used on bytes that no parser looks at."""

import re

ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
MARKUP = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|script|iframe|svg|object|embed)[\s>/]|<\?php", re.I
)


def is_active(content: bytes) -> bool:
    """Whether `content` carries an archive, a program, a document or markup that a browser runs."""
    return (
        content.startswith(PROGRAMS)
        or any(mark in content for mark in ARCHIVES)
        or b"%PDF-" in content
        or MARKUP.search(content) is not None
    )
