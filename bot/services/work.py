"""The unit of work as the doors see it; bot.app injects the store's own."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from bot.store import Connection, StoreTrouble, Tx

Transactions = Callable[[], AbstractAsyncContextManager[Tx]]

__all__ = ["Connection", "StoreTrouble", "Transactions", "Tx"]
