"""Debts: who owes her, whom she owes, her loans, what she lent; a payment in one tap, a polite reminder to send on."""

from collections.abc import Sequence

from bot.domain.book import Debt, Direction, Line, Source
from bot.domain.book.kinds import category_for
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Money, Read, Text, joined, read_money
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from handlers.book.entering import entry_words as words
from handlers.book.entering import guided, lines
from handlers.book.entering import open_questions as state
from handlers.book.entering import writing_down as record
from handlers.book.entering.open_questions import Origin, Step
from handlers.forms import questions
from handlers.people import pin
from handlers.people.book_owner import owner_of
from handlers.wire import menu
from handlers.wire.turn import Turn

COMMAND = "debts"
# To her, by her, loans, and what she lent; in a button's data.
TO_HER, BY_HER, LOAN, LENT = "h", "m", "l", "g"
THEY_OWE = (TO_HER, LENT)
PAYING = {
    TO_HER: Direction.PAID_BACK,
    BY_HER: Direction.REPAID,
    LOAN: Direction.LOAN_PAID,
    LENT: Direction.LENT_BACK,
}
READ = {TO_HER: book.owed_to_her, BY_HER: book.owed_by_her, LOAN: book.loans, LENT: book.lent}
SIDE, WHO = "side", "who"
MOST_SHOWN = 10

NO_DEBTS = N_("Nobody owes you, and you owe nobody.\nTo write one down: {example}")
EXAMPLE = N_("Sunita took 2 soap 300 on credit")
TITLES = {
    TO_HER: N_("👥 Who owes you:"),
    BY_HER: N_("🧾 Whom you owe:"),
    LOAN: N_("📥 Loans to pay back:"),
    LENT: N_("🤲 Money you lent:"),
}
LINE, LINE_SINCE = N_("{who}: {money}"), N_("{who}: {money}, since {day}")
PAY_ON, BACK_ON = N_("{who}: {money}, next payment on {day}"), N_("{who}: {money}, to come back on {day}")
LINE_DUE = {TO_HER: BACK_ON, BY_HER: PAY_ON, LOAN: PAY_ON, LENT: BACK_ON}
MORE = N_("… and {n} more")
NOT_NAMED = N_("without a name")
ONE_OWES, YOU_OWE_ONE = N_("{who} owes you {money}."), N_("You owe {who} {money}.")
SINCE = N_("Since {day}.")
# Each side has words of its own: who has paid whom is never left to be guessed.
I_PAID_ALL, I_PAID_A_PART = N_("✅ I paid all: {money}"), N_("✏️ I paid a part")
THEY_PAID_ALL, THEY_PAID_A_PART = N_("✅ They paid me all: {money}"), N_("✏️ They paid me a part")
ALL_PAID = {TO_HER: THEY_PAID_ALL, BY_HER: I_PAID_ALL, LOAN: I_PAID_ALL, LENT: THEY_PAID_ALL}
PART_PAID = {TO_HER: THEY_PAID_A_PART, BY_HER: I_PAID_A_PART, LOAN: I_PAID_A_PART, LENT: THEY_PAID_A_PART}
WAS_INTEREST = N_("You still owed {who} {money}.\nDid you pay interest or a fee as well?")
NO_INTEREST, WITH_INTEREST = N_("✅ No, I paid {money}"), N_("✏️ Yes, I paid more")
REMINDER = N_("💬 A reminder to send")
THEY_PAID_HOW_MUCH = N_("How much did they pay you? Write the amount.")
HOW_MUCH = {
    TO_HER: THEY_PAID_HOW_MUCH,
    BY_HER: N_("How much did you pay? Write the amount."),
    LENT: THEY_PAID_HOW_MUCH,
}
TOO_MUCH = N_("That is more than is owed: {money}. Please write the amount once more.")
NO_AMOUNT = N_("I need an amount here. For example: {example}")
PAID_ALREADY = N_("That was paid already.")
# What a neighbour reads, sent on as hers: the tone of the lesson on asking for one's money.
REMIND = N_("Hello {who}, {money} is still open. A part of it is good too. Thank you very much!")
REMIND_SINCE = N_("Hello {who}, {money} has been open since {day}. A part of it is good too. Thank you very much!")
SEND_ON = N_("Send the message below on to {who}.")


