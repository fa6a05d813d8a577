"""Rows that staff work with."""
