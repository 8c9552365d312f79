"""One question about one file, answered on standard output: a line of JSON, then a picture's bytes.

Standard input is the file, opened for reading. The order of the answer's fields is no contract;
whoever reads it must not trust it more than the file.
"""

import json
import os
import re
import sys
from dataclasses import asdict
from importlib import import_module
from types import ModuleType
from typing import Any, BinaryIO

from sanamost.foundation.files.sandbox import fences
from sanamost.foundation.files.sandbox.verdicts import Facts, Picture, Refused

MODULES = {"pdf": "pdf", "jpeg": "images", "png": "images", "dicom": "dicom"}


def main(question: dict[str, Any]) -> None:
    """Fence the process in, look at the file, answer."""
    fences.limit_resources()
    parser = import_module(f"sanamost.foundation.files.sandbox.{MODULES[question['kind']]}")
    parser.prepare()
    status = _own_status()
    held = {"network": fences.leave_network(), "computing_only": fences.only_compute()}
    picture = b""
    try:
        answer, picture = _answer(parser, question)
    except Refused as refused:
        answer = {"refused": refused.code}
    except (MemoryError, RecursionError):
        answer = {"refused": "file_too_complex"}
    except Exception as error:  # noqa: BLE001 whatever a parser trips over, the file is at fault
        answer = {"refused": "file_unreadable", "error": type(error).__name__}
    answer["fences"] = held
    answer["peak_kilobytes"] = _peak(status)
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + picture)
    sys.stdout.buffer.flush()
    os._exit(0)  # parsers' own tidying up would ask for system calls that are given up


def _answer(parser: ModuleType, question: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    kind: str = question["kind"]
    file: BinaryIO = open(0, "rb", closefd=False)  # noqa: SIM115 a descriptor, not a path
    if question["action"] == "inspect":
        facts: Facts = (
            parser.inspect(kind, file) if kind in {"jpeg", "png"} else parser.inspect(file)
        )
        return {"facts": asdict(facts)}, b""
    if kind in {"jpeg", "png"}:
        picture: Picture = parser.render(kind, file, question["edge"])
    else:
        picture = parser.render(file, question["page"], question["edge"])
    described = {"media_type": picture.media_type, "width": picture.width, "height": picture.height}
    return {"picture": described}, picture.content


def _own_status() -> BinaryIO | None:
    """The kernel's page about this process, opened while opening is still allowed."""
    try:
        return open("/proc/self/status", "rb", buffering=0)  # noqa: PTH123 kept open
    except OSError:
        return None


def _peak(status: BinaryIO | None) -> int:
    """The most resident memory so far, in kilobytes; 0 where the system does not say."""
    line = re.search(rb"VmHWM:\s*(\d+)", status.read(8192)) if status else None
    return int(line[1]) if line else 0
