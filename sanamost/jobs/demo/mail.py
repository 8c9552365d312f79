"""A post box that sends nothing on: `mail.py DIRECTORY PORT` keeps each message as an .eml file."""

import asyncio
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

ADDRESS = "127.0.0.1"


class PostBox:
    """aiosmtpd's handler; files are named by time of arrival."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.numbers = count(1)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 aiosmtpd's names
        """Keep one message, whole or not at all."""
        now = datetime.now(UTC)
        name = f"{now:%Y%m%dT%H%M%S.%f}-{next(self.numbers)}"
        draft = self.directory / f"{name}.new"
        draft.write_bytes(envelope.content)
        draft.rename(draft.with_suffix(".eml"))
        return "250 Kept"


async def serve(directory: Path, port: int) -> None:
    """Take messages until the process is ended."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    box = PostBox(directory)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(box, enable_SMTPUTF8=True), ADDRESS, port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
