"""An organisation as papers name it: the issuer's block of every paper's payload."""

from typing import Any

from sanamost.registry.organisations.models import Organisation

SHORT = {"zh-hans": "zh"}  # papers call Chinese by its two letters


def in_paper(texts: dict[str, str]) -> dict[str, str]:
    """Texts by language as papers key them."""
    return {SHORT.get(code, code): words for code, words in texts.items() if words}


def issuer_of(card: Organisation) -> dict[str, Any]:
    """The issuer's block: names, address, numbers, licence, bank, who signs.

    Parts that the card does not have are left out; a paper kind that needs them refuses to be made.
    """
    block: dict[str, Any] = {
        "name": in_paper(card.names),
        "legal_name": in_paper(card.legal_names or card.names),
        "address": in_paper(card.addresses),
        "inn": card.inn,
        "ogrn": card.ogrn,
        "phone": card.phone,
        "email": card.email,
        "site": card.website,
        "licence": _licence(card.licence),
        "signatory": _signatory(card.signatory),
        "bank": card.bank,
    }
    return {name: part for name, part in block.items() if part}


def _licence(licence: dict[str, Any]) -> dict[str, Any]:
    if not licence:
        return {}
    whole = (licence.get("issuer"), licence.get("issuer_address"), licence.get("issuer_phone"))
    return {
        "number": licence["number"],
        "issued_on": licence["issued_on"],
        "issuer": {"ru": ", ".join(part for part in whole if part)},
        "works": {"ru": ", ".join(licence.get("works", []))},
    }


def _signatory(signatory: dict[str, Any]) -> dict[str, Any]:
    if not signatory:
        return {}
    return {
        "name": {
            "ru": signatory["name"],
            "en": signatory.get("name_latin") or signatory["name"],
        },
        "post": {"ru": signatory["post"], "en": signatory.get("post_en") or signatory["post"]},
        "basis": {"ru": signatory["basis"], "en": signatory.get("basis_en") or signatory["basis"]},
    }
