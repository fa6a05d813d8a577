"""How a question looks in a chat: one a message, three short lines, a sign for its kind, buttons where they help."""

import unicodedata
from collections.abc import Sequence

from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import LONGEST_CAPTION, Button, Keys, Rows, visible, visible_length
from bot.forms import Choice, Kind, Line, Question, Session
from bot.forms.xpath.values import number_string
from bot.i18n import BLANK, N_, Html, Text, escaped, joined
from handlers.forms import aloud, prefilled, readers
from handlers.forms import readings as answers
from handlers.forms.button_data import PREFIX, key_of
from handlers.forms.button_data import data as data
from handlers.forms.button_data import mark as mark
from handlers.wire.turn import Turn

PAGE = answers.ONE_PAGE
SHORT = 14
LONGEST_SHOWN, LONGEST_LABEL = 60, 120

# Few enough to compare with what she meant.
REVIEW_PAGE = 3
MOST_STEPS = 12
LONGEST_MESSAGE = 3500
# A dialogue of this kind changes what was sent; left, it leaves all as it was.
CORRECTION = "correction"
# In the state of a dialogue that counts for nothing, whatever mode she is in when she sends it.
PRACTICE = "practice"
COUNTS_FOR_NOTHING = N_("🧪 Practice: this counts for nothing.")

SIGNS = {
    Kind.TEXT: "✏️",
    Kind.INTEGER: "🔢",
    Kind.DECIMAL: "🔢",
    Kind.DATE: "📅",
    Kind.SELECT_ONE: "👉",
    Kind.SELECT_MULTIPLE: "☑️",
    Kind.RANK: "🔢",
    Kind.RANGE: "🔢",
    Kind.TIME: "🕒",
    Kind.DATETIME: "📅",
    Kind.GEOPOINT: "📍",
    Kind.IMAGE: "📷",
    Kind.AUDIO: "🎤",
    Kind.VIDEO: "🎬",
    Kind.FILE: "📎",
    Kind.REPEAT: "➕",
    Kind.ACKNOWLEDGE: "👌",
}
SIGNS_BY_APPEARANCE = {answers.WHOLE_MONEY: "💰", answers.PHONE: "📱", "area": "📍"}

BACK, SKIP, LATER = N_("⬅️ Back"), N_("⏭ Skip"), N_("⏸ Later")
SHARE_PHONE, SHARE_PLACE = N_("📱 Share my phone number"), N_("📍 Share where I am")
ALL_RIGHT, WHICH_PAGE = N_("Is everything right?"), N_("📄 Page {page} of {pages}")
LEAVE = N_("✖️ Leave it")
SEND, CHANGE = N_("✅ Send"), N_("✏️ {number}")


def is_practice(dialogue: Dialogue) -> bool:
    """Whether what she answers counts for nothing."""
    return bool(dialogue.state.get(PRACTICE))


def ask(
    turn: Turn,
    dialogue: Dialogue,
    session: Session,
    first: Html = BLANK,
    page: int = 0,
    wrong: str = "",
    more: Rows = (),
) -> None:
    """Show the session's question; `first` is a line of ready HTML above it (an echo, what was not understood).

    `wrong` is the prompt that says aloud what was wrong with an answer; `more`: buttons below all others.
    """
    question = session.question
    if question is None:
        review(turn, dialogue, session, first)
        return
    if prefilled.is_offered(turn, dialogue, session):
        prefilled.offer(turn, dialogue, session, first, _navigation(dialogue, session, question, skip=False))
        return
    # coming back to change an answer, she has read the notes already
    notes = () if question.value else question.notes
    told = [
        *map(escaped, notes),
        *_lines(turn, dialogue, session, question, page),
        *prefilled.lines(turn, dialogue, question),
    ]
    marked = joined(filter(None, [first, readers.for_whom(turn, dialogue), *told]))
    if visible_length(marked) > LONGEST_MESSAGE:
        marked = _in_pieces(turn, marked)
    goes_with = aloud.of_question(turn, dialogue, question, wrong)
    if question.appearance == answers.PHONE or question.kind is Kind.GEOPOINT:
        keys = [[text] for text in (BACK, SKIP) if text != SKIP or not question.required]
        share = {"place": SHARE_PLACE} if question.kind is Kind.GEOPOINT else {"phone": SHARE_PHONE}
        aloud.send(turn, marked, goes_with, keys=Keys(rows=keys, once=True, **share))
        return
    known = prefilled.rows(turn, dialogue, question)
    rows = [*buttons(dialogue, question, page), *known, _navigation(dialogue, session, question), *more]
    if not goes_with and _is_under_file(turn, question) and visible_length(marked) <= LONGEST_CAPTION:
        turn.change_caption(marked, buttons=rows)
    else:
        aloud.show(turn, marked, goes_with, buttons=rows)


