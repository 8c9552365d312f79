"""The portal's forms."""

"""Forms of the portal."""
