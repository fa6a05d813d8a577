"""The sheet for a native speaker: each text with where it is said, the English, the translation, a column to answer."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from xlsxwriter import Workbook

from bot.cli.reviewing.places import Chats, chat, room
from bot.i18n.po_files import as_forms, reader, sign, singular

TEXTS, QUESTIONS, HELP = "Texts", "Questions", "How"
KEY, ANSWER = "Key", "Your answer"
COLUMNS = {KEY: 10, "Room": 24, "Chat": 16, "English": 50, "Translation": 50, "Read by": 16, ANSWER: 50}
ASKED = {KEY: 10, "Question": 90, ANSWER: 60}
HOW = (
    "Read the column Translation without the English first: is it clear at once, kind, and as people say it?",
    "If it is right, write ok beside it. If not, write the whole text as you would say it. What you leave empty is"
    " asked again another time.",
    "Words in braces, such as {name}, are filled in by the bot: keep each of them, spelled as it is; you may move them."
    " Keep signs such as <b> and </b> too.",
    "A new line in a cell is a new line on the phone. A message has three short lines at the most.",
    "Leave the column Key as it is. Rows may be sorted, and taken away.",
    "The sheet Questions asks what nobody here is sure of: answer in your own words, in English or in the language.",
)


def key(message: Message, form: int) -> str:
    """By which a row is known again, and whether its translation is still the one that was read."""
    return f"{sign(singular(message))}-{form}-{sign(as_forms(message.string)[form])}"


def write(file: Path, catalogue: Catalog, questions: Sequence[Mapping[str, str]], chats: Chats) -> int:
    """Gives the number of texts."""
    rows = sorted(_rows(catalogue, chats), key=lambda row: row[1:3])
    asked = [(str(n), one["ask"], one.get("answer", "")) for n, one in enumerate(questions, 1)]
    with Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        _sheet(book, TEXTS, COLUMNS, rows)
        _sheet(book, QUESTIONS, ASKED, asked)
        _sheet(book, HELP, {"How to read": 110}, [(line,) for line in HOW])
    return len(rows)


def _rows(catalogue: Catalog, chats: Chats) -> Sequence[tuple[str, ...]]:
    found = []
    for message in catalogue:
        forms, read = as_forms(message.string), reader(message)
        for form, said in enumerate(forms if message.id else ()):
            sources = as_forms(message.id)
            english = sources[min(form, len(sources) - 1)] if len(forms) > 1 else sources[-1]
            place = room(file for file, _ in message.locations)
            by = f"{read[0]}, {read[1]}" if read else ""
            heard = chat(said, chats.own) or chat(english, chats.english)
            found.append((key(message, form), place, heard, english, said, by, ""))
    return found


def _sheet(book: Workbook, name: str, columns: Mapping[str, int], rows: Sequence[Sequence[str]]) -> None:
    bold = book.add_format({"bold": True})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for place, (heading, width) in enumerate(columns.items()):
        sheet.set_column(place, place, width, text)
        sheet.write_string(0, place, heading, bold)
    for at, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            sheet.write_string(at, place, cell, text)
