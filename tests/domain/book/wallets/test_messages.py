"""Messages of wallets and banks: what moved, with whom, the fee, what is left; and what is no entry."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot import i18n
from bot.domain.book import About, Known, Reason, Unread
from bot.domain.book.reading.secret import is_secret
from bot.domain.book.wallets import Notice, read_notice
from bot.i18n import Money

FOLDER = Path(__file__).parent
LOCALES = i18n.locales(Path(__file__).parents[4] / "locales")
TODAY = date(2026, 11, 24)
BY_SHAPE = {"unknown", "bKash", "MTN MoMo"}
NONE = {"failed": Reason.FAILED, "no_payment": Reason.NO_PAYMENT}


@dataclass(frozen=True, slots=True)
class Case:
    provider: str
    language: str
    currency: str
    says: str
    does: str
    amount: str = ""
    fee: str = ""
    balance: str = ""
    who: str = ""
    day: str = ""

    def __str__(self) -> str:
        return f"{self.provider} {self.does} {self.says[:40]!r}"

    @property
    def text(self) -> str:
        return self.says.replace("\\n", "\n")


def cases() -> list[Case]:
    lines = (FOLDER / "messages.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [Case(*line.split("\t")) for line in lines]


@pytest.mark.parametrize("case", cases(), ids=str)
def test_messages(case: Case) -> None:
    found = read_notice(case.text, LOCALES[case.language], case.currency, TODAY, Known())
    if case.does in NONE:
        assert found == Unread(NONE[case.does])
    elif case.does == "secret":
        assert found == Unread(Reason.SECRET) or (found is None and is_secret(case.text, case.language))
    else:
        assert isinstance(found, Notice)
        first, fee = found.choices[0], found.fee
        said = first.direction, first.amount, first.who, first.day
        day = date.fromisoformat(case.day) if case.day else TODAY
        assert said == (case.does, money(case.amount, case.currency), case.who, day)
        assert (fee and fee.amount) == money(case.fee, case.currency)
        assert found.held == money(case.balance, case.currency)
        assert bool(found.mark)
        assert all(one.amount == first.amount for one in found.choices)
        # its provider's own words are confirmed; what is known by its shape alone is asked
        assert found.about is (About.DIRECTION if case.provider in BY_SHAPE else About.SURE)


def money(whole: str, currency: str) -> Money | None:
    return Money.of(Decimal(whole), currency) if whole else None
