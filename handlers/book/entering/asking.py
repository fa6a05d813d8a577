"""Lines that are not clear, or that were written a moment ago already: asked with buttons, and kept until answered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.book import KINDS, About, Ask, Direction, Entry, Line, Outside, Reason, entry_of
from bot.domain.book.ledger.labels import DIRECTIONS, SIGNS
from bot.domain.book.reading.waiting import from_json, to_json
from bot.domain.book.wallets import Notice
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Money, Read, Text, escaped, read_choice, read_yes_no
from bot.services.book.entries import Kept, Owner
from handlers.book import wallet_messages
from handlers.book.entering import entry_words as words
from handlers.book.entering import open_questions as state
from handlers.book.entering import writing_down as record
from handlers.book.entering.open_questions import Origin, Step
from handlers.book.wallet_messages import ELSE, NOTICE
from handlers.wire.turn import Turn

# In the state of a question: the lines that it may be, what she wrote, what is not clear, why it was no line;
# whether it may be money that is neither a sale nor a cost.
CHOICES, TEXT, ABOUT, REASON = "choices", "text", "about", "reason"
OUTSIDE = "outside"
YES, NO, LEAVE, BY_STEPS, BEYOND = "y", "n", "x", "s", "o"

IN_OR_OUT = N_("Did the money come in, or go out?")
DID_YOU_MEAN = N_("Did you mean {item}?")
WHICH_DAY, WHOSE = N_("Which day was it?"), N_("Who or what is that?")
EACH = N_("Is that the price of one, or of all together?")
UNDERSTOOD = N_("Did I understand this right?")
ONE_EACH, IN_ALL = N_("{one} each: {money}"), N_("{money} in all")
CUSTOMER, SELLER, ITEM = N_("👤 The customer: {name}"), N_("👤 The seller: {name}"), N_("🧺 The item: {name}")
# of whom she buys, or whom she owes: no customer of hers
SELLING = frozenset({Direction.OUT, Direction.OWED, Direction.REPAID})
AGAIN = N_("You wrote the same at {time}. Write it down once more?")
ONCE_MORE = N_("✅ Yes, once more")
GONE = N_("This is not in your message any more. Take it back?")
TAKE_BACK, KEEP_IT = N_("✅ Yes, take it back"), N_("✖️ No, keep it")
NOT_WRITTEN = N_("✖️ Not written down:")
LEFT = N_("All right. Nothing was written down.")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was read of a line of hers, with its words and where it comes from."""

    text: str
    origin: Origin


def ask(turn: Turn, typed: Typed, doubt: Ask) -> None:
    """Which of these lines is it?"""
    kept: dict[str, Any] = {
        CHOICES: [to_json(one) for one in doubt.choices],
        TEXT: typed.text,
        ABOUT: doubt.about.value,
    }
    if isinstance(doubt, Notice):
        kept[NOTICE] = wallet_messages.kept_of(doubt)
    if doubt.outside:
        kept[OUTSIDE] = doubt.outside.value
    repeat(turn, state.ask(turn, Step.ASK, typed.origin, **kept))


def ask_again(turn: Turn, typed: Typed, line: Line, before: Kept) -> None:
    """She wrote the same not long ago: is it the same, or one more?"""
    kept = {CHOICES: [to_json(line)], TEXT: typed.text, "time": words.clock(turn, before.at)}
    repeat(turn, state.ask(turn, Step.AGAIN, typed.origin, **kept))


def ask_for_more(turn: Turn, typed: Typed, reason: Reason, owner: Owner) -> None:
    """It was no line: say why; what she wrote waits."""
    kept = {TEXT: typed.text, REASON: reason.value, "currency": owner.currency}
    repeat(turn, state.ask(turn, Step.UNREAD, typed.origin, **kept))


def refuse(turn: Turn, typed: Typed, reason: Reason) -> None:
    """What is not kept at all: it is said why, and nothing waits. A secret is not said again."""
    if reason is not Reason.OUTSIDE:
        if reason is Reason.SECRET:
            turn.take_off_screen()
        turn.say(words.UNREAD[reason])
    else:
        told = Html.of("{}\n{}", words.quoted(turn, typed.text), turn.text(words.UNREAD[reason]))
        turn.send_marked(told, buttons=[[words.other_money()]])


def ask_gone(turn: Turn, origin: Origin, entry: Entry) -> None:
    """A line is no longer in her message: is the entry to go?"""
    repeat(turn, state.ask(turn, Step.GONE, origin, **{TEXT: words.row(turn, entry)}))