async def show(turn: Turn, page: int = 0) -> None:
    """/debts: who owes whom, the largest first, with a button for each, page by page."""
    owner = owner_of(turn)
    if owner is None:
        turn.say(N_("Let us get to know each other first: /start"))
        return
    if await pin.is_shut(turn):
        await pin.ask(turn, COMMAND)
        return
    sides = {side: await _debts(turn, owner, side) for side in TITLES}
    longest = max(map(len, sides.values()))
    if not longest:
        turn.show(NO_DEBTS, example=Text(EXAMPLE))
        return
    # paid meanwhile, there may be fewer pages than there were
    page = min(page, (longest - 1) // MOST_SHOWN)
    seen = page * MOST_SHOWN
    told = [line for side, debts in sides.items() for line in _list(turn, owner, side, debts[seen:])]
    rows = [row for side, debts in sides.items() for row in _people(turn, side, debts[seen:])]
    arrows = [Button("◀️", words.data("d", str(page - 1)))] if page else []
    arrows += [Button("▶️", words.data("d", str(page + 1)))] if longest > seen + MOST_SHOWN else []
    turn.show_marked(joined(told), buttons=[*rows, *([arrows] if arrows else [])])


async def _debts(turn: Turn, owner: Owner, side: str) -> list[Debt]:
    """What is open on one side; overpaid is no debt."""
    return [one for one in await turn.run(READ[side], owner) if one.open > 0]


def _list(turn: Turn, owner: Owner, side: str, debts: Sequence[Debt]) -> list[Html]:
    if not debts:
        return []
    lines = [_line(turn, owner, side, one) for one in debts[:MOST_SHOWN]]
    rest = len(debts) - MOST_SHOWN
    return [Html.of("<b>{}</b>", turn.text(TITLES[side])), *lines, *([turn.text(MORE, n=rest)] if rest > 0 else [])]


def _line(turn: Turn, owner: Owner, side: str, debt: Debt) -> Html:
    money = Money(debt.open, owner.currency)
    if debt.due is not None:
        return turn.text(LINE_DUE[side], who=_name(debt), money=money, day=debt.due)
    if debt.since is None:
        return turn.text(LINE, who=_name(debt), money=money)
    return turn.text(LINE_SINCE, who=_name(debt), money=money, day=debt.since)


def _name(debt: Debt) -> Text | str:
    return debt.who or Text(NOT_NAMED)


def _people(turn: Turn, side: str, debts: Sequence[Debt]) -> list[list[Button]]:
    sign = {TO_HER: "👥", BY_HER: "🧾", LOAN: "📥", LENT: "🤲"}[side]
    labels = [f"{sign} {words.shown(turn, _name(one))}" for one in debts[:MOST_SHOWN]]
    buttons = [
        Button(label, words.data("w", side, words.mark(one.who))) for label, one in zip(labels, debts, strict=False)
    ]
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


async def _find(turn: Turn, owner: Owner, side: str, mark: str) -> Debt | None:
    debts = await _debts(turn, owner, side)
    return next((one for one in debts if words.mark(one.who) == mark), None)


async def tapped(turn: Turn, owner: Owner, op: str, side: str, mark: str, amount: int | None = None) -> None:
    """A button of the list, or of one person; behind a PIN where there is one."""
    if await pin.is_shut(turn):
        await pin.ask(turn, words.data(op, side, mark, *(() if amount is None else (str(amount),))))
        return
    debt = await _find(turn, owner, side, mark)
    if debt is None:
        turn.whisper(PAID_ALREADY)
    elif op == "r" and side == LOAN and amount == debt.open:
        _ask_interest(turn, owner, debt)
    elif op in "re" and amount == debt.open:
        await _paid(turn, owner, side, debt, debt.open)
    elif op == "q" and side == LOAN:
        await guided.start(turn, owner, Direction.LOAN_PAID, who=debt.who)
    elif op == "q":
        await state.close_all(turn, Step.PART)
        state.ask(turn, Step.PART, None, **{SIDE: side, WHO: debt.who})
        turn.show_marked(
            Html.of("{}\n{}", _line(turn, owner, side, debt), turn.text(HOW_MUCH[side])), buttons=[[_leave(side, debt)]]
        )
    elif op == "m":
        _remind(turn, owner, debt)
    else:
        await state.close_all(turn, Step.PART)
        _person(turn, owner, side, debt)


def _leave(side: str, debt: Debt) -> Button:
    return Button(Text(questions.BACK), words.data("w", side, words.mark(debt.who)))


def _person(turn: Turn, owner: Owner, side: str, debt: Debt) -> None:
    """One debt, with what can be done about it."""
    money = Money(debt.open, owner.currency)
    told = [turn.text(ONE_OWES if side in THEY_OWE else YOU_OWE_ONE, who=_name(debt), money=money)]
    if debt.since is not None:
        told.append(turn.text(SINCE, day=debt.since))
    if debt.due is not None:
        told.append(turn.text(words.COMES_BACK if side in THEY_OWE else words.NEXT_PAYMENT, day=debt.due))
    mark = words.mark(debt.who)
    rows: list[list[Button]] = [
        [Button(Text(ALL_PAID[side], {"money": money}), words.data("r", side, mark, str(debt.open)))],
        [Button(Text(PART_PAID[side]), words.data("q", side, mark))],
    ]
    if side in THEY_OWE and debt.who:
        rows.append([Button(Text(REMINDER), words.data("m", side, mark))])
    turn.show_marked(joined(told), buttons=[*rows, [Button(Text(questions.BACK), words.data("d"))]])


def _ask_interest(turn: Turn, owner: Owner, debt: Debt) -> None:
    """All of a loan is paid: what was paid besides is interest, and no part of the loan. Only she knows."""
    money, mark = Money(debt.open, owner.currency), words.mark(debt.who)
    rows: Rows = [
        [Button(Text(NO_INTEREST, {"money": money}), words.data("e", LOAN, mark, str(debt.open)))],
        [Button(Text(WITH_INTEREST), words.data("q", LOAN, mark))],
        [_leave(LOAN, debt)],
    ]
    turn.show(WAS_INTEREST, buttons=rows, who=_name(debt), money=money)


def _remind(turn: Turn, owner: Owner, debt: Debt) -> None:
    """A message of its own, to be sent on as it is."""
    money = Money(debt.open, owner.currency)
    if debt.since is None:
        turn.say(REMIND, who=debt.who, money=money)
    else:
        turn.say(REMIND_SINCE, who=debt.who, money=money, day=debt.since)
    turn.whisper(SEND_ON, who=debt.who)


async def _paid(turn: Turn, owner: Owner, side: str, debt: Debt, minor: int) -> None:
    money = Money(minor, owner.currency)
    line = Line(PAYING[side], money, turn.day_sent, category=category_for(PAYING[side]), who=debt.who)
    record.tell(turn, await record.write(turn, owner, [(line, Origin(source=Source.TAPPED))]))
    await state.go_on(turn)


async def repeat(turn: Turn, owner: Owner, dialogue: Dialogue) -> None:
    """Ask once more how much was paid."""
    debt = await _find(turn, owner, dialogue.state[SIDE], words.mark(dialogue.state[WHO]))
    if debt is not None:
        turn.say(HOW_MUCH[dialogue.state[SIDE]], buttons=[[_leave(dialogue.state[SIDE], debt)]])


async def said(turn: Turn, owner: Owner, dialogue: Dialogue) -> None:
    """The part that was paid, typed."""
    side = dialogue.state[SIDE]
    debt = await _find(turn, owner, side, words.mark(dialogue.state[WHO]))
    if debt is None:
        await state.close(turn, dialogue)
        turn.say(PAID_ALREADY, keys=menu.of(turn))
        return
    if lines.says_what_was_done(turn, await lines.read(turn, owner, turn.event.said)):
        await state.close(turn, dialogue)
        await lines.typed(turn)
        return
    money = read_money(turn.event.said, turn.locale, owner.currency)
    rows: Rows = [[_leave(side, debt)]]
    if not isinstance(money, Read) or money.value.minor <= 0:
        turn.say(NO_AMOUNT, buttons=rows, example=600)
    elif money.value.minor > debt.open:
        turn.say(TOO_MUCH, buttons=rows, money=Money(debt.open, owner.currency))
    else:
        await state.close(turn, dialogue)
        await _paid(turn, owner, side, debt, money.value.minor)
