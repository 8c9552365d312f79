"""Proofs of the platform's promises: each tries to break one, and shows that it could."""
