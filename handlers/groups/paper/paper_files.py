"""What a group prints, as files: drawn when they are sent, from what is known then. Nothing drawn is kept."""

import mimetypes
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.render.cards import Card, cards_pdf
from bot.render.meeting import MeetingPicture, meeting_picture
from bot.render.poster import Poster, poster_picture
from bot.render.receipts import Receipt, receipts_pdf
from bot.render.sheet import Sheet, sheet_pdf
from bot.render.slips import Slip, slips_pdf
from bot.render.statement import Statement, statement_pdf
from bot.render.whole import WholePage, whole_picture
from bot.services.book import statement_paper
from bot.services.groups import leading, with_parts
from bot.services.groups.cash_book import for_meeting, paper_receipts
from bot.services.groups.members import joining
from bot.services.groups.paper import cards, group_picture, papers, receipt_words, sheet, slips
from bot.services.groups.paper.cards import Wanted, Which
from bot.services.groups.report import reported, sheet_photos, whole_table
from bot.services.loaded_packs import LoadedPacks
from bot.services.roles import NotAllowed
from bot.services.work import Connection, Transactions
from handlers.wire.outgoing_files import Prepare
from handlers.wire.pictures import fonts
from handlers.wire.request import File

CARDS, SLIPS, SHEET, MEETING, POSTER = "cards", "slips", "sheet", "meeting", "poster"
SHEET_PHOTO, WHOLE, RECEIPTS, STATEMENT = "sheet_photo", "whole", "receipts", "group_statement"
PDF, PNG = "application/pdf", "image/png"
Said = Mapping[str, Any]
Drawing = Callable[[], File]
T = TypeVar("T")


class NothingToDraw(LookupError):
    """Whoever was to be on the paper is in the group no more."""


def wanted(kind: str, person_id: int | None, group_id: int, **more: Any) -> dict[str, Any]:
    """What a row of the outbox says of a paper: numbers and codes alone."""
    return {"kind": kind, "person": person_id, "group": group_id, **more}


