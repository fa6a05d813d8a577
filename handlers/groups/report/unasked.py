"""Words of a leader that nobody has asked for: whether they report for a group of hers, and a message that she has
changed.
"""

from dataclasses import replace

from bot.domain.groups.report import State
from bot.i18n import N_
from bot.services.groups import leading
from bot.services.groups.report import reporting
from bot.services.groups.report.reporting import Typed
from handlers.groups.report import report_draft
from handlers.groups.report.report_draft import KIND, Draft
from handlers.wire import menu
from handlers.wire.events import Kind
from handlers.wire.turn import Turn

# Rows that say somebody of hers means this: nobody else would be told of it.
KNOWN = frozenset({State.CLEAR, State.FAR, State.WHICH, State.DASH, State.TWICE})


# What a message of hers may be that is neither words nor a photo of the sheet.
UNREADABLE = frozenset({Kind.DOCUMENT, Kind.VOICE, Kind.VIDEO, Kind.CONTACT, Kind.PLACE, Kind.OTHER})
CANNOT_READ = N_(
    "I can read only words and photos here.\nWrite a name and a figure each, or send a photo of the sheet."
)


async def cannot_read(turn: Turn) -> bool:
    """A voice note, a file or a card of a leader, with nothing open: what she can send instead. False: no leader."""
    if turn.event.kind not in UNREADABLE or not turn.programme.report:
        return False
    if not await turn.run(leading.mine, turn.contact.person_id):
        return False
    turn.say(CANNOT_READ, keys=menu.of(turn))
    return True


async def heard(turn: Turn) -> bool:
    """Words of who only works here, with nothing open: whether they report for a group of hers, and for which."""
    if turn.event.kind is not Kind.TEXT or turn.acting_for is not None:
        return False
    groups = await turn.run(leading.mine, turn.contact.person_id)
    known = {one.id: await says_of(turn, one.id) for one in groups}
    best = max(known, key=lambda one: known[one], default=None)
    if best is None or not known[best]:
        return False
    await report_draft.take(turn, report_draft.begin(turn, Draft(best)))
    return True


async def says_of(turn: Turn, group: int) -> int:
    """Of how many members of a group the words say something; a name alone says nothing."""
    book = await report_draft.book_of(turn, group, None)
    rows = book.read(turn.event.said).rows if book.sheet.columns and book.roster else ()
    return sum(row.state in KNOWN and bool(row.said or row.choices) for row in rows)


async def edited(turn: Turn) -> bool:
    """A message that she has changed: whether a report was typed in it. What is different now corrects it."""
    number, dialogue = turn.event.message_id, turn.contact.dialogue
    if number is None or turn.contact.person_id is None:
        return False
    if dialogue is None or dialogue.kind != KIND or number not in Draft.of(dialogue).where:
        where = Typed(turn.contact.bot, turn.contact.chat, number)
        found = await turn.run(reporting.typed_in, turn.contact.person_id, where)
        if found is None:
            return False
        dropped = tuple(await turn.run(reporting.said_in, turn.contact.person_id, found[0], where))
        dialogue = report_draft.begin(turn, Draft(*found, asks_missing=False, dropped=dropped))
    # what she adds by it she has said when she changed it
    event = turn.event
    turn.event = replace(event, kind=Kind.TEXT, sent_at=event.changed_at or event.sent_at)
    await report_draft.take(turn, dialogue)
    return True


async def reports_now(turn: Turn) -> bool:
    """Whether a message that was no report, and was changed, is one now: a word in it was wrong."""
    dialogue = turn.contact.dialogue
    if dialogue is None:
        return await heard(turn)
    if dialogue.kind != KIND:
        return False
    draft = Draft.of(dialogue)
    if draft.table is not None and not await says_of(turn, draft.group):
        return False
    await report_draft.take(turn, dialogue)
    return True
