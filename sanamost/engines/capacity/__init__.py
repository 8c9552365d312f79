"""Capacity: how many, which, when, and no domestic patient waits longer."""
