"""Translators that can be named in the setting TRANSLATOR."""
