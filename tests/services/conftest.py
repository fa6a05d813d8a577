"""What tests of the services share: a town in each kind of database."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.services.town import Town, pack, town

CODES = ("malawi-ovop", "nepal-odop", "thailand-otop")
START = datetime(2026, 1, 31, 3, 0, tzinfo=UTC)


@pytest.fixture
def place(database_url: str) -> Iterator[Town]:
    """The three countries on the last morning of January 2026; the test runs once on each kind of database."""
    with town(database_url, START, [pack(code) for code in CODES]) as made:
        yield made


@pytest.fixture
def here(sqlite_url: str) -> Iterator[Town]:
    """Thailand only, in SQLite only: for what is worked out in Python."""
    with town(sqlite_url, START, [pack("thailand-otop")]) as made:
        yield made
