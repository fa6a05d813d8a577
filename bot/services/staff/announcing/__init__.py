"""What staff announce: to whom, and what became of it."""
