"""The portal's pages: importing this package declares them all."""

from sanamost.web.patient.pages import cases, consents, need, proposals, shell

__all__ = ["cases", "consents", "need", "proposals", "shell"]
from importlib import import_module
from pkgutil import iter_modules

for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")
from sanamost.web.patient.pages import agreements, cases, consents, need, shell, stay

__all__ = ["agreements", "cases", "consents", "need", "shell", "stay"]
