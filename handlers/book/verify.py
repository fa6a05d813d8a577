"""/verify: whether a statement is real, for anybody who has its code; who asks is not kept as a chat of ours."""

from bot.domain.book.statement_code import code_in
from bot.i18n import N_, Html, joined
from bot.services.book import statements
from bot.services.book.statement_paper import LINK
from bot.services.book.statement_told import LINE, Tone, told
from handlers.wire.turn import Turn

__all__ = ["COMMAND", "LINK", "answer", "typed"]

COMMAND = "verify"
HOW = N_("Write the code behind it, as it stands on the paper:\n/verify 7KQ2M-XXXXX-XXXXX")
SIGNS = {Tone.GOOD: "✅", Tone.CAREFUL: "⚠️", Tone.BAD: "🚫"}


async def typed(turn: Turn) -> None:
    """/verify CODE, or the code without a word."""
    said = turn.event.said.strip()
    code = said.partition(" ")[2] if said.startswith("/") else code_in(said)
    if code and code.strip():
        await answer(turn, code)
    else:
        turn.say(HOW)
        _keep_nothing(turn)


async def answer(turn: Turn, code: str) -> None:
    """The verdict on a code, with the totals to compare."""
    words = told(await turn.run(statements.verify, code))
    lines = [Html.of("{} <b>{}</b>", SIGNS[words.tone], turn.text(words.heading)), turn.text(words.meaning)]
    lines += [turn.text(LINE, label=label, value=value) for label, value in words.figures]
    turn.send_marked(joined(lines))
    _keep_nothing(turn)


def _keep_nothing(turn: Turn) -> None:
    """A lender who asks once is nobody of the programme's."""
    if turn.contact.person is None and turn.contact.dialogue is None:
        turn.contact.is_new = False
