"""Rows of people: who they are, their roles and links, and what goes with them."""
