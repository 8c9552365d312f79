"""A whole installation on one machine, started and ended by one command."""
