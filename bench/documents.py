"""How fast and how heavy papers are, against the bare typesetter on the same template.

The peer is typst itself: a compiler that is kept, fed with inputs made beforehand, nothing checked,
hashed, cleaned or drawn by our code. Each document differs from the one before, so that no cache
answers for the work. Ours and the peer's take turns; `ours_vs_typst` is our time ÷ the peer's.
"""

from __future__ import annotations

import json
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psutil
import typst

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sanamost.foundation.documents import fonts, render
from sanamost.foundation.documents.canonical import canonical
from sanamost.foundation.documents.kinds import KINDS
from tests.foundation.documents.samples import sample

LEGAL = ("contract", "zh")
SHORT = ("receipt_of_payment", "en")
ROUNDS = 5
DOCUMENTS = 8
Step = Callable[[dict[str, Any]], None]


def main() -> None:
    """Print the figures for a person, then the line for machines."""
    if sys.argv[1:] == ["first"]:
        print(_first_document())
        return
    begun = time.monotonic()
    first = statistics.median(_first_in_a_fresh_process() for _ in range(3))
    ratios, values = {}, {"first_document_s": round(first, 2)}
    for name, (kind, language) in {"contract_zh_ru": LEGAL, "receipt_en_ru": SHORT}.items():
        ours, peers = _alternate(kind, language)
        ratios[f"{name}_vs_typst"] = round(ours / peers, 2)
        values[f"{name}_per_s"] = round(1 / ours, 1)
    values["memory_mb"] = round(psutil.Process().memory_info().rss / 1e6)
    print(f"first document {first:.2f} s; steady {values}; ratios {ratios}")
    line = {"bench": "documents", "ratios": ratios, "values": values}
    line |= {"machine": f"{psutil.cpu_count()} cores, {platform.machine()}"}
    print(json.dumps(line | {"seconds": round(time.monotonic() - begun, 1)}))


def _first_in_a_fresh_process() -> float:
    child = [sys.executable, __file__, "first"]
    return float(subprocess.run(child, capture_output=True, text=True, check=True).stdout)


def _first_document() -> float:
    payload = sample(*LEGAL)
    begun = time.perf_counter()
    render.render(KINDS[LEGAL[0]], payload, LEGAL[1], beside=render.RUSSIAN)
    return time.perf_counter() - begun


def _alternate(kind: str, language: str) -> tuple[float, float]:
    """Median seconds a document: ours, the peer's."""
    ours, peers = _ours(kind, language), _peer(kind, language)
    for step in (ours, peers):
        step(_sample(kind, language))
    times: tuple[list[float], list[float]] = ([], [])
    for round_number in range(ROUNDS):
        for step, taken in zip((ours, peers), times, strict=True):
            taken.append(_timed(step, _variants(kind, language, f"{round_number}-{step.__name__}")))
    return statistics.median(times[0]), statistics.median(times[1])


def _timed(step: Step, payloads: Iterable[dict[str, Any]]) -> float:
    made = list(payloads)
    begun = time.perf_counter()
    for payload in made:
        step(payload)
    return (time.perf_counter() - begun) / len(made)


def _sample(kind: str, language: str) -> dict[str, Any]:
    payload = sample(kind, language)
    if "terms" in payload:  # the peer gets no number that a template cannot show
        payload["terms"] = {name: str(days) for name, days in payload["terms"].items()}
    return payload


def _variants(kind: str, language: str, mark: str) -> Iterable[dict[str, Any]]:
    for n in range(DOCUMENTS):
        payload = _sample(kind, language)
        payload["number"] = f"{mark}-{n}"
        payload["patient"]["name"] = f"ZHANG WEI {mark} {n}"
        yield payload


def _ours(kind: str, language: str) -> Step:
    def ours(payload: dict[str, Any]) -> None:
        render.render(KINDS[kind], payload, language, beside=render.RUSSIAN)

    return ours


def _peer(kind: str, language: str) -> Step:
    compiler = typst.Compiler(root=str(render.TEMPLATES), font_paths=fonts.loaded())
    template = render.TEMPLATES / KINDS[kind].version / f"{KINDS[kind].template}.typ"
    frame = json.dumps(
        {
            "kind": kind,
            "language": language,
            "beside": render.RUSSIAN,
            "draft": False,
            "long": False,
            "sha256": "0" * 64,
            "code": "0",
            "check_at": "https://sanamost.example/verify",
            "template": "v1",
            "qr": '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
        }
    )

    def peer(payload: dict[str, Any]) -> None:
        content = canonical(payload).decode()
        compiler.compile(
            input=str(template),
            format="pdf",
            sys_inputs={"payload": content, "shown": content, "frame": frame},
            pdf_standards=render.STANDARDS,
            timestamp=0,
        )

    return peer


if __name__ == "__main__":
    main()
