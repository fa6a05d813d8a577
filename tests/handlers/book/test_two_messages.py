"""Two messages are two things: no line of the book is made of both, unless the second answers what was asked."""

from pathlib import Path

import pytest

from bot.domain.book import Entry
from simulator.world.phones import Phone
from tests.enrol import enrol
from tests.handlers.books import nothing_died, say, standing
from tests.house import Stage, stage

COUNTRY = {"en": "malawi-ovop", "th": "thailand-otop", "ne": "nepal-odop", "ny": "malawi-ovop"}
FILE = Path(__file__).parent / "cases" / "two_messages.tsv"
ROWS = [line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def shown(entries: list[Entry]) -> str:
    """As in the table."""
    return ", ".join(f"{one.direction.value} {one.amount // 100} {one.item}" for one in entries)


async def met(running: Stage, number: int, language: str) -> Phone:
    phone = running.simulator.phone(number, "Mary", language)
    await enrol(running, phone)
    await say(running, phone, "/help")
    return phone


def _rows(language: str) -> list[tuple[str, str, str]]:
    return [(first, second, book) for spoken, first, second, book in ROWS if spoken == language]


async def played(running: Stage, language: str, minutes: int) -> list[tuple[str, str, str]]:
    """Each row by somebody else; so much time lies between the two messages."""
    found = []
    for number, (first, second, _) in enumerate(_rows(language), 1):
        phone = await met(running, number, language)
        await say(running, phone, first)
        running.clock.turn(minutes=minutes)
        await say(running, phone, second)
        found.append((first, second, shown(await standing(running, phone))))
    assert await nothing_died(running)
    return found


@pytest.mark.parametrize("language", COUNTRY)
async def test_at_once(sqlite_url: str, language: str) -> None:
    async with stage(sqlite_url, codes=(COUNTRY[language],)) as running:
        assert await played(running, language, 0) == _rows(language)


@pytest.mark.parametrize("language", COUNTRY)
async def test_an_hour_later_only_what_is_whole_by_itself_is_written(sqlite_url: str, language: str) -> None:
    async with stage(sqlite_url, codes=(COUNTRY[language],)) as running:
        whole = [(first, second, book if _names(second, book) else "") for first, second, book in _rows(language)]
        assert await played(running, language, 60) == whole


def _names(second: str, book: str) -> bool:
    """Whether the entry is that of the second message."""
    item = book.rpartition(" ")[2]
    return bool(item) and item in second
