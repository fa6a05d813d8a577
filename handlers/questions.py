"""How a question looks in a chat: one a message, three short lines, a sign for its kind, buttons where they help."""

import html
import zlib
from collections.abc import Sequence

from bot.domain.contact import Dialogue
from bot.forms import Choice, Kind, Line, Question, Session
from bot.i18n import N_, Text
from handlers import answers
from handlers.saying import Button, Keys, Rows
from handlers.turn import Turn

PAGE = 8
SHORT = 14
LONGEST_SHOWN = 60

SIGNS = {
    Kind.TEXT: "✏️",
    Kind.INTEGER: "🔢",
    Kind.DECIMAL: "🔢",
    Kind.DATE: "📅",
    Kind.SELECT_ONE: "👉",
    Kind.SELECT_MULTIPLE: "☑️",
}
SIGNS_BY_APPEARANCE = {answers.WHOLE_MONEY: "💰", answers.PHONE: "📱", "area": "📍"}

BACK, SKIP, LATER = N_("⬅️ Back"), N_("⏭ Skip"), N_("⏸ Later")
SHARE_PHONE = N_("📱 Share my phone number")
ALL_RIGHT = N_("Is everything right?")
SEND, CHANGE = N_("✅ Send"), N_("✏️ {number}")


def mark(path: str) -> str:
    """Four letters that tell a dialogue's questions apart in a button's data."""
    return format(zlib.crc32(path.encode()) & 0xFFFF, "04x")


def data(dialogue: Dialogue, question: Question | Line | None, op: str, argument: str = "") -> str:
    """A button's data: which dialogue and question it belongs to, so that a tap on an old message is known as such."""
    return f"q|{dialogue.id:x}|{mark(question.path) if question else '-'}|{op}|{argument}"


def key_of(choice: Choice, place: int) -> str:
    """A choice in a button's data: its name, or its place where the name is too long."""
    return choice.name if len(choice.name.encode()) <= 30 and not choice.name.startswith("#") else f"#{place}"


def chosen(question: Question, key: str) -> str | None:
    """The name of the choice that a button's data means; None when it is no longer there."""
    if key.startswith("#"):
        place = int(key[1:])
        return question.choices[place].name if place < len(question.choices) else None
    return key if any(choice.name == key for choice in question.choices) else None


def ask(turn: Turn, dialogue: Dialogue, session: Session, first: str = "", page: int = 0) -> None:
    """Show the session's question; `first` is a line of ready HTML above it (an echo, what was not understood)."""
    question = session.question
    if question is None:
        review(turn, dialogue, session, first)
        return
    marked = "\n".join(filter(None, [first, *map(html.escape, question.notes), *_lines(turn, session, question, page)]))
    if question.appearance == answers.PHONE:
        keys = [[text] for text in (BACK, SKIP) if text != SKIP or not question.required]
        turn.send_marked(marked, keys=Keys(rows=keys, phone=SHARE_PHONE, once=True))
        return
    rows = [*_choices(dialogue, question, page), _navigation(dialogue, session, question)]
    _show(turn, question, marked, rows)


def _show(turn: Turn, question: Question, marked: str, rows: Rows) -> None:
    """With its recorded voice or its picture when the pack has one, else in place where it was tapped."""
    voice, picture = _medium(turn, question.audio), _medium(turn, question.image)
    if voice:
        turn.send_file("sendVoice", "voice", {"kind": "pack", "path": voice}, marked, rows)
    elif picture:
        turn.send_file("sendPhoto", "photo", {"kind": "pack", "path": picture}, marked, rows)
    else:
        turn.show_marked(marked, buttons=rows)


def _medium(turn: Turn, name: str | None) -> str | None:
    """A recording or picture in the pack's folder media/; None where it has not been made yet."""
    path = turn.pack.folder / "media" / name if name else None
    return str(path) if path is not None and path.is_file() else None


