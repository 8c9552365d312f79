"""Forms of the coordinator portal."""
