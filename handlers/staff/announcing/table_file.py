"""The table of an announcement as a file, put together when it is sent, for who may see it then."""

from collections.abc import Mapping
from typing import Any

from bot.services.loaded_packs import LoadedPacks
from bot.services.staff.announcing import table
from bot.services.work import Transactions
from handlers.wire import request

KIND = table.KIND


async def document(transactions: Transactions, loaded: LoadedPacks, wanted: Mapping[str, Any]) -> request.File:
    """The file of a message. Raises NotAllowed, LookupError: the message fails, and she has none."""
    number = wanted["announcement"]
    async with transactions() as tx:
        content = await tx.run(table.as_csv, wanted["person"], loaded.pack(wanted["pack"]), number)
    if content is None:
        raise LookupError(f"there is no announcement {number} where person {wanted['person']} works")
    return request.File(f"announcement-{number}.csv", content, "text/csv")
