"""Papers drawn as PDF/A-3a and PDF/UA-1 from their canonical content, the same bytes every time.

What people typed reaches the templates as JSON text alone. Templates never evaluate it, the
compiler's root is the folder of templates, and no package can be fetched: a payload cannot read a
file, open a connection or change the layout.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import hashlib
import io
import json
import queue
from collections.abc import Iterator, Mapping
from pathlib import Path

import segno
import typst

from sanamost.foundation.documents import fonts
from sanamost.foundation.documents.canonical import Json, canonical
from sanamost.foundation.documents.kinds import PaperKind

TEMPLATES = Path(__file__).parent / "templates"
FIRST = "v1"
STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]
RUSSIAN = "ru"
_INK = "#1D2B2F"
# From this many characters a text may need more than the height of a narrow column; see `whole` in
# base.typ.
LONG_TEXT = 500

# A compiler keeps what it has read and serves one caller at a time; idle ones wait here.
_idle: queue.SimpleQueue[typst.Compiler] = queue.SimpleQueue()


def render(
    kind: PaperKind, payload: Mapping[str, object], language: str, *, beside: str | None = None
) -> bytes:
    """The paper as PDF in `language`, with the text of `beside` next to it for legal papers.

    A payload without `verification` is drawn as a draft: marked so, without check code. Equal
    arguments give equal bytes. Raises `Unfreezable` for content without one spelling and
    `IncompletePaper` where a field that the kind needs is missing.
    """
    content = canonical(payload)
    return render_canonical(kind, content, language, beside=beside)


def render_canonical(
    kind: PaperKind, content: bytes, language: str, *, beside: str | None = None
) -> bytes:
    """As `render`, from the canonical bytes that were frozen."""
    payload = json.loads(content)
    kind.check(payload)
    own = short_language(language)
    next_to = short_language(beside) if beside else None
    frame = _frame(kind, content, payload, language=own, beside=next_to)
    inputs = {"payload": content.decode(), "frame": json.dumps(frame), "shown": _shown(payload)}
    with _compiler() as compiler:
        made = compiler.compile(
            input=str(TEMPLATES / _version(payload, kind) / f"{kind.template}.typ"),
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=STANDARDS,
            timestamp=_midnight(payload["issued_on"]),
        )
    return _one(made)


def typeset(template: Path, inputs: dict[str, str]) -> bytes:
    """One page of a template as PNG, a pixel for each point."""
    with _compiler() as compiler:
        made = compiler.compile(input=str(template), format="png", ppi=72, sys_inputs=inputs)
    return _one(made)


def short_language(code: str) -> str:
    """The language as papers name it: `zh-hans` is `zh`."""
    return code.replace("_", "-").partition("-")[0].lower()


@functools.cache
def template_digest(version: str) -> str:
    """SHA-256 over the templates and fixed texts of `version`: the wording that was signed.

    Later versions draw on what the first one shares (letterhead, tables, common words), so they
    count its files too.
    """
    tree = hashlib.sha256()
    for folder in dict.fromkeys((TEMPLATES / FIRST, TEMPLATES / version)):
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".typ", ".toml"}:
                tree.update(f"{path.relative_to(folder).as_posix()}\0".encode())
                tree.update(hashlib.sha256(path.read_bytes()).digest())
    return tree.hexdigest()


def _frame(
    kind: PaperKind,
    content: bytes,
    payload: dict[str, Json],
    *,
    language: str,
    beside: str | None,
) -> dict[str, Json]:
    verification = payload.get("verification")
    frame: dict[str, Json] = {
        "kind": kind.code,
        "language": language,
        "beside": beside if beside != language else None,
        "draft": verification is None,
        "long": _longest(payload) > LONG_TEXT,
    }
    if isinstance(verification, dict):
        address, code = str(verification["address"]).rstrip("/"), str(verification["code"])
        frame |= {
            "sha256": hashlib.sha256(content).hexdigest(),
            "code": code,
            "check_at": f"{address}/verify",
            "qr": _qr(f"{address}/verify/{code}"),
            "template": str(verification["template_version"]),
        }
    return frame


def _version(payload: dict[str, Json], kind: PaperKind) -> str:
    verification = payload.get("verification")
    if isinstance(verification, dict):
        return str(verification["template_version"])
    return kind.version


def _shown(payload: Json) -> str:
    return json.dumps(_printable(payload), ensure_ascii=False)


def _printable(value: Json) -> Json:
    if isinstance(value, str):
        return fonts.printable(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        return [_printable(item) for item in value]
    if isinstance(value, dict):
        return {name: _printable(item) for name, item in value.items()}
    return value


def _longest(value: Json) -> int:
    if isinstance(value, dict):
        return max(map(_longest, value.values()), default=0)
    if isinstance(value, list):
        return max(map(_longest, value), default=0)
    return len(value) if isinstance(value, str) else 0


def _qr(address: str) -> str:
    drawing = io.BytesIO()
    segno.make_qr(address, error="m").save(
        drawing, kind="svg", border=0, dark=_INK, xmldecl=False, nl=False
    )
    return drawing.getvalue().decode()


def _midnight(day: Json) -> int:
    return int(dt.datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp())


def _one(made: bytes | list[bytes] | None) -> bytes:
    if not isinstance(made, bytes):
        raise TypeError("The compiler gave no single document")
    return made


@contextlib.contextmanager
def _compiler() -> Iterator[typst.Compiler]:
    try:
        compiler = _idle.get_nowait()
    except queue.Empty:
        compiler = _new_compiler()
    try:
        yield compiler
    finally:
        _idle.put(compiler)


def _new_compiler() -> typst.Compiler:
    nowhere = str(TEMPLATES / "no-packages")
    return typst.Compiler(
        root=str(TEMPLATES),
        font_paths=fonts.loaded(),
        ignore_system_fonts=True,
        package_path=nowhere,
        package_cache_path=nowhere,
    )
