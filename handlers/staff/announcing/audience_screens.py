"""The audience of an announcement, chosen by taps: one page that always shows how many it reaches, and what it opens.

How another conversation uses it. With a dialogue of its own in front, of whatever kind, it calls `show(turn)`: the page
stands in the chat, and what is chosen stands in that dialogue's state, which `chosen(turn)` reads. Its record of taps
for PREFIX and SHAPES calls `if await tapped(turn, *values): ` she has tapped [Done], and it goes on. What she writes
while `is_open(turn)` it hands to `said(turn)`.
"""

from typing import Any

from bot.domain.staff.audience import Audience
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Text, is_back, joined, plural
from bot.services.roles import NotAllowed
from bot.services.staff.announcing import audiences
from handlers.staff.announcing import audience_choices as choices
from handlers.staff.announcing import audience_saved, audience_who
from handlers.staff.announcing import audience_state as kept
from handlers.staff.announcing.audience_state import AT, AUDIENCE, PREFIX, SHAPES, chosen, is_open
from handlers.wire import late_taps
from handlers.wire.turn import Turn

__all__ = ["AT", "AUDIENCE", "PREFIX", "SHAPES", "chosen", "is_open", "said", "show", "tapped"]

TICK_THEM = N_("Tap to tick, tap again to take it off.")
OR_WRITE = N_("Tap to tick, or write a part of the name.")
OR_A_DAY = N_("Tap a day, or write one.")
TO_THE_MONTH = N_("I know only to the month when somebody wrote last.")
NOT_FOUND, NO_DAY = N_("I found nothing of that name."), N_("I could not read a day in that.")
WHICH = N_("What did you mean?")
NO_LIMIT = N_("✖️ No limit")
WHO_IS_IT, SAVE_IT, USE_SAVED = N_("🔎 Who is this?"), N_("💾 Save it"), N_("📂 Use a saved one")
IS_DONE = N_("✅ Done")
SEARCHED = (choices.AREAS, choices.PRODUCTS, choices.GROUPS)


async def show(turn: Turn) -> None:
    """The page: how many, what limits it, and all that can. Raises NotAllowed."""
    audience = chosen(turn)
    kept.keep(turn, audience, kept.MAIN)
    lines = [await kept.reaches(turn, audience), *await kept.limits(turn, audience)]
    turn.show_marked(joined(lines), buttons=_buttons())


def _buttons() -> Rows:
    titles = [Button(Text(choices.TITLES[one]), Meaning.of(PREFIX, kept.OPEN, one)) for one in choices.LIMITS]
    pairs = [titles[at : at + 2] for at in range(0, len(titles), 2)]
    below = [Button(Text(SAVE_IT), Meaning.of(PREFIX, kept.SAVE))]
    below += [Button(Text(USE_SAVED), Meaning.of(PREFIX, kept.LIST, "0"))]
    last = [(WHO_IS_IT, kept.WHO), (IS_DONE, kept.DONE)]
    return [*pairs, below, *([Button(Text(label), Meaning.of(PREFIX, what))] for label, what in last)]


async def tapped(turn: Turn, what: str, *values: Any) -> bool:
    """A button of the page or of what it has opened; one of an earlier time does nothing. True: she is done."""
    if not is_open(turn):
        turn.whisper(late_taps.ANSWERED)
        return False
    try:
        if what == kept.DONE:
            return await _done(turn)
        await _tapped(turn, what, *values)
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)
    return False


async def _done(turn: Turn) -> bool:
    """Whether she may still send to it: she goes on then."""
    await turn.run(audiences.wanted, turn.contact.person_id, turn.pack, chosen(turn), turn.now)
    kept.keep(turn, chosen(turn), None)
    return True


async def _tapped(turn: Turn, what: str, *values: Any) -> None:
    audience = chosen(turn)
    if what == kept.MAIN:
        await show(turn)
    elif what == kept.WHO:
        await audience_who.show(turn, audience)
    elif what == kept.SAVE:
        audience_saved.ask_name(turn)
    elif what == kept.TICK:
        await _tick(turn, *values)
    elif what == kept.CLEAR:
        await _limit(turn, choices.cleared(audience, *values), *values)
    elif what in (kept.OPEN, kept.PAGE):
        await _limit(turn, audience, *values)
    elif what != kept.USE:
        await audience_saved.tapped(turn, what, *values)
    elif await audience_saved.use(turn, *values):
        await show(turn)


async def _tick(turn: Turn, limit: str, page: int, code: str) -> None:
    if code in choices.ticked(chosen(turn), limit) or await choices.may_be_chosen(turn, limit, code):
        await _limit(turn, choices.toggled(turn, chosen(turn), limit, code), limit, page)
    else:
        turn.whisper(late_taps.NO_LONGER)


async def _limit(turn: Turn, audience: Audience, limit: str, page: int = 0, first: str = "") -> None:
    """What one limit can be: ticks, eight a page."""
    kept.keep(turn, audience, limit)
    known = await choices.options(turn, limit, audience)
    told = OR_A_DAY if limit in choices.DAYS else OR_WRITE if limit in SEARCHED else TICK_THEM
    lines = [turn.text(first)] if first else []
    lines += [turn.text(choices.TITLES[limit]), turn.text(told)]
    lines += [turn.text(TO_THE_MONTH)] if limit == choices.SILENT else []
    lines += [await kept.reaches(turn, audience)]
    page = kept.held(page, len(known))
    shown = known[page * kept.PAGE_SIZE : (page + 1) * kept.PAGE_SIZE]
    rows = [*_ticks(audience, limit, page, shown), *kept.turning(page, len(known), kept.PAGE, limit)]
    turn.show_marked(joined(lines), buttons=[*rows, _around(audience, limit)])


def _ticks(audience: Audience, limit: str, page: int, shown: choices.Options) -> list[list[Button]]:
    ticked = choices.ticked(audience, limit)
    return [
        [Button(f"✔️ {label}" if code in ticked else label, Meaning.of(PREFIX, kept.TICK, limit, str(page), code))]
        for code, label in shown
    ]


def _around(audience: Audience, limit: str) -> list[Button]:
    cleared = [Button(Text(NO_LIMIT), Meaning.of(PREFIX, kept.CLEAR, limit))]
    return [*(cleared if choices.ticked(audience, limit) else []), *kept.back()]


async def said(turn: Turn) -> None:
    """What is written while the page, or what it has opened, is in front."""
    at = kept.state(turn)[AT]
    try:
        if is_back(turn.event.said):
            await show(turn)
        elif at in choices.LIMITS:
            await _written(turn, at)
        elif at == kept.MAIN or await audience_saved.named(turn):
            await show(turn)
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)


async def _written(turn: Turn, limit: str) -> None:
    """A name or a day that was written; between several of that name she is asked."""
    audience, found = chosen(turn), await choices.written(turn, limit)
    if len(found) == 1:
        await _limit(turn, choices.toggled(turn, audience, limit, found[0]), limit)
    elif found:
        known = [(code, label) for code, label in await choices.every(turn, limit) if code in found]
        shown = _ticks(audience, limit, 0, known[: kept.PAGE_SIZE])
        more = len(known) - kept.PAGE_SIZE
        lines = [turn.text(WHICH)] + ([turn.text(plural("and {n} more", "and {n} more", more))] if more > 0 else [])
        turn.send_marked(joined(lines), buttons=[*shown, _around(audience, limit)])
    else:
        await _limit(turn, audience, limit, first=NO_DAY if limit in choices.DAYS else NOT_FOUND)
