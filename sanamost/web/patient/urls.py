"""Addresses of the patient portal."""

from sanamost.web.patient import pages, panels
from sanamost.web.routing import patterns

__all__ = ["pages", "panels"]
app_name = "patient"
urlpatterns = patterns("patient")
