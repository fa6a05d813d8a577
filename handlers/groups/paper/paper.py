"""What a leader prints for her group, below /group: cards and slips for members, sheet and picture for the meeting."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.message import Button, File, FileKind, Rows
from bot.i18n import N_, Text
from bot.services.groups import leading
from bot.services.groups.leading import Member, Place
from bot.services.groups.members import joining
from bot.services.groups.paper import cards, printing, slips
from bot.services.groups.paper.cards import Wanted, Which
from handlers.groups.paper import paper_files
from handlers.wire import late_taps
from handlers.wire.pictures import UNPRINTABLE
from handlers.wire.turn import Turn

PREFIX = "paper"
# Of cards and of slips: for whom, all, those without a phone, choose one, this one; and a member whom a card opens.
CARDS, ALL, WITHOUT, CHOOSE, ANEW = "c", "a", "w", "p", "n"
SLIPS, ALL_SLIPS, CHOOSE_SLIP, ONE_SLIP = "s", "t", "q", "o"
# Of the whole group: the sheet for the meeting, the picture for it, the link to be scanned.
SHEET, PICTURE, POSTER = "h", "i", "k"
SHAPES: Shapes = (
    (one_of(CARDS, ALL, WITHOUT, SLIPS, ALL_SLIPS, SHEET, PICTURE, POSTER), hex_number),
    (one_of(CHOOSE, CHOOSE_SLIP), hex_number, page_number),
    (one_of(ANEW, ONE_SLIP), hex_number, hex_number),
)
PAGE_SIZE = 8
# A name on a button.
MOST_LETTERS = 40

PRINT_CARDS, PRINT_SLIPS = N_("📇 Cards"), N_("✍️ Consent slips")
CARDS_FOR = N_("📇 Cards to print and cut out, eight on a page.\nFor whom?")
SLIPS_FOR = N_("✍️ What each has agreed to, to print, to sign and to keep.\nFor whom?")
THOSE_WITHOUT, THOSE_ALL = N_("Without a phone: {n}"), N_("All members: {n}")
ONE_CARD, FOR_ONE = N_("🔁 New card for …"), N_("👤 For one of them …")
WHOSE_CARD = N_("Whose card is to be new? The old one opens nothing then.")
WHOSE_SLIP = N_("Whose slip?")
NO_MEMBER = N_("There is nobody to print this for yet.")
CARDS_SENT = N_("📇 Print this, and cut along the lines.\nA card opens only on your phone.")
SLIPS_SENT = N_(
    "✍️ Read it aloud to each. Who says yes puts a thumb or a name on it.\nKeep the paper where nobody else reads it."
)
PRINT_SHEET, SHOW_PICTURE = N_("📄 Sheet for the meeting"), N_("🖼 Picture for the meeting")
SHEET_SENT = N_(
    "📄 Print this for the meeting. Write down who came, and what each says.\n"
    "A photo of it, sent here, is kept with the report."
)
PICTURE_SENT = N_("🖼 Show this at the meeting. It names nobody.")
SCAN_LINK = N_("🔳 Link to be scanned")
POSTER_SENT = N_("🔳 Members scan this from your phone, or from the wall when you print it.")
NEW_CARD = N_("📇 The new card of {name}.\nThe old one opens nothing any more.")


def buttons(group: int, places: Sequence[Place]) -> Rows:
    """What stands below the list of a group, by who is in it."""
    if not places:
        return []
    for_members = [(PRINT_CARDS, CARDS)]
    if any(not one.member.has_chat for one in places):
        for_members.append((PRINT_SLIPS, SLIPS))
    rows = (for_members, [(PRINT_SHEET, SHEET)], [(SHOW_PICTURE, PICTURE)])
    return [[Button(Text(label), Meaning.of(PREFIX, deed, group)) for label, deed in row] for row in rows]


def scan_button(group: int) -> Button:
    """Beside the link for members: the same as a QR code."""
    return Button(Text(SCAN_LINK), Meaning.of(PREFIX, POSTER, group))


async def tapped(turn: Turn, deed: str, group: int, *more: int) -> None:
    """A button about one group; who leads it no more is told so."""
    if all(one.id != group for one in await turn.run(leading.mine, turn.contact.person_id)):
        turn.whisper(late_taps.NO_LONGER)
        return
    if deed in NAMING and (letters := await turn.run(printing.unprintable, turn.contact.person_id, group)):
        turn.say(UNPRINTABLE, letters=letters)
    await DEEDS[deed](turn, group, *more)


async def send_slips(turn: Turn, group: int, of: Wanted = Which.WITHOUT_PHONE) -> None:
    """Slips for those without a phone, or for some of them: also when they were added just now."""
    if await turn.run(slips.ask, turn.contact.person_id, group, of, turn.now):
        _send(turn, paper_files.SLIPS, group, of, Text(SLIPS_SENT))
    else:
        turn.show(NO_MEMBER)


async def _cards_for_whom(turn: Turn, group: int) -> None:
    without = await _count(turn, group, Which.WITHOUT_PHONE)
    choices = [(THOSE_WITHOUT, WITHOUT, without), (THOSE_ALL, ALL, await _count(turn, group, Which.ALL))]
    _for_whom(turn, CARDS_FOR, choices, Button(Text(ONE_CARD), Meaning.of(PREFIX, CHOOSE, group, "0")), group)


async def _slips_for_whom(turn: Turn, group: int) -> None:
    choices = [(THOSE_WITHOUT, ALL_SLIPS, await _count(turn, group, Which.WITHOUT_PHONE))]
    _for_whom(turn, SLIPS_FOR, choices, Button(Text(FOR_ONE), Meaning.of(PREFIX, CHOOSE_SLIP, group, "0")), group)


async def _count(turn: Turn, group: int, which: Which) -> int:
    return len(await turn.run(cards.chosen, turn.contact.person_id, group, which))


def _for_whom(turn: Turn, question: str, choices: Sequence[tuple[str, str, int]], one: Button, group: int) -> None:
    rows = [[Button(Text(words, {"n": n}), Meaning.of(PREFIX, deed, group))] for words, deed, n in choices if n]
    if rows:
        turn.show(question, buttons=[*rows, [one]])
    else:
        turn.show(NO_MEMBER)


def _many(which: Which) -> Callable[[Turn, int], Awaitable[None]]:
    async def send(turn: Turn, group: int) -> None:
        if await turn.run(cards.make, turn.contact.person_id, group, which, turn.now):
            _send(turn, paper_files.CARDS, group, which, Text(CARDS_SENT))
        else:
            turn.show(NO_MEMBER)

    return send


@dataclass(frozen=True, slots=True)
class _Choice:
    """One of many is chosen: of whom, by which question, and what a tap on her name does."""

    of: Which
    question: str
    turns: str
    chosen: str

    async def show(self, turn: Turn, group: int, page: int) -> None:
        here = await turn.run(cards.chosen, turn.contact.person_id, group, self.of)
        shown = here[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
        if not shown:
            turn.show(NO_MEMBER)
            return
        rows = [[Button(_called(turn, one), Meaning.of(PREFIX, self.chosen, group, one.member_id))] for one in shown]
        signs = [("◀️", page - 1)] if page else []
        signs += [("▶️", page + 1)] if (page + 1) * PAGE_SIZE < len(here) else []
        turning = [Button(sign, Meaning.of(PREFIX, self.turns, group, str(to))) for sign, to in signs]
        turn.show(self.question, buttons=[*rows, *([turning] if turning else [])])


def _called(turn: Turn, one: Member) -> str:
    name = one.name or "–"
    short = name if len(name) <= MOST_LETTERS else name[: MOST_LETTERS - 1] + "…"
    return short if one.number is None else turn.plain("{number}. {name}", number=one.number, name=short)


async def _new_card(turn: Turn, group: int, member_id: int) -> None:
    one = await turn.run(cards.renew, turn.contact.person_id, group, member_id, turn.now)
    if one is None:
        turn.whisper(late_taps.NO_LONGER)
    else:
        _send(turn, paper_files.CARDS, group, [member_id], Text(NEW_CARD, {"name": one.name or "–"}))


async def _one_slip(turn: Turn, group: int, member_id: int) -> None:
    await send_slips(turn, group, [member_id])


async def _sheet(turn: Turn, group: int) -> None:
    await turn.run(printing.note, turn.contact.person_id, group, "sheet", turn.now)
    _send_whole(turn, FileKind.DOCUMENT, paper_files.SHEET, group, SHEET_SENT)


async def _picture(turn: Turn, group: int) -> None:
    await turn.run(printing.note, turn.contact.person_id, group, "picture", turn.now)
    _send_whole(turn, FileKind.PICTURE, paper_files.MEETING, group, PICTURE_SENT)


async def _poster(turn: Turn, group: int) -> None:
    await turn.run(joining.link, turn.contact.person_id, group, turn.now)
    await turn.run(printing.note, turn.contact.person_id, group, "link", turn.now)
    _send_whole(turn, FileKind.PICTURE, paper_files.POSTER, group, POSTER_SENT)


def _send_whole(turn: Turn, file: FileKind, kind: str, group: int, caption: str) -> None:
    """What is of the whole group is in the language of who asks, and of the day on which she does."""
    when = {"on": turn.today.isoformat(), "at": turn.now.isoformat(), "language": turn.language}
    said = paper_files.wanted(kind, turn.contact.person_id, group, **when)
    turn.send_file(File(file, said), turn.text(caption))


def _send(turn: Turn, kind: str, group: int, of: Wanted, caption: Text) -> None:
    said = paper_files.wanted(kind, turn.contact.person_id, group, of=of)
    turn.send_file(File(FileKind.DOCUMENT, said), turn.text(caption))


DEEDS: dict[str, Callable[..., Awaitable[Any]]] = {
    CARDS: _cards_for_whom,
    ALL: _many(Which.ALL),
    WITHOUT: _many(Which.WITHOUT_PHONE),
    CHOOSE: _Choice(Which.ALL, WHOSE_CARD, CHOOSE, ANEW).show,
    ANEW: _new_card,
    SLIPS: _slips_for_whom,
    ALL_SLIPS: send_slips,
    CHOOSE_SLIP: _Choice(Which.WITHOUT_PHONE, WHOSE_SLIP, CHOOSE_SLIP, ONE_SLIP).show,
    ONE_SLIP: _one_slip,
    SHEET: _sheet,
    PICTURE: _picture,
    POSTER: _poster,
}
# What they print has names on it.
NAMING = frozenset({ALL, WITHOUT, ANEW, ALL_SLIPS, ONE_SLIP, SHEET})
