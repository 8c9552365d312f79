"""The panels of the patient's case page; importing them declares them."""

from sanamost.web.patient.panels import money

__all__ = ["money"]
