"""Rows of groups: what is known of them, and who is in them."""
