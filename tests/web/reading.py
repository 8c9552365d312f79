"""What a person reads on a page."""

import re

# Words in Latin letters that belong on a page in any language.
PROPER = {"Sanamost", "English", "TOTP", "Email", "PDF", "JPEG", "DICOM", "API"} | {
    spelling for word in ("passkey", "cookie") for spelling in (word, word.title())
}


def words_on(page: str) -> str:
    """The text without tags, scripts and comments."""
    text = re.sub(
        r"<(script|style|svg|head|noscript)\b.*?</\1>|<!--.*?-->", " ", page, flags=re.DOTALL
    )
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def english_on(page: str) -> list[str]:
    """Words in Latin letters that are no proper names: on a page in another language, leftovers."""
    found = re.findall(r"[A-Za-z]{3,}", re.sub(r"&[a-z]+;", " ", words_on(page)))
    return [word for word in found if word not in PROPER]


def inside(page: str) -> str:
    """The page's own part, without the shell around it."""
    return "<main" + page.partition("<main")[2].partition("</main>")[0]
