"""Simulated years of varied clinics, each with and without foreign patients."""
