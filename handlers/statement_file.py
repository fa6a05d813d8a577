"""A statement as a file: drawn from what was issued, when it is sent."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from bot.render.statement import statement_pdf
from bot.services import statements
from bot.services.desk import Desk
from bot.services.statement_paper import Paper, page
from bot.services.statements import Issued
from bot.services.work import Transactions
from handlers import verify
from handlers.pictures import fonts
from handlers.request import File

KIND = "statement"


class Erased(LookupError):
    """The statement was erased before it was sent: there is nothing to draw."""


def link(code: str, public_url: str, username: str) -> str:
    """What the QR code holds: the page of the web app where anybody reaches it, else the chat with the bot."""
    if public_url:
        return f"{public_url.rstrip('/')}/verify/{code}"
    return f"https://t.me/{username}?start={verify.LINK}{code}"


async def document(
    transactions: Transactions, desk: Desk, link_of: Callable[[str], str], wanted: Mapping[str, Any]
) -> Callable[[], File]:
    """The drawing of a message, to be done off the event loop. Raises Erased."""
    async with transactions() as tx:
        issued = await tx.run(statements.find, wanted["code"])
    if issued is None:
        raise Erased("a statement was erased before it was sent")
    return partial(_draw, issued, desk, link_of(issued.code))


def _draw(issued: Issued, desk: Desk, address: str) -> File:
    paper = Paper(
        about=statements.about_of(issued),
        figures=statements.figures_of(issued),
        issued=issued.issued_on,
        languages=issued.languages,
        code=issued.code,
        link=address,
    )
    content = statement_pdf(page(paper, desk.pack(issued.programme), desk), fonts())
    return File(f"statement-{issued.code[:5]}.pdf", content, "application/pdf")
