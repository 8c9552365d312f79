"""What has to be there before the web server may start; each step is quick when nothing changed."""

import hashlib
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands

Step = Callable[[], str]


def command(name: str) -> Step:
    """A step that runs one of the product's commands and keeps what it says."""

    def run() -> str:
        said = StringIO()
        call_command(name, stdout=said, verbosity=0)
        return said.getvalue()

    return run


def known(name: str) -> bool:
    """Whether the product has this command."""
    return name in get_commands()


def collect_static() -> str:
    """Hash, compress and collect styles and scripts, unless none has changed since."""
    stamp = Path(settings.STATIC_ROOT).with_suffix(".stamp")
    now = static_digest()
    if stamp.exists() and stamp.read_text() == now and Path(settings.STATIC_ROOT).is_dir():
        return "nothing changed"
    # Cleared first: collectstatic takes a file changed within the same second for the old one.
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(now)
    return ""


def static_digest() -> str:
    """A digest over every static file's name, size and time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def empty_directories() -> None:
    """Remove the demonstration's files and mail; a store outside its home is left alone."""
    for directory in (Path(settings.FILE_STORE), mail_box()):
        if directory.resolve().is_relative_to(settings.HOME.resolve()):
            shutil.rmtree(directory, ignore_errors=True)


def mail_box() -> Path:
    """Where mail is kept instead of being sent."""
    return Path(settings.HOME) / "mail"
