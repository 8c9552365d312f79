"""Addresses of the patient portal."""

from sanamost.web.patient import pages
from sanamost.web.routing import patterns

__all__ = ["pages"]
app_name = "patient"
urlpatterns = patterns("patient")
