"""Start-up looks at every address."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from sanamost.config import checks, urls


def test_finds_a_policy_for_every_address() -> None:
    checks.refuse_unclassified()


def test_stops_the_start_for_an_address_without_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def loose(request: HttpRequest) -> HttpResponse:
        return HttpResponse("open to all")

    stray = [("stray/", path("stray/", loose, name="stray"))]
    monkeypatch.setattr(checks, "addresses", lambda: stray)

    with pytest.raises(checks.UnclassifiedAddressError, match="stray/"):
        checks.refuse_unclassified()
    assert urls.urlpatterns


@pytest.mark.parametrize("name", ["loose", None])
def test_stops_the_start_for_an_operation_without_a_right(
    monkeypatch: pytest.MonkeyPatch, name: str | None
) -> None:
    def loose(request: HttpRequest) -> HttpResponse:
        return HttpResponse("open to all")

    address = "api/v1/capacity/loose"
    monkeypatch.setattr(checks, "addresses", lambda: [(address, path(address, loose, name=name))])

    with pytest.raises(checks.UnclassifiedAddressError, match="capacity/loose"):
        checks.refuse_unclassified()