def repeat(turn: Turn, dialogue: Dialogue, more: Rows = ()) -> None:
    """Ask what is open, in a message of its own; `more`: buttons below all others."""
    kept = dialogue.state
    match Step(kept[state.STEP]):
        case Step.ASK:
            told, rows = _doubt(turn, dialogue)
        case Step.AGAIN:
            told = Html.of("{}\n{}", _row(turn, kept[CHOICES][0]), turn.text(AGAIN, time=kept["time"]))
            rows = [[_button(dialogue, ONCE_MORE, YES), _button(dialogue, words.ONLY_ONCE, NO)]]
        case Step.GONE:
            told = Html.of("{}\n{}", kept[TEXT], turn.text(GONE))
            rows = [[_button(dialogue, TAKE_BACK, YES)], [_button(dialogue, KEEP_IT, NO)]]
        case _:
            told = words.unread(turn, kept[TEXT], Reason(kept[REASON]), kept["currency"])
            rows = [[_button(dialogue, words.STEPS, BY_STEPS), _button(dialogue, words.DROP, LEAVE)]]
    turn.send_marked(told, buttons=[*rows, *more])


def _row(turn: Turn, kept: dict[str, Any]) -> Html:
    return escaped(words.row(turn, entry_of(from_json(kept), "")))


def _button(dialogue: Dialogue, label: Text | str, answer: str) -> Button:
    text = Text(label) if isinstance(label, str) else label
    return Button(text, words.data("k", dialogue.id, answer))


def _doubt(turn: Turn, dialogue: Dialogue) -> tuple[Html, Rows]:
    lines = lines_of(dialogue)
    about = About(dialogue.state[ABOUT])
    if NOTICE in dialogue.state:
        return wallet_messages.question(turn, dialogue, dialogue.state[TEXT], lines, about)
    quoted = words.quoted(turn, dialogue.state[TEXT])
    if about is About.SURE:
        told = Html.of("{}\n{}\n{}", quoted, turn.text(UNDERSTOOD), _row(turn, dialogue.state[CHOICES][0]))
        return told, [[_button(dialogue, words.YES, "0"), _button(dialogue, words.NOT_SO, LEAVE)]]
    shown = labels(turn, lines, about)
    rows = [[Button(label, words.data("k", dialogue.id, str(at)))] for at, label in enumerate(shown)]
    if outside := dialogue.state.get(OUTSIDE):
        at = len(rows) if outside == Outside.LAST else 0
        rows.insert(at, [_button(dialogue, words.OUTSIDE, BEYOND)])
    asked = turn.text(words.WHICH if outside else question(lines, about), item=lines[0].item)
    return Html.of("{}\n{}", quoted, asked), [*rows, [_button(dialogue, words.DROP, LEAVE)]]


def lines_of(dialogue: Dialogue) -> list[Line]:
    """The lines that a question is about."""
    return [from_json(one) for one in dialogue.state[CHOICES]]


def question(lines: Sequence[Line], about: About) -> str:
    """What is asked about lines that it may be."""
    if about is About.DIRECTION and {line.direction for line in lines} == {Direction.IN, Direction.OUT}:
        return IN_OR_OUT
    known = {About.EACH: EACH, About.DAY: WHICH_DAY, About.WHO: WHOSE, About.ITEM: DID_YOU_MEAN}
    return known.get(about, words.WHICH)


def labels(turn: Turn, lines: Sequence[Line], about: About) -> list[Text | str]:
    """What tells the lines apart, in a word or two; all of each line, where that would not tell."""
    short = [_label(turn, line, about) for line in lines]
    if len({turn.plain(label) for label in short}) == len(lines):
        return short
    return [words.row(turn, entry_of(line, "")) for line in lines]


def _label(turn: Turn, line: Line, about: About) -> Text | str:
    match about:
        case About.DIRECTION:
            label = Text(DIRECTIONS[line.direction])
            return Text(words.SIGNED, {"sign": SIGNS[line.direction], "label": label})
        case About.EACH if line.each and line.quantity:
            one = Money(round(line.amount.minor / line.quantity), line.amount.currency)
            return Text(ONE_EACH, {"one": one, "money": line.amount})
        case About.EACH:
            return Text(IN_ALL, {"money": line.amount})
        case About.DAY:
            return words.shown(turn, line.day)
        case About.ITEM:
            return line.item or words.row(turn, entry_of(line, ""))
        case About.WHO if not KINDS[line.direction].is_beside:
            if not line.who:
                return Text(ITEM, {"name": line.item})
            return Text(SELLER if line.direction in SELLING else CUSTOMER, {"name": line.who})
        case _:
            return words.row(turn, entry_of(line, ""))


