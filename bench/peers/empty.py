"""The product with one address more, `/empty`, whose view returns nothing: all but a view's work."""

from django.http import HttpResponse
from django.urls import clear_url_caches, path

from sanamost.config.wsgi import application

from sanamost.config import urls  # isort: skip  # needs the settings that the application names

__all__ = ["application"]

# First, as the search interface's own address is among the last: not to flatter the search.
urls.urlpatterns.insert(0, path("empty", lambda _request: HttpResponse()))
clear_url_caches()
