"""Forms of one's own account."""
