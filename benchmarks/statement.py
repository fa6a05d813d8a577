"""A statement of 1,200 entries: CPU of each step, in every language of its page; and of one among many verifications.

    python -m benchmarks.statement [--entries 1200] [--rounds 5]

One year of a Nepali book in a real SQLite file, one entry in twenty corrected. The page has both scripts of digits,
which is the most that a page can have on it. The bar: less than a second of CPU for the whole.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from bot.domain.book import Direction, Entry, corrected, opening
from bot.domain.book.statement import Span, period
from bot.i18n import Calendar, Money, load_catalogues
from bot.packs import PROGRAMMES, load_pack
from bot.render.fonts import load_fonts
from bot.render.statement import statement_pdf
from bot.services import programmes
from bot.services.book import entries as book
from bot.services.book import statements
from bot.services.book.entries import Owner
from bot.services.book.statement_paper import Paper, address, page
from bot.services.book.statements import Issued, Wish
from bot.services.loaded_packs import LoadedPacks
from bot.store.engine.migrate import migrate
from bot.store.engine.sync import sync_engine
from bot.store.people import people

T = TypeVar("T")
CODE, CURRENCY = "nepal-odop", "NPR"
NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
TODAY = NOW.date()
BAR = 1.0
KINDS = {
    Direction.IN: ("sales", 10),
    Direction.OUT: ("costs", 4),
    Direction.TAKEN_HOME: ("home", 2),
    Direction.CREDIT: ("sales", 2),
    Direction.PAID_BACK: ("debts", 1),
}
COSTS = ("costs", "transport", "wages", "rent", "power")


def prepare(connection: Connection, number: int) -> Owner:
    """Somebody with a year of entries."""
    chance = random.Random(5)
    pack = load_pack(PROGRAMMES / CODE)
    programmes.record(connection, pack, NOW)
    common = {"programme": CODE, "created_at": NOW}
    who = people.add_person(connection, {**common, "name": "सीता तामाङ", "language": "ne", "practice": False,
                                         "text_only": False})  # fmt: skip
    first = TODAY - timedelta(days=364)
    owner = Owner(
        people.add_producer(connection, {**common, "kind": "household", "inception": first, "joined": first,
                                         "product": "orange", "area": "NP-P1"}), who, False, CURRENCY
    )  # fmt: skip
    made = [opening(book.new_id(NOW), first, Money(185_000, CURRENCY))]
    made += [_entry(chance, first + timedelta(days=chance.randrange(365))) for _ in range(number - 1)]
    book.add(connection, owner, made, NOW)
    changed = [corrected(one, book.new_id(NOW), amount=one.amount + 100) for one in made[1::20]]
    book.add(connection, owner, changed, NOW)
    return owner


def _entry(chance: random.Random, day: date) -> Entry:
    direction = chance.choices(list(KINDS), [weight for _, weight in KINDS.values()])[0]
    category = chance.choice(COSTS) if direction is Direction.OUT else KINDS[direction][0]
    amount = chance.randrange(1, 200) * 10_000
    return Entry(book.new_id(NOW), day, direction, amount, CURRENCY, item="सुन्तला", category=category,
                 counterparty=f"ग्राहक {chance.randrange(20)}")  # fmt: skip


def cpu(work: Callable[[], T], rounds: int) -> tuple[float, T]:
    """The median of seconds of CPU, all threads together; and what came of it last."""
    took = []
    for _ in range(rounds):
        began = time.process_time()
        found = work()
        took.append(time.process_time() - began)
    return statistics.median(took), found


def measure(connection: Connection, owner: Owner, rounds: int) -> dict[str, float]:
    """Seconds of CPU of each step."""
    pack, fonts = load_pack(PROGRAMMES / CODE), load_fonts()
    loaded = LoadedPacks({CODE: pack}, load_catalogues())
    wanted = period(Span.TWELVE, TODAY, Calendar.BIKRAM_SAMBAT)
    asked = iter(range(rounds))

    def issue() -> Issued:
        wish = Wish(str(next(asked)), wanted, Calendar.BIKRAM_SAMBAT, ("ne", "en"))
        issued = statements.issue(connection, owner, wish, pack.programme, NOW)
        assert issued is not None
        return issued

    issued_in, issued = cpu(issue, rounds)

    def draw() -> bytes:
        where = address(issued.code, "https://ovop.example", "")
        paper = Paper(
            statements.about_of(issued), statements.figures_of(issued), TODAY, issued.languages, issued.code, where
        )
        return statement_pdf(page(paper, pack, loaded), fonts)

    drawn_in, content = cpu(draw, rounds)
    verified_in, _ = cpu(lambda: statements.verify(connection, issued.code), rounds * 20)
    print(f"{len(content) / 1000:.0f} kB")
    return {"issue": issued_in, "draw": drawn_in, "verify": verified_in}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=1200)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'statement.db'}"
        migrate(url)
        engine = sync_engine(url)
        with engine.begin() as connection:
            owner = prepare(connection, given.entries)
        with engine.begin() as connection:
            found = measure(connection, owner, given.rounds)
        engine.dispose()
    for step, took in found.items():
        print(f"{step:<8}{took * 1000:8.1f} ms of CPU")
    whole = found["issue"] + found["draw"]
    print(f"a statement of {given.entries} entries: {whole:.2f} s of CPU, {whole / BAR:.0%} of the bar")
    return 0 if whole < BAR else 1


if __name__ == "__main__":
    raise SystemExit(main())
