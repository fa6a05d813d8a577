"""Rows: SQL lives here and nowhere else, one file a noun."""

from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.store.engine import Store, Tx

# The database itself is in trouble (locked, full, gone): the work is fine and can be tried again.
StoreTrouble = (OperationalError, InterfaceError)

__all__ = ["Connection", "Store", "StoreTrouble", "Tx"]
