"""What a group prints, as files: drawn when they are sent, from what is known then. Nothing drawn is kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.packs import Pack
from bot.render.cards import Card, cards_pdf
from bot.services.groups import cards, leading, papers
from bot.services.loaded_packs import LoadedPacks
from bot.services.roles import NotAllowed
from bot.services.work import Connection, Transactions
from handlers.wire.outgoing_files import Prepare
from handlers.wire.pictures import fonts
from handlers.wire.request import File

CARDS = "cards"
PDF = "application/pdf"
Wanted = Mapping[str, Any]
Drawing = Callable[[], File]


class NothingToDraw(LookupError):
    """Whoever was to be on the paper is in the group no more."""


def wanted(kind: str, person_id: int | None, group_id: int, **more: Any) -> dict[str, Any]:
    """What a row of the outbox says of a paper: numbers and codes alone."""
    return {"kind": kind, "person": person_id, "group": group_id, **more}


@dataclass(frozen=True, slots=True)
class Makers:
    """Makes the papers of one bot; `bot_name`: what it is called in links."""

    transactions: Transactions
    loaded: LoadedPacks
    bot_name: Callable[[], str]

    def by_kind(self) -> Mapping[str, Prepare]:
        """What prepares the drawing of each kind. Raises NotAllowed for who leads the group no more, NothingToDraw."""
        return {kind: partial(self._prepare, read) for kind, read in {CARDS: self._cards}.items()}

    async def _prepare(self, read: Callable[[Connection, Wanted], Drawing], said: Wanted) -> Drawing:
        async with self.transactions() as tx:
            return await tx.run(read, said)

    def _cards(self, connection: Connection, said: Wanted) -> Drawing:
        group, pack = self._group(connection, said)
        of = cards.Which(said["of"]) if said["of"] in list(cards.Which) else int(said["of"])
        printed = cards.printed(connection, said["person"], said["group"], of)
        if not printed:
            raise NothingToDraw(f"group {said['group']} has no cards to print")
        drawn = [papers.card(one, group, pack, self.loaded.catalogues, self._address) for one in printed]
        return partial(_cards, drawn)

    def _group(self, connection: Connection, said: Wanted) -> tuple[str, Pack]:
        """Its name and its programme's pack."""
        for one in leading.mine(connection, said["person"]):
            if one.id == said["group"]:
                return one.name, self.loaded.pack(one.programme)
        raise NotAllowed(f"person {said['person']} does not lead group {said['group']}")

    def _address(self, payload: str) -> str:
        return f"https://t.me/{self.bot_name()}?start={payload}"


def _cards(drawn: Sequence[Card]) -> File:
    return File("cards.pdf", cards_pdf(drawn, fonts()), PDF)
