"""What is looked for and what is looked in, brought to one form."""

from sanamost.engines.search.codes import diagnosis_code, service_code
from sanamost.engines.search.keys import search_key, words

__all__ = ["diagnosis_code", "search_key", "service_code", "words"]
