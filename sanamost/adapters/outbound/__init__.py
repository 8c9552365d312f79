"""Asking other machines, and never one of our own."""
