"""Pages for everybody."""

from django.urls import path

from sanamost.web.public import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("offline/", pages.offline, name="offline"),
]
