"""The application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanamost.config.settings")
application = get_wsgi_application()

from sanamost.config.checks import refuse_unclassified  # noqa: E402 needs the loaded applications

refuse_unclassified()
