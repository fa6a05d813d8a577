"""Rows of forms: versions, open dialogues, forms of staff."""
