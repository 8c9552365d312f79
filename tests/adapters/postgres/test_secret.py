"""A local secret …"""

import base64
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sanamost.adapters.postgres import local_secret


def test_is_32_random_bytes_that_only_this_user_reads(tmp_path: Path) -> None:
    secret = local_secret(tmp_path, "key")
    assert len(base64.b64decode(secret)) == 32
    assert (tmp_path / "secrets" / "key").stat().st_mode & 0o777 == 0o600
    assert secret != local_secret(tmp_path, "other")


def test_is_the_same_for_all_who_ask_at_once_and_later(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        told = set(pool.map(lambda _: local_secret(tmp_path, "key"), range(64)))
    assert told == {local_secret(tmp_path, "key")}
    assert [path.name for path in (tmp_path / "secrets").iterdir()] == ["key"]
