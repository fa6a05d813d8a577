"""Rows of announcements: whom they are for, and what became of each."""
