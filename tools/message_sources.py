"""Finds every text that is meant to be translated, in Python and in templates."""

import ast
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

from django.template.base import Lexer, Token, TokenType
from django.utils.text import unescape_string_literal

# Which arguments are context, text, plural.
FUNCTIONS: dict[str, tuple[int | None, int, int | None]] = {
    f"{name}{lazy}": places
    for name, places in {
        "gettext": (None, 0, None),
        "ngettext": (None, 0, 1),
        "pgettext": (0, 1, None),
        "npgettext": (0, 1, 2),
    }.items()
    for lazy in ("", "_lazy", "_noop")
}
TEMPLATE_FILES = frozenset({".html", ".txt", ".xml", ".svg"})
_LITERAL = r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"""
_CALL = re.compile(rf"_\(({_LITERAL})\)")
_BOUND = re.compile(r""":[\w.-]+=(?:"([^"]*)"|'([^']*)')""")


@dataclasses.dataclass(frozen=True, slots=True)
class Use:
    """One place that shows a text. `plural` and `context` are empty where there are none."""

    text: str
    place: str
    plural: str = ""
    context: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Misuse:
    """A text that nobody can translate, and why."""

    place: str
    why: str


def uses_under(folder: Path) -> Iterator[Use | Misuse]:
    """Every use in the Python files and the templates of a folder, in a fixed order."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            yield from in_python(path.read_text(encoding="utf-8"), str(path))
        elif path.suffix in TEMPLATE_FILES and "templates" in path.parts:
            yield from in_template(path.read_text(encoding="utf-8"), str(path))


def in_python(source: str, name: str) -> Iterator[Use | Misuse]:
    """Calls of gettext and its kin, under whatever name they were imported."""
    if "gettext" not in source:
        return
    tree = ast.parse(source, name)
    known = {function: function for function in FUNCTIONS}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            known |= {each.asname or each.name: each.name for each in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (function := _function(node.func, known)):
            yield from _in_call(node, FUNCTIONS[function], f"{name}:{node.lineno}")


def _function(called: ast.expr, known: dict[str, str]) -> str | None:
    if isinstance(called, ast.Name):
        called_name = known.get(called.id, "")
    elif isinstance(called, ast.Attribute):
        called_name = called.attr
    else:
        return None
    return called_name if called_name in FUNCTIONS else None


def _in_call(
    call: ast.Call, places: tuple[int | None, int, int | None], place: str
) -> Iterator[Use | Misuse]:
    context, text, plural = (
        call.args[at] if at is not None and at < len(call.args) else None for at in places
    )
    if isinstance(text, ast.Constant) and isinstance(text.value, str):
        yield Use(text.value, place, _constant(plural), _constant(context))
    elif isinstance(text, ast.JoinedStr):
        yield Misuse(place, "an f-string inside gettext: use named placeholders")
    elif isinstance(text, ast.BinOp | ast.Call) and any(
        isinstance(node, ast.Constant) and isinstance(node.value, str) for node in ast.walk(text)
    ):
        yield Misuse(place, "filled before it is translated: translate first, then fill")


def _constant(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def in_template(source: str, name: str) -> Iterator[Use | Misuse]:
    """translate, blocktranslate and _("…") in tags, filters and bound component attributes."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        place = f"{name}:{token.lineno}"
        tag = token.contents.partition(" ")[0] if token.token_type == TokenType.BLOCK else ""
        if tag == "comment":
            _until(tokens, "endcomment")
        elif tag in {"blocktranslate", "blocktrans"}:
            yield _block(token, _until(tokens, f"end{tag}"), place)
        elif tag in {"translate", "trans"}:
            yield from _translate(token, place)
            yield from _called(token.contents, place)
        elif token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            yield from _called(token.contents, place)
        elif token.token_type == TokenType.TEXT and "_(" in token.contents:
            for bound in _BOUND.finditer(token.contents):
                yield from _called(bound[1] or bound[2] or "", place)


def _until(tokens: Iterator[Token], end: str) -> list[Token]:
    inside = []
    for token in tokens:
        if token.token_type == TokenType.BLOCK and token.contents.strip() == end:
            break
        inside.append(token)
    return inside


def _called(contents: str, place: str) -> Iterator[Use]:
    for found in _CALL.finditer(contents):
        yield Use(_unquoted(found[1]), place)


def _translate(token: Token, place: str) -> Iterator[Use]:
    bits = token.split_contents()
    literal = re.match(_LITERAL, bits[1]) if len(bits) > 1 else None
    if literal:
        yield Use(_unquoted(literal[0]), place, context=_context(bits))


def _block(token: Token, inside: list[Token], place: str) -> Use:
    bits = token.split_contents()
    halves: list[str] = [""]
    for each in inside:
        if each.token_type == TokenType.VAR:
            halves[-1] += f"%({each.contents})s"
        elif each.token_type == TokenType.TEXT:
            halves[-1] += each.contents.replace("%", "%%")
        elif each.contents.strip() == "plural":
            halves.append("")
    if "trimmed" in bits:
        halves = [re.sub(r"\s*\n\s*", " ", half.strip()) for half in halves]
    return Use(halves[0], place, halves[1] if len(halves) > 1 else "", _context(bits))


def _context(bits: list[str]) -> str:
    """The context that follows the word `context`, where it is written out."""
    if "context" not in bits:
        return ""
    written = bits[bits.index("context") + 1 :][:1]
    return unescape_string_literal(written[0]) if written and written[0][0] in "\"'" else ""


def _unquoted(literal: str) -> str:
    """What the template engine looks up for a literal: a per cent sign stands doubled."""
    return unescape_string_literal(literal).replace("%", "%%")
