"""The figures of a statement as JSON, as they are kept from the day of issue on, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from bot.domain.book import Source, Sums
from bot.domain.book.statement import Figures, Kept, MonthFigures, Owing, Period
from bot.i18n import Calendar

Json = dict[str, Any]


def figures_to(figures: Figures) -> Json:
    """Money in minor units, days as ISO dates."""
    return {
        "period": _period_to(figures.period),
        "currency": figures.currency,
        "calendar": figures.calendar.value,
        "began": _day_to(figures.began),
        "opening": figures.opening,
        "months": [_month_to(month) for month in figures.months],
        "kept": _kept_to(figures.kept),
        "to_her": _owing_to(figures.to_her),
        "by_her": _owing_to(figures.by_her),
        "loans": _owing_to(figures.loans),
        "lent": _owing_to(figures.lent),
        "bank": figures.bank,
        "wallet": figures.wallet,
    }


def figures_from(kept: Mapping[str, Any]) -> Figures:
    """What `figures_to` wrote; an earlier statement knew of no loans, nothing lent, and no money but in the box."""
    return Figures(
        period=_period_from(kept["period"]),
        currency=kept["currency"],
        calendar=Calendar(kept["calendar"]),
        began=_day_from(kept["began"]),
        opening=kept["opening"],
        months=tuple(_month_from(month) for month in kept["months"]),
        kept=_kept_from(kept["kept"]),
        to_her=_owing_from(kept["to_her"]),
        by_her=_owing_from(kept["by_her"]),
        loans=_owing_from(kept["loans"]) if "loans" in kept else Owing(),
        lent=_owing_from(kept["lent"]) if "lent" in kept else Owing(),
        bank=kept.get("bank", 0),
        wallet=kept.get("wallet", 0),
    )


def _month_to(month: MonthFigures) -> Json:
    return {
        "period": _period_to(month.period),
        "sums": asdict(month.sums),
        "days": month.days,
        "entries": month.entries,
        "changed": month.changed,
        "balance": month.balance,
    }


def _month_from(kept: Mapping[str, Any]) -> MonthFigures:
    return MonthFigures(**{**kept, "period": _period_from(kept["period"]), "sums": Sums(**kept["sums"])})


def _kept_to(kept: Kept) -> Json:
    gaps = [_period_to(gap) for gap in kept.gaps]
    return {**asdict(kept), "gaps": gaps, "sources": {source.value: number for source, number in kept.sources.items()}}


def _kept_from(kept: Mapping[str, Any]) -> Kept:
    gaps = tuple(_period_from(gap) for gap in kept["gaps"])
    return Kept(**{**kept, "gaps": gaps, "sources": {Source(name): n for name, n in kept["sources"].items()}})


def _owing_to(owing: Owing) -> Json:
    return {"amount": owing.amount, "people": owing.people, "since": _day_to(owing.since), "due": _day_to(owing.due)}


def _owing_from(kept: Mapping[str, Any]) -> Owing:
    return Owing(kept["amount"], kept["people"], _day_from(kept["since"]), _day_from(kept.get("due")))


def _period_to(period: Period) -> list[str]:
    return [period.first.isoformat(), period.last.isoformat()]


def _period_from(days: list[str]) -> Period:
    return Period(*map(date.fromisoformat, days))


def _day_to(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day_from(day: str | None) -> date | None:
    return None if day is None else date.fromisoformat(day)