def _is_under_file(turn: Turn, question: Question) -> bool:
    """Whether what was tapped is this same question, under its voice note or picture."""
    meaning = turn.meaning
    is_one = turn.event.captioned and meaning is not None and meaning.about == PREFIX
    return is_one and meaning is not None and meaning.values[1] == mark(question.path)


def _in_pieces(turn: Turn, marked: Html) -> Html:
    """A text longer than a message: all but its end is said before, the end is what buttons go under."""
    pieces: list[Html] = []
    piece = BLANK
    for line in marked.lines():
        whole = joined([piece, line]) if piece else line
        if visible_length(whole) > LONGEST_MESSAGE and piece:
            pieces.append(piece)
            piece = line
        else:
            piece = whole
    for before in pieces:
        turn.send_marked(before)
    if visible_length(piece) <= LONGEST_MESSAGE:
        return piece
    return escaped(visible(piece)[:LONGEST_MESSAGE]) + "…"


def buttons(dialogue: Dialogue, question: Question, page: int = 0) -> list[list[Button]]:
    """The buttons that answer a question, by its kind."""
    match question.kind:
        case Kind.REPEAT:
            return [
                [_value(dialogue, question, answers.YES, answers.MORE)],
                [_value(dialogue, question, answers.NO, answers.NO_MORE)],
            ]
        case Kind.ACKNOWLEDGE:
            return [[_value(dialogue, question, answers.OK, N_("👌 OK"))]]
        case Kind.RANGE:
            return _steps(dialogue, question)
        case _:
            return _choices(dialogue, question, page)


def values(turn: Turn, dialogue: Dialogue, question: Question) -> set[str]:
    """What its buttons offer beside choices: the steps of a range, what the book says, what is near the last answer."""
    offered = [*buttons(dialogue, question), *prefilled.rows(turn, dialogue, question)]
    told = [one.meaning.values for row in offered for one in row]
    return {argument for *_, op, argument in told if op == "v"}


def _value(dialogue: Dialogue, question: Question, value: str, label: str) -> Button:
    return Button(Text(label), data(dialogue, question, "v", value))


def _steps(dialogue: Dialogue, question: Question) -> list[list[Button]]:
    """Every step of a short range; a long one is typed."""
    low, high, step = question.limits or (0.0, 0.0, 1.0)
    count = int((high - low) / step) + 1 if step else 0
    if not 0 < count <= MOST_STEPS:
        return []
    values = [number_string(low + step * place) for place in range(count)]
    buttons = [_value(dialogue, question, value, value) for value in values]
    return [buttons[i : i + 6] for i in range(0, len(buttons), 6)]


def sign(question: Question) -> str:
    """The sign for what is asked."""
    return SIGNS_BY_APPEARANCE.get(question.appearance or "") or SIGNS.get(question.kind, "✏️")


