"""Rows: SQL lives here and nowhere else, one file a noun."""

from sqlalchemy import Connection

from bot.store.engine.engine import Store, Tx
from bot.store.engine.trouble import StoreTrouble

__all__ = ["Connection", "Store", "StoreTrouble", "Tx"]
