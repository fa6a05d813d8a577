"""Ids that are made here rather than by the database, so that a whole batch can be written in one statement."""

import secrets


def new_id() -> int:
    """A random id of 48 bits: short in a button's data, and safe beside a billion others of the same chat."""
    return secrets.randbits(48)
