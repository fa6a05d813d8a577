"""Rows: SQL lives here and nowhere else, one file a noun."""

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.store.engine import Store, Tx

__all__ = ["Connection", "DBAPIError", "Store", "Tx"]
