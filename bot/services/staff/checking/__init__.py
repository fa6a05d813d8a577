"""The queue of figures: what waits, and what staff do about it."""
