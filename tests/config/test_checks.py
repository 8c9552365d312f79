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
