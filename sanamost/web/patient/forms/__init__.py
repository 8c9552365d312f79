"""Forms of the portal."""
