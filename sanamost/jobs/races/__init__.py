"""Many at once after the same few things: proofs that nothing is given away twice."""