# Answers


def answers(dialogue: Dialogue) -> Collection[str]:
    """What the buttons of a question answer."""
    match Step(dialogue.state[state.STEP]):
        case Step.ASK:
            numbers = map(str, range(len(dialogue.state[CHOICES])))
            beyond = [BEYOND] if OUTSIDE in dialogue.state else []
            return (*numbers, LEAVE, *beyond, *([ELSE] if NOTICE in dialogue.state else []))
        case Step.AGAIN | Step.GONE:
            return (YES, NO)
        case Step.UNREAD:
            return (BY_STEPS, LEAVE)
    return ()


async def answered(turn: Turn, owner: Owner, dialogue: Dialogue, answer: str) -> None:
    """A button under a question, or words that say the same; `answer` is y, n, x or the number of a choice."""
    step, origin = dialogue.state[state.STEP], state.origin_of(dialogue)
    if answer == ELSE:
        state.change(turn, dialogue, **{ABOUT: About.DIRECTION.value})
        told, rows = _doubt(turn, dialogue)
        turn.show_marked(told, buttons=rows)
        return
    await state.close(turn, dialogue)
    if step == Step.GONE:
        await _gone(turn, owner, origin, agreed=answer == YES)
    elif answer in (NO, LEAVE):
        turn.show_marked(Html.of("{} {}", turn.text(NOT_WRITTEN), words.struck(dialogue.state[TEXT])))
    elif NOTICE in dialogue.state:
        await wallet_messages.write(turn, owner, dialogue, lines_of(dialogue)[int(answer)])
    elif step == Step.ASK and await _was_before(turn, owner, dialogue, lines_of(dialogue)[int(answer)]):
        return
    else:
        line = lines_of(dialogue)[0 if answer == YES else int(answer)]
        record.tell(turn, await record.write(turn, owner, [(line, origin)]), origin.message, origin.files)
    await state.go_on(turn)


async def _was_before(turn: Turn, owner: Owner, dialogue: Dialogue, line: Line) -> bool:
    """The line that was meant was written already: that is asked now."""
    typed = Typed(dialogue.state[TEXT], state.origin_of(dialogue))
    before = None if typed.origin.corrects else await record.same_before(turn, owner, line)
    if before is None:
        return False
    ask_again(turn, typed, line, before)
    return True


async def _gone(turn: Turn, owner: Owner, origin: Origin, *, agreed: bool) -> None:
    id = origin.corrects or ""
    if not agreed:
        turn.show(KEPT)
        return
    undos = await record.take_back(turn, owner, id, whole=True)
    if undos:
        tell_taken_back(turn, undos)
    else:
        turn.show(words.TAKEN_BACK_ALREADY)


KEPT = N_("All right. It stays in your book.")


def tell_taken_back(turn: Turn, undos: Sequence[Entry]) -> None:
    """What was taken back, with the way to put it back."""
    told = Html.of("{}\n{}", turn.text(words.TAKEN_BACK), words.struck(words.row(turn, undos[0])))
    back = Button(Text(words.PUT_BACK), words.data("b", undos[0].id))
    turn.show_marked(told, buttons=[[back]])


def in_words(turn: Turn, dialogue: Dialogue, *, whole: bool) -> str | None:
    """The answer that typed words give to a question; None when they give none.

    `whole`: they are an entry by themselves, and no answer unless they are what stands on a button.
    """
    said, step = turn.event.said.strip(), dialogue.state[state.STEP]
    agreed = read_yes_no(said, turn.locale)
    about = About(dialogue.state[ABOUT]) if step == Step.ASK else None
    shown = [] if about in (None, About.SURE) else labels(turn, lines_of(dialogue), about or About.SURE)
    options = [(str(at), turn.plain(label)) for at, label in enumerate(shown)]
    if shown and dialogue.state.get(OUTSIDE):
        options.append((BEYOND, turn.plain(words.OUTSIDE)))
    if (whole or _may_be_a_line(said)) and said not in (label for _, label in options):
        return None
    if isinstance(agreed, Read) and (about is About.SURE or step in (Step.AGAIN, Step.GONE)):
        return ("0" if about else YES) if agreed.value else NO
    if isinstance(agreed, Read) and agreed.value and about is About.ITEM:
        return "0"
    chosen = read_choice(said, options, turn.locale) if options else None
    return chosen.value if isinstance(chosen, Read) else None


def _may_be_a_line(said: str) -> bool:
    """Words with a number are a line of their own sooner than one of the answers: "soap 200"."""
    return any(map(str.isdigit, said)) and any(map(str.isalpha, said))
