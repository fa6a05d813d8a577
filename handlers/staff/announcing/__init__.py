"""Announcing, on a phone of the staff: to whom, what, and what became of it."""
