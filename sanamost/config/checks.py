"""Every address must declare who may use it: the application does not start otherwise."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from sanamost.api.v1.keyed import operations

# Addresses whose guard is not ours: the library that brings them decides who may come, and each
# is probed like our own. Anything that is not here and not a Route stops the start.
PUBLIC_ELSEWHERE = {"set_language", "style", "style_shell"}
GUARDED_BY_ALLAUTH = (
    "account_",
    "mfa_",
    "usersessions_",
    "socialaccount_",
    "openid_connect_",
)
GUARDED_BY_ALLAUTH_AT = "account/social/"
# Public facts, read only, for machines: nothing there knows who asks. Every other operation of the
# interface declares the right that a key must have.
INTERFACE_AT = "api/v1/"
PUBLIC_OPERATIONS = {"search", "openapi-json", "api-root"}


class UnclassifiedAddressError(RuntimeError):
    """An address is served without a declared policy."""


def addresses(
    resolver: URLResolver | None = None, prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every served pattern with its whole address."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


def classified(address: str, entry: URLPattern) -> bool:
    """Whether somebody said who may use the address."""
    name = entry.name or ""
    if address.startswith(INTERFACE_AT):
        return name in PUBLIC_OPERATIONS or name in {one.name for one in operations()}
    return (
        hasattr(entry.callback, "route")
        or name in PUBLIC_ELSEWHERE
        or name.startswith(GUARDED_BY_ALLAUTH)
        or address.startswith(GUARDED_BY_ALLAUTH_AT)
    )


def refuse_unclassified() -> None:
    """Raise `UnclassifiedAddressError` naming every address without a policy."""
    open_ones = [address for address, entry in addresses() if not classified(address, entry)]
    if open_ones:
        raise UnclassifiedAddressError(f"no policy declared for: {', '.join(open_ones)}")
