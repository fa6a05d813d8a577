"""Trouble of the database itself, told from that of the work done in it, however a driver names it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

RESTORE = "restore a backup: ovop restore FILE"
# What the work has done wrong: the same row twice, a value too long, a table that is not there.
_OF_THE_WORK = (
    exc.IntegrityError, exc.DataError, exc.ProgrammingError, exc.NotSupportedError,
    sqlite3.IntegrityError, sqlite3.DataError, sqlite3.ProgrammingError, sqlite3.NotSupportedError,
)  # fmt: skip
# Everything else that a driver raises is the database's; so is memory that runs out, a pool without a connection, and
# SQLite's own words for what is wrong where they quote letters that are none.
_OF_THE_DATABASE = (exc.DBAPIError, exc.TimeoutError, sqlite3.Error, MemoryError, UnicodeDecodeError)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
# PostgreSQL's data_corrupted and index_corrupted.
_CORRUPTED = ("XX001", "XX002")
# PostgreSQL's undefined_table and undefined_column.
_UNDEFINED = ("42P01", "42703")
# SQLite's driver, of a text that is none; what follows " with text " is what stands there: perhaps somebody's words.
_NO_TEXT, _WORDS = "Could not decode", " with text "


class StoreTrouble(Exception):
    """The database is in trouble (locked, full, gone, damaged): the work is fine and can be tried again.

    `reason` holds no values. `damaged`: it will not get well by itself. `of_a_statement`: the database may be well, and
    what was asked of it wrong; SQLite has one word for a table that is gone and for a slip in our SQL. `of_a_row`: the
    rest of the database may be well.
    """

    def __init__(
        self, reason: str, *, damaged: bool = False, of_a_statement: bool = False, of_a_row: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason, self.damaged, self.of_a_statement, self.of_a_row = reason, damaged, of_a_statement, of_a_row

    @property
    def of_one(self) -> bool:
        """Whether it is one person's: everybody else can go on."""
        return self.of_a_statement or self.of_a_row

    @property
    def sentence(self) -> str:
        """What it is and what to do, for the operator."""
        if self.of_a_row:
            return f"A row of the database is damaged ({self.reason}); see which: ovop doctor; then {RESTORE}"
        if self.damaged:
            return f"The database is damaged ({self.reason}); {RESTORE}"
        return f"The database is in trouble: {self.reason}. See: ovop doctor"


@contextmanager
def told_apart() -> Iterator[None]:
    """What is the database's trouble inside is raised as StoreTrouble, everything else as it is."""
    try:
        yield
    except Exception as error:
        if (trouble := trouble_of(error)) is None:
            raise
        raise trouble from None


def trouble_of(error: BaseException) -> StoreTrouble | None:
    """The database's trouble behind an error; None when it is not the database's."""
    if isinstance(error, StoreTrouble):
        return error
    if isinstance(error, _OF_THE_WORK) or not isinstance(error, _OF_THE_DATABASE):
        return None
    raised = error.orig if isinstance(error, exc.DBAPIError) else error
    reason = str(raised).partition("\n")[0].partition(_WORDS)[0].rstrip(".")
    of_a_statement = getattr(raised, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
    damaged = _is_damage(raised)
    of_a_row = str(raised).startswith(_NO_TEXT)
    return StoreTrouble(
        reason or type(raised).__name__, damaged=damaged, of_a_statement=of_a_statement, of_a_row=of_a_row
    )


def is_of_one(error: BaseException) -> bool:
    """Whether an error that work for many has met is the trouble of one of them: a row that holds what nobody has
    written, or what such a value has led to. Not what would stop the work for any other.
    """
    trouble = trouble_of(error)
    return trouble.of_a_row if trouble is not None else not names_nothing(error)


def names_nothing(error: BaseException) -> bool:
    """Whether a statement names what is not there: our slip, or a table that is gone."""
    raised = error.orig if isinstance(error, exc.DBAPIError) else error
    return getattr(raised, "sqlstate", None) in _UNDEFINED


def _is_damage(raised: BaseException | None) -> bool:
    # the lower byte: the others say more precisely where
    code = getattr(raised, "sqlite_errorcode", 0) & 0xFF
    if isinstance(raised, UnicodeDecodeError):
        return True
    return code in _DAMAGED or getattr(raised, "sqlstate", None) in _CORRUPTED or str(raised).startswith(_NO_TEXT)
