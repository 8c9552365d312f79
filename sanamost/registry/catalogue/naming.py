"""Which of several names a reader sees, and in what order names stand."""

from collections.abc import Mapping

from sanamost.engines.search import search_key

_FALLBACKS = ("en", "ru")


def name_in(names: Mapping[str, str], language: str) -> str:
    """The name in `language` ("zh-cn" finds "zh-hans"), else in English, else in Russian."""
    wanted = "zh-hans" if language.startswith("zh") else language.partition("-")[0]
    for known in (wanted, *_FALLBACKS):
        if name := names.get(known):
            return name
    return ""


def sort_key(name: str, language: str) -> tuple[str | bytes, str]:
    """Where the name stands in a list for this reader.

    The databases served have no collations but code points. Chinese goes by pinyin, which is the
    order of GB 2312's common characters; the others by letters without accents.
    """
    if language.startswith("zh"):
        return name.encode("gb18030"), name
    if language.startswith("ar"):
        return search_key(name).removeprefix("ال"), name
    return search_key(name), name