def _lines(turn: Turn, dialogue: Dialogue, session: Session, question: Question, page: int) -> list[Html]:
    number, of = session.progress()
    place = turn.text(N_("{number} of {count}"), number=number, count=of)
    lines = [Html.of("<b>{}</b> · {} {}", place, sign(question), question.label)]
    hint = readers.hint(turn, dialogue, question)
    if len(question.choices) > PAGE:
        pages = -(-len(question.choices) // PAGE)
        where = turn.text(N_("Page {page} of {pages}. Or write the name."), page=page + 1, pages=pages)
        lines.append(Html.of("<i>{} · {}</i>", hint, where) if hint else Html.of("<i>{}</i>", where))
    elif hint:
        lines.append(Html.of("<i>{}</i>", hint))
    if who := readers.line(turn, dialogue, question):
        lines.append(who)
    return lines


def _choices(dialogue: Dialogue, question: Question, page: int) -> list[list[Button]]:
    several = question.kind in (Kind.SELECT_MULTIPLE, Kind.RANK)
    ticked: list[str] = dialogue.state.get("ticks", []) if several else []
    places = list(enumerate(question.choices))[page * PAGE : (page + 1) * PAGE]
    buttons = [
        Button((_tick(question, choice, ticked) if several else "") + choice.label,
               data(dialogue, question, "t" if several else "c", key_of(choice, place)))
        for place, choice in places
    ]  # fmt: skip
    wide = any(width(str(button.text)) > SHORT for button in buttons)
    rows = [[button] for button in buttons] if wide else [buttons[i : i + 2] for i in range(0, len(buttons), 2)]
    if len(question.choices) > PAGE:
        last = -(-len(question.choices) // PAGE) - 1
        before, after = (page - 1 if page else last), (page + 1 if page < last else 0)
        turns = [("◀️", before), ("▶️", after)]
        rows.append([Button(sign, data(dialogue, question, "p", str(to))) for sign, to in turns])
    if several:
        rows.append([Button(Text(N_("✅ Done")), data(dialogue, question, "d"))])
    return rows


def width(text: str) -> int:
    """How many letters a text is wide: vowel signs and tone marks stand above or below one."""
    return sum(not unicodedata.category(letter).startswith("M") for letter in text)


def _tick(question: Question, choice: Choice, ticked: Sequence[str]) -> str:
    """Ticked or not; in a ranking, the place that it was given."""
    if choice.name not in ticked:
        return "◻️ "
    return f"{ticked.index(choice.name) + 1}. " if question.kind is Kind.RANK else "☑️ "


def _navigation(dialogue: Dialogue, session: Session, question: Question, *, skip: bool = True) -> list[Button]:
    row = []
    if session.progress()[0] > 1:
        row.append(Button(Text(BACK), data(dialogue, question, "b")))
    if skip and not question.required:
        row.append(Button(Text(SKIP), data(dialogue, question, "s")))
    return [*row, _leaving(dialogue, question)]


def _leaving(dialogue: Dialogue, question: Question | None) -> Button:
    return Button(Text(LEAVE if dialogue.kind == CORRECTION else LATER), data(dialogue, question, "x"))


def doubt(turn: Turn, dialogue: Dialogue, session: Session, question: Question, candidates: Sequence[str]) -> None:
    """More than one reading: ask which, with a button each; never a silent guess."""
    rows = []
    for place, value in enumerate(candidates):
        shown = turn.plain("{value}", value=answers.shown(turn, question, value))
        rows.append([Button(shown, data(dialogue, question, "y", str(place)))])
    line = turn.text(N_("What did you mean?") if len(candidates) > 1 else N_("Did you mean this?"))
    rows.append(_navigation(dialogue, session, question))
    turn.send_marked(Html.of("{}\n{}", line, question.label), buttons=rows)


def review(turn: Turn, dialogue: Dialogue, session: Session, first: Html = BLANK, page: int = 0) -> None:
    """The answers, a few a page, with a change for each line; one Send is for all of them."""
    if is_practice(dialogue):
        first = joined(filter(None, [turn.text(COUNTS_FOR_NOTHING), first]))
    lines = list(enumerate(session.review(), 1))
    pages = max(-(-len(lines) // REVIEW_PAGE), 1)
    page %= pages
    here = lines[page * REVIEW_PAGE : (page + 1) * REVIEW_PAGE]
    told = [_told(turn, session, number, line) for number, line in here]
    whose, title = readers.for_whom(turn, dialogue), Html.of("<b>{}</b>", turn.text(ALL_RIGHT))
    if pages > 1:
        title = Html.of("{} · {}", title, turn.text(WHICH_PAGE, page=page + 1, pages=pages))
    marked = joined(filter(None, [first, whose, title, *told]))
    changes = [Button(Text(CHANGE, {"number": number}), data(dialogue, line, "g")) for number, line in here]
    # after the last page comes the first
    more = [Button("▶️", data(dialogue, None, "r", str((page + 1) % pages)))] if pages > 1 else []
    rows = [[Button(Text(SEND), data(dialogue, None, "z"))], [*changes, *more], [_leaving(dialogue, None)]]
    turn.show_marked(marked, buttons=[row for row in rows if row])


def _told(turn: Turn, session: Session, number: int, line: Line) -> Html:
    value = turn.plain("{value}", value=answers.shown_line(turn, session, line))
    short = value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…"
    label = line.label if len(line.label) <= LONGEST_LABEL else line.label[: LONGEST_LABEL - 1] + "…"
    return Html.of("{}. {}\n    <b>{}</b>", turn.text("{number}", number=number), label, short)


def echo(turn: Turn, question: Question, value: str) -> Html:
    """What was understood, in her own digits and calendar."""
    return Html.of("✔️ {}\n", turn.text("{value}", value=answers.shown(turn, question, value)))
