"""A statement as a file: drawn from what was issued, when it is sent."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from bot.render.statement import statement_pdf
from bot.services.book import statements
from bot.services.book.statement_paper import Address, Paper, page
from bot.services.book.statements import Issued
from bot.services.loaded_packs import LoadedPacks
from bot.services.work import Transactions
from handlers.wire.pictures import fonts
from handlers.wire.request import File

KIND = "statement"


class Erased(LookupError):
    """The statement was erased before it was sent: there is nothing to draw."""


async def document(
    transactions: Transactions, loaded: LoadedPacks, address_of: Callable[[str], Address], wanted: Mapping[str, Any]
) -> Callable[[], File]:
    """The drawing of a message, to be done off the event loop. Raises Erased."""
    async with transactions() as tx:
        issued = await tx.run(statements.find, wanted["code"])
    if issued is None:
        raise Erased("a statement was erased before it was sent")
    return partial(_draw, issued, loaded, address_of(issued.code))


def _draw(issued: Issued, loaded: LoadedPacks, address: Address) -> File:
    paper = Paper(
        about=statements.about_of(issued),
        figures=statements.figures_of(issued),
        issued=issued.issued_on,
        languages=issued.languages,
        code=issued.code,
        address=address,
    )
    content = statement_pdf(page(paper, loaded.pack(issued.programme), loaded), fonts())
    return File(f"statement-{issued.code[:5]}.pdf", content, "application/pdf")
