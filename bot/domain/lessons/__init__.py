"""Lessons, and which of them is the next tip."""
