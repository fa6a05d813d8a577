"""Announcements that have left, or wait to: how each stands, and what is done with it; a list of them."""

from collections.abc import Awaitable, Callable, Sequence

from bot.domain.staff.announcement import Announcement, State
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button, File, FileKind
from bot.i18n import N_, Text
from bot.packs import Pack
from bot.services.roles import NotAllowed
from bot.services.staff.announcing import live, report, standing, steering, table, unsure
from bot.services.staff.announcing.report import Report
from bot.services.staff.announcing.standing import PREFIX
from handlers.wire import late_taps
from handlers.wire.turn import Turn

# A page of the list, and which version is to change.
LIST, VERSION = "c", "f"
PAGE_SIZE = 10

SO_FAR = N_("🗂 Announcements so far")
TITLE, NONE = N_("🗂 Announcements where you work, the newest first: {n}"), N_("🗂 There is no announcement yet.")
SIGNS = {
    State.GATHERING: "⏳",
    State.TO_APPROVE: "✋",
    State.PLANNED: "🕒",
    State.UNDER_WAY: "▶️",
    State.PAUSED: "⏸",
    State.STOPPED: "⏹",
    State.DONE: "✅",
}
SURE_STOP = N_("⏹ Stop it for good?\nWho waits for it still does not get it then: {n}")
SURE_BACK = N_(
    "↩️ Take it back?\nIt goes off the phones of those who have had it for less than 48 hours, and to nobody else."
)
YES_STOP, YES_BACK, DO_NOT = N_("⏹ Yes, send no more"), N_("↩️ Yes, take it back"), N_("⬅️ No, leave it")
SENT_AGAIN = N_("🔁 Once more: {n}")
AS_FILE = N_("📄 Numbers only: names are in no file of a chat.")
HOW_NOW = N_("🔄 How does it stand?")


def list_button() -> list[Button]:
    """What opens the list."""
    return [Button(Text(SO_FAR), Meaning.of(PREFIX, LIST, "0"))]


async def tapped(turn: Turn, deed: str, number: int) -> None:
    """A button about an announcement; where she does not work any more it does nothing."""
    try:
        await DEEDS[deed](turn, number)
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)


async def listed(turn: Turn, page: int = 0) -> None:
    """Ten of them, the newest first; each opens."""
    try:
        total, shown = await turn.run(table.listed, turn.contact.person_id, turn.pack, page * PAGE_SIZE, PAGE_SIZE)
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)
        return
    if not total:
        turn.show(NONE)
        return
    rows = [[_opens(turn, one)] for one in shown]
    turns = [Button("◀️", Meaning.of(PREFIX, LIST, str(page - 1)))] if page else []
    turns += [Button("▶️", Meaning.of(PREFIX, LIST, str(page + 1)))] if total > (page + 1) * PAGE_SIZE else []
    turn.show(TITLE, buttons=[*rows, *([turns] if turns else [])], n=total)


def _opens(turn: Turn, one: Announcement) -> Button:
    title = standing.title(turn.loaded.catalogues, one, turn.language)
    label = f"{SIGNS.get(one.state, '✏️')} {title}"
    return Button(label, Meaning.of(PREFIX, standing.OPEN, one.id))


async def _look(turn: Turn, number: int) -> Report | None:
    return await turn.run(report.look, turn.contact.person_id, turn.pack, number, turn.now)


async def show(turn: Turn, number: int) -> None:
    """How it stands, in place of what was tapped; from then on that keeps itself up to date."""
    one = await _look(turn, number)
    if one is None:
        turn.whisper(late_taps.NO_LONGER)
        return
    marked, rows = await turn.run(live.shown, turn.loaded, turn.pack, one, turn.here, turn.now)
    place = turn.place
    if place is None and standing.moves(one, turn.now):
        # nobody knows yet which message it will be: a tap makes it one that keeps itself up to date
        rows = [*rows, [Button(Text(HOW_NOW), Meaning.of(PREFIX, standing.OPEN, number))]]
    turn.show_marked(marked, buttons=rows)
    if place is not None:
        await turn.run(live.keep, turn.loaded, turn.pack, one, turn.here, place, turn.now)


async def _done(turn: Turn, number: int, done: object) -> None:
    """What came of a tap: it stands somewhere else now, or did so before, which is shown too."""
    if done is None or done is False:
        turn.whisper(late_taps.ANSWERED)
    await show(turn, number)


async def _pause(turn: Turn, number: int) -> None:
    await _done(turn, number, await turn.run(steering.pause, *_her(turn), number, turn.now))


async def _go_on(turn: Turn, number: int) -> None:
    await _done(turn, number, await turn.run(steering.go_on, *_her(turn), number, turn.now))


async def _stop(turn: Turn, number: int) -> None:
    one = await _look(turn, number)
    if one is None or one.announcement.state.is_over:
        await _done(turn, number, None)
        return
    turn.show(SURE_STOP, buttons=_sure(YES_STOP, standing.STOP_REALLY, number), n=one.counts.waiting)


def _sure(yes: str, deed: str, number: int) -> Sequence[list[Button]]:
    no = Button(Text(DO_NOT), Meaning.of(PREFIX, standing.OPEN, number))
    return [[Button(Text(yes), Meaning.of(PREFIX, deed, number))], [no]]


async def _stop_really(turn: Turn, number: int) -> None:
    await _done(turn, number, await turn.run(steering.stop, *_her(turn), number, turn.now))


async def _again(turn: Turn, number: int) -> None:
    await _sent_again(turn, number, await turn.run(steering.again, *_her(turn), number, turn.now))


async def _unsure_too(turn: Turn, number: int) -> None:
    await _sent_again(turn, number, await turn.run(unsure.again, *_her(turn), number, turn.now))


async def _sent_again(turn: Turn, number: int, n: int | None) -> None:
    if n:
        turn.whisper(SENT_AGAIN, n=n)
    await _done(turn, number, n or None)


async def _table(turn: Turn, number: int) -> None:
    one = await _look(turn, number)
    if one is None:
        turn.whisper(late_taps.NO_LONGER)
        return
    wanted = {
        "kind": table.KIND,
        "announcement": number,
        "person": turn.contact.person_id,
        "pack": one.announcement.programme,
    }
    turn.send_file(File(FileKind.DOCUMENT, wanted), turn.text(AS_FILE))


async def _back(turn: Turn, number: int) -> None:
    one = await _look(turn, number)
    if one is None or not standing.can_be_changed(one, turn.now):
        await _done(turn, number, None)
        return
    turn.show(SURE_BACK, buttons=_sure(YES_BACK, standing.BACK_REALLY, number))


async def _back_really(turn: Turn, number: int) -> None:
    await _done(turn, number, await turn.run(steering.take_back, *_her(turn), number, turn.now))


def _her(turn: Turn) -> tuple[int | None, Pack]:
    return turn.contact.person_id, turn.pack


DEEDS: dict[str, Callable[[Turn, int], Awaitable[None]]] = {
    standing.OPEN: show,
    standing.PAUSE: _pause,
    standing.GO_ON: _go_on,
    standing.STOP: _stop,
    standing.STOP_REALLY: _stop_really,
    standing.AGAIN: _again,
    standing.UNSURE_TOO: _unsure_too,
    standing.TABLE: _table,
    standing.BACK: _back,
    standing.BACK_REALLY: _back_really,
}
