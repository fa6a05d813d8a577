"""Where a text is said: in which room of the product, and in which of the recorded chats."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.i18n.catalogues import compiled
from bot.i18n.languages import SOURCE
from bot.i18n.po_files import TAG

# The first that fits: the rooms in the rooms stand before the house.
ROOMS = (
    ("groups/cash_book", "a group's cash book"),
    ("groups/report", "a leader reports for her group"),
    ("groups/members", "a leader's members"),
    ("groups/paper", "a group's paper"),
    ("groups", "groups and their leaders"),
    ("staff/announcing", "staff announce something"),
    ("staff/announced", "an announcement, as people get it"),
    ("staff/asking", "questions to staff, and their answers"),
    ("staff/checking", "figures that staff look at"),
    ("staff/vouching", "staff vouch for people"),
    ("staff", "what waits for staff"),
    ("book", "her own cash book, and its statement"),
    ("people", "registering, consent, her data"),
    ("evaluation", "check-ins and progress"),
    ("forms", "the questions of a form"),
    ("lessons", "tips"),
    ("voice", "recording a voice"),
)
ON_A_PAGE, EVERYWHERE = "the page that checks a statement", "menu, and everywhere"
# Shorter pieces stand in any chat.
SHORTEST = 5


def room(files: Iterable[str]) -> str:
    """Of the first of these files that has one."""
    for file in files:
        if file.startswith("web/"):
            return ON_A_PAGE
        for folder, name in ROOMS:
            if f"/{folder}/" in file:
                return name
    return EVERYWHERE


@dataclass(frozen=True, slots=True)
class Chats:
    """The recorded chats by their names: a language's own, and those in English, which more is said in."""

    own: Mapping[str, str]
    english: Mapping[str, str]


def read_chats(folder: Path, language: str) -> Chats:
    """None where they did not come with the code."""
    return Chats(_texts(folder / language), _texts(folder / SOURCE))


def _texts(folder: Path) -> Mapping[str, str]:
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.txt"))}


def chat(text: str, chats: Mapping[str, str]) -> str:
    """The first chat in which this is said; empty: in none."""
    lines = (line for literal, _ in compiled(TAG.sub("\n", text)) for line in literal.splitlines())
    longest = max(lines, key=len, default="").strip()
    return next((name for name, said in chats.items() if len(longest) >= SHORTEST and longest in said), "")
