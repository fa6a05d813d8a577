"""The unit of work as the doors see it; bot.app injects the store's own."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from bot.store import DBAPIError as StoreTrouble
from bot.store import Tx

Transactions = Callable[[], AbstractAsyncContextManager[Tx]]

__all__ = ["StoreTrouble", "Transactions", "Tx"]
