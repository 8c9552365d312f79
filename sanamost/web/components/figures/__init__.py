"""Pages of figures: the same for a clinic, a region and the national centre."""