def _lines(turn: Turn, session: Session, question: Question, page: int) -> list[str]:
    number, of = session.progress()
    place = turn.text(N_("{number} of {count}"), number=number, count=of)
    sign = SIGNS_BY_APPEARANCE.get(question.appearance or "") or SIGNS.get(question.kind, "✏️")
    lines = [f"<b>{place}</b>", f"{sign} {html.escape(question.label)}"]
    if question.hint:
        lines.append(f"<i>{html.escape(question.hint)}</i>")
    if len(question.choices) > PAGE:
        pages = -(-len(question.choices) // PAGE)
        where = turn.text(N_("Page {page} of {pages}. Or write the name."), page=page + 1, pages=pages)
        lines.append(f"<i>{where}</i>")
    return lines


def _choices(dialogue: Dialogue, question: Question, page: int) -> list[list[Button]]:
    several = question.kind is Kind.SELECT_MULTIPLE
    ticked = dialogue.state.get("ticks", []) if several else []
    places = list(enumerate(question.choices))[page * PAGE : (page + 1) * PAGE]
    buttons = [
        Button(("☑️ " if several and choice.name in ticked else "◻️ " if several else "") + choice.label,
               data(dialogue, question, "t" if several else "c", key_of(choice, place)))
        for place, choice in places
    ]  # fmt: skip
    wide = any(len(str(button.text)) > SHORT for button in buttons)
    rows = [[button] for button in buttons] if wide else [buttons[i : i + 2] for i in range(0, len(buttons), 2)]
    if len(question.choices) > PAGE:
        last = -(-len(question.choices) // PAGE) - 1
        before, after = (page - 1 if page else last), (page + 1 if page < last else 0)
        turns = [("◀️", before), ("▶️", after)]
        rows.append([Button(sign, data(dialogue, question, "p", str(to))) for sign, to in turns])
    if several:
        rows.append([Button(Text(N_("✅ Done")), data(dialogue, question, "d"))])
    return rows


def _navigation(dialogue: Dialogue, session: Session, question: Question) -> list[Button]:
    row = []
    if session.progress()[0] > 1:
        row.append(Button(Text(BACK), data(dialogue, question, "b")))
    if not question.required:
        row.append(Button(Text(SKIP), data(dialogue, question, "s")))
    return [*row, Button(Text(LATER), data(dialogue, question, "x"))]


def doubt(turn: Turn, dialogue: Dialogue, session: Session, question: Question, candidates: Sequence[str]) -> None:
    """More than one reading: ask which, with a button each; never a silent guess."""
    rows = []
    for value in candidates:
        shown = turn.plain("{value}", value=answers.shown(turn, question, value))
        rows.append([Button(shown, data(dialogue, question, "y", value[:40]))])
    line = turn.text(N_("What did you mean?"))
    rows.append(_navigation(dialogue, session, question))
    turn.send_marked(f"{line}\n{html.escape(question.label)}", buttons=rows)


def review(turn: Turn, dialogue: Dialogue, session: Session, first: str = "") -> None:
    """All answers in one message, with a change for each line, then Send."""
    lines = session.review()
    told = [_told(turn, session, number, line) for number, line in enumerate(lines, 1)]
    marked = "\n".join(filter(None, [first, f"<b>{turn.text(ALL_RIGHT)}</b>", *told]))
    changes = [
        Button(Text(CHANGE, {"number": number}), data(dialogue, line, "g")) for number, line in enumerate(lines, 1)
    ]
    rows = [[Button(Text(SEND), data(dialogue, None, "z"))]]
    rows += [changes[i : i + 4] for i in range(0, len(changes), 4)]
    rows.append([Button(Text(LATER), data(dialogue, None, "x"))])
    turn.show_marked(marked, buttons=rows)


def _told(turn: Turn, session: Session, number: int, line: Line) -> str:
    value = turn.plain("{value}", value=answers.shown_line(turn, session, line))
    short = value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…"
    return f"{turn.text('{number}', number=number)}. {html.escape(line.label)}\n    <b>{html.escape(short)}</b>"


def echo(turn: Turn, question: Question, value: str) -> str:
    """What was understood, in her own digits and calendar."""
    return f"✔️ {turn.text('{value}', value=answers.shown(turn, question, value))}\n"
