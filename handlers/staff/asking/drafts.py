"""Answers that have helped, as drafts of lessons: one a screen, as text to be copied into a lesson's file."""

from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button
from bot.i18n import N_, Html, Text, joined
from bot.services.staff.asking import lesson_drafts, telling
from handlers.wire import late_taps
from handlers.wire.turn import Turn

DRAFTS, DROP = "d", "z"
DRAFTS_ARE = N_("📖 Drafts of lessons: {n}")
DRAFT = N_("📖 Draft {n} of {of}. It has helped somebody. Copy it into a lesson’s file and make it shorter.")
NONE = N_("📖 There is no draft of a lesson.")
NO_LESSON = N_("🗑 No lesson")


async def button(turn: Turn) -> list[list[Button]]:
    """Below the list of questions, where there is one."""
    found = await turn.run(lesson_drafts.listed, turn.contact.person_id, turn.pack)
    return [[Button(Text(DRAFTS_ARE, {"n": len(found)}), Meaning.of(telling.ANSWER, DRAFTS, "0"))]] if found else []


async def show(turn: Turn, page: int) -> None:
    """One of them, in the form that a lesson's file has."""
    found = await turn.run(lesson_drafts.listed, turn.contact.person_id, turn.pack)
    page = max(0, min(page, len(found) - 1))
    text = await turn.run(lesson_drafts.text, turn.contact.person_id, turn.pack, found[page]) if found else None
    if text is None:
        turn.show(NONE)
        return
    rows = [[Button(Text(NO_LESSON), Meaning.of(telling.ANSWER, DROP, found[page]))]]
    turns = [Button("◀️", Meaning.of(telling.ANSWER, DRAFTS, str(page - 1)))] if page else []
    turns += [Button("▶️", Meaning.of(telling.ANSWER, DRAFTS, str(page + 1)))] if page + 1 < len(found) else []
    told = joined([turn.text(DRAFT, n=page + 1, of=len(found)), Html.of("<pre>{}</pre>", text)])
    turn.show_marked(told, buttons=[*rows, *([turns] if turns else [])])


async def drop(turn: Turn, number: int) -> None:
    """It is no lesson."""
    if await turn.run(lesson_drafts.drop, turn.contact.person_id, turn.pack, number, turn.now):
        await show(turn, 0)
    else:
        turn.whisper(late_taps.ANSWERED)
