"""The first version of the interface for machines: what the public portal shows, read only."""