@dataclass(frozen=True, slots=True)
class Makers:
    """Makes the papers of one bot; `bot_name`: what it is called in links; `reported`, `sold`: who knows what was said
    of earlier months, and what a group sold; `folder`: where files lie that people have sent.
    """

    transactions: Transactions
    loaded: LoadedPacks
    bot_name: Callable[[], str]
    reported: sheet.Reported = sheet.nothing_reported
    sold: group_picture.Selling = group_picture.nothing_sold
    folder: Path = Path()

    def by_kind(self) -> Mapping[str, Prepare]:
        """What prepares the drawing of each kind. Raises NotAllowed for who leads the group no more, NothingToDraw."""
        readers = {
            CARDS: self._cards,
            SLIPS: self._slips,
            SHEET: self._sheet,
            MEETING: self._meeting,
            POSTER: self._poster,
            SHEET_PHOTO: self._sheet_photo,
            WHOLE: self._whole,
            RECEIPTS: self._receipts,
            STATEMENT: self._statement,
        }
        return {kind: partial(self._prepare, read) for kind, read in readers.items()}

    async def _prepare(self, read: Callable[[Connection, Said], Drawing], said: Said) -> Drawing:
        async with self.transactions() as tx:
            return await tx.run(read, said)

    def _cards(self, connection: Connection, said: Said) -> Drawing:
        words = self._words(connection, said)
        printed = cards.printed(connection, said["person"], said["group"], _whose(said))
        return partial(_cards, _some([papers.card(one, words) for one in printed]))

    def _slips(self, connection: Connection, said: Said) -> Drawing:
        words = self._words(connection, said)
        here = (said["person"], said["group"], _whose(said))
        drawn = slips.drawn(connection, *here, words.pack.programme, reported.last(words.pack))
        return partial(_slips, _some([papers.slip(one, words) for one in drawn]))

    def _sheet(self, connection: Connection, said: Said) -> Drawing:
        words, today = self._words(connection, said), date.fromisoformat(said["on"])
        found = sheet.read(connection, said["person"], said["group"], words.pack, today, self.reported)
        return partial(_sheet, sheet.page(found, words, said["language"]))

    def _meeting(self, connection: Connection, said: Said) -> Drawing:
        words, today = self._words(connection, said), date.fromisoformat(said["on"])
        programme = words.pack.programme
        own = leading.look(connection, said["person"], said["group"], programme, today)
        seen = with_parts.counted(connection, own, programme, today)
        sales = self.sold(connection, said["group"], seen.month[0])
        return partial(_meeting, group_picture.picture(seen, sales, words, said["language"], today))

    def _poster(self, connection: Connection, said: Said) -> Drawing:
        words, now = self._words(connection, said), datetime.fromisoformat(said["at"])
        link = joining.known(connection, said["person"], said["group"], now)
        if link is None:
            raise NothingToDraw("the link of the group was taken back")
        day = link.until.astimezone(ZoneInfo(words.pack.programme.timezone)).date()
        return partial(_poster, papers.poster(link, day, words, said["language"]))

    def _sheet_photo(self, connection: Connection, said: Said) -> Drawing:
        pack = self.loaded.pack(said["programme"])
        found = sheet_photos.one(connection, said["person"], pack, said["group"], said["media"])
        if found is None:
            raise NothingToDraw("the photo was erased")
        return partial(_as_it_came, self.folder / found.media)

    def _whole(self, connection: Connection, said: Said) -> Drawing:
        pack, catalogues, language = self.loaded.pack(said["programme"]), self.loaded.catalogues, said["language"]
        day, month = date.fromisoformat(said["on"]), date.fromisoformat(said["month"])
        here = (said["person"], said["group"], catalogues.locale(language))
        book, table = whole_table.read(connection, pack, *here, day, month, said["dialogue"])
        words = papers.Words(book.name, pack, catalogues, self._address)
        return partial(_whole, whole_table.picture(book, table, said["page"], words, language))

    def _receipts(self, connection: Connection, said: Said) -> Drawing:
        words = self._words(connection, said)
        drawn = paper_receipts.draw(connection, said["person"], said["group"], said["lines"], said["asked"])
        return partial(_receipts, _some([receipt_words.receipt(one, words) for one in drawn]))

    def _statement(self, connection: Connection, said: Said) -> Drawing:
        words, today, language = self._words(connection, said), date.fromisoformat(said["on"]), said["language"]
        programme, calendar = words.pack.programme, words.locale(language).calendar
        found = for_meeting.statement(connection, said["person"], said["group"], programme, today, calendar)
        if found is None:
            raise NothingToDraw("nothing is written in the book any more")
        paper = statement_paper.Paper(*found, today, (language,), code="", address=None, of_group=True)
        return partial(_statement, statement_paper.page(paper, words.pack, self.loaded))

    def _words(self, connection: Connection, said: Said) -> papers.Words:
        for one in leading.mine(connection, said["person"]):
            if one.id == said["group"]:
                return papers.Words(one.name, self.loaded.pack(one.programme), self.loaded.catalogues, self._address)
        raise NotAllowed(f"person {said['person']} does not lead group {said['group']}")

    def _address(self, payload: str) -> str:
        return f"https://t.me/{self.bot_name()}?start={payload}"


def _whose(said: Said) -> Wanted:
    of: Wanted = said["of"]
    return Which(of) if isinstance(of, str) else of


def _some(drawn: list[T]) -> list[T]:
    if not drawn:
        raise NothingToDraw("nobody is left who was to be on the paper")
    return drawn


def _cards(drawn: Sequence[Card]) -> File:
    return File("cards.pdf", cards_pdf(drawn, fonts()), PDF)


def _slips(drawn: Sequence[Slip]) -> File:
    return File("slips.pdf", slips_pdf(drawn, fonts()), PDF)


def _receipts(drawn: Sequence[Receipt]) -> File:
    return File("receipts.pdf", receipts_pdf(drawn, fonts()), PDF)


def _statement(drawn: Statement) -> File:
    return File("statement.pdf", statement_pdf(drawn, fonts()), PDF)


def _sheet(drawn: Sheet) -> File:
    return File("sheet.pdf", sheet_pdf(drawn, fonts()), PDF)


def _meeting(drawn: MeetingPicture) -> File:
    return File("meeting.png", meeting_picture(drawn, fonts()), PNG)


def _whole(drawn: WholePage) -> File:
    return File("table.png", whole_picture(drawn, fonts()), PNG)


def _as_it_came(path: Path) -> File:
    return File(path.name, path.read_bytes(), mimetypes.guess_type(path.name)[0] or "application/octet-stream")


def _poster(drawn: Poster) -> File:
    return File("link.png", poster_picture(drawn, fonts()), PNG)
