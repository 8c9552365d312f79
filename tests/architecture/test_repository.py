"""Every file of the repository: what must not stand in any of them."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# One letter of each stands in brackets, so that this file does not hold what it looks for.
REGISTRIES = re.compile(
    r"p[y]pi\.(?:python\.)?org|python[h]osted\.org|n[p]mjs\.(?:org|com)|yarn[p]kg\.com"
    r"|c[r]ates\.io|proxy\.g[o]lang\.org"
)
THIS_MACHINE = re.compile(r"(?<![A-Za-z0-9_.-])/[w]ork/|/tmp/b[a]sh_jobs")
CONFLICT = re.compile("^(<{7}|>{7}) ", re.MULTILINE)
ICU = re.compile(r"""provider\s*=\s*["']icu|[\w-]-x-icu|CreateCollation|COLLATE\s+"?und""", re.I)
STYLE_OR_SCRIPT = re.compile(
    r"""(?<![:\w-])style=|<style\b|\son[a-z]+\s*=\s*["']|javascript:"""
    r"""|<script\b(?![^>]*\b(?:src=|type="application/(?:ld\+)?json"))""",
    re.I,
)
FOREIGN = re.compile(r"""\b(?:src|srcset)=["'](?:https?:)?//|<link\b[^>]*href=["'](?:https?:)?//""")
UNESCAPED = re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off")
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)|text-align\s*:\s*(?:left|right)"
    r"|float\s*:\s*(?:left|right))\b"
)
COMPONENT = re.compile(r"</?c-([\w.-]+)")
BUILT_IN_COMPONENTS = frozenset({"vars", "slot", "component"})
LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")


@cache
def files() -> dict[str, str]:
    """Every text file that is, or is about to be, in the repository, by its path."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    texts = {}
    for name in listed.split("\0"):
        path = ROOT / name
        if name and path.is_file():
            content = path.read_bytes()
            if b"\0" not in content[:8192]:
                texts[name] = content.decode("utf-8", errors="replace")
    return texts


def holding(pattern: re.Pattern[str], *, named: str = r".*", but: str = r"(?!)") -> list[str]:
    """Where the pattern stands, as path:line, in files whose whole path matches `named`."""
    return [
        f"{name}:{text.count(chr(10), 0, found.start()) + 1}"
        for name, text in files().items()
        if re.fullmatch(named, name) and not re.fullmatch(but, name)
        for found in pattern.finditer(text)
    ]


TEMPLATES = r"sanamost/.*/templates/.*\.html"
LETTERS_AND_PAPERS = r"sanamost/foundation/(messaging|documents)/.*"


def test_finds_the_repository_s_files() -> None:
    assert "pyproject.toml" in files()
    assert len(files()) > 100


def test_names_no_package_registry() -> None:
    assert holding(REGISTRIES) == []


def test_names_no_path_of_one_machine() -> None:
    assert holding(THIS_MACHINE) == []


def test_holds_no_unfinished_merge() -> None:
    assert holding(CONFLICT) == []


def test_needs_no_collation_that_a_server_may_lack() -> None:
    assert holding(ICU, named=r"sanamost/.*\.(py|sql)") == []


def test_writes_no_style_and_no_script_into_pages() -> None:
    assert holding(STYLE_OR_SCRIPT, named=TEMPLATES, but=LETTERS_AND_PAPERS) == []


def test_loads_nothing_from_elsewhere() -> None:
    assert holding(FOREIGN, named=TEMPLATES) == []


def test_escapes_everything_that_pages_show() -> None:
    assert holding(UNESCAPED, named=TEMPLATES) == []


def test_lays_pages_out_for_both_directions() -> None:
    assert holding(PHYSICAL, named=r"(assets|sanamost)/.*\.s?css") == []


def unknown_components() -> Iterator[str]:
    """Components that templates name and nobody wrote, as path: name."""
    known = {
        name.partition("/templates/cotton/")[2].removesuffix(".html").removesuffix("/index")
        for name in files()
        if "/templates/cotton/" in name
    }
    for name, text in files().items():
        if re.fullmatch(TEMPLATES, name):
            for component in COMPONENT.findall(text):
                path = component.rstrip(".").replace(".", "/").replace("-", "_")
                if component not in BUILT_IN_COMPONENTS and path not in known:
                    yield f"{name}: {component}"


def test_uses_only_components_that_are_there() -> None:
    assert list(unknown_components()) == []


def dead_links() -> Iterator[str]:
    """Relative links of the documents that lead nowhere."""
    for name, text in files().items():
        if name.endswith(".md"):
            for target in LINK.findall(text):
                if (
                    not re.match(r"[a-z]+:", target)
                    and not (ROOT / name).parent.joinpath(target).exists()
                ):
                    yield f"{name}: {target}"


def test_has_documents_whose_links_lead_somewhere() -> None:
    assert list(dead_links()) == []


@pytest.mark.parametrize(
    ("pattern", "bad", "good"),
    [
        (REGISTRIES, "https://{}.org/simple".format("pypi"), "a package registry"),
        (REGISTRIES, "registry.{}.org".format("npmjs"), "npm"),
        (THIS_MACHINE, "see /{}/main".format("work"), "frame/{}/main".format("work")),
        (CONFLICT, "x\n" + "<" * 7 + " HEAD\n", "x < y"),
        (ICU, 'db_collation="ru-x-icu"', "db_collation=None"),
        (ICU, "CreateCollation('ci', provider=\"icu\")", "CREATE INDEX"),
        (STYLE_OR_SCRIPT, '<p style="color: red">', '<p class="style" :style="x">'),
        (
            STYLE_OR_SCRIPT,
            "<script>alert(1)</script>",
            '<script src="/static/x.js" defer></script>',
        ),
        (STYLE_OR_SCRIPT, '<a onclick="go()">', '<a hx-on="x" class="once">'),
        (STYLE_OR_SCRIPT, "<script nonce>", '<script id="d" type="application/json">'),
        (FOREIGN, '<img src="https://x.example/y.png">', '<a href="https://x.example">'),
        (
            FOREIGN,
            '<link rel="stylesheet" href="//x.example/y.css">',
            '<link href="/static/y.css">',
        ),
        (UNESCAPED, "{{ name|safe }}", "{{ name|safeseq_not }}"),
        (UNESCAPED, "{% autoescape off %}", "{% autoescape on %}"),
        (PHYSICAL, "a { margin-left: 1px }", "a { margin-inline-start: 1px }"),
        (PHYSICAL, "a { text-align: right }", "a { text-align: end }"),
        (LINK, "[x](docs/y.md)", "[x] (y)"),
        (COMPONENT, "<c-card.head />", "<code>"),
    ],
)
def test_tells_bad_from_good(pattern: re.Pattern[str], bad: str, good: str) -> None:
    assert pattern.search(bad)
    assert not pattern.search(good)
