"""Expressions of forms: read, compiled, evaluated."""
