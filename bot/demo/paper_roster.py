"""The paper roster of the demo's group, taken up as an operator does: the group with its opening figures, and those
without a phone.
"""

import csv
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from bot.demo.members import NAME, names, told
from bot.demo.trade import load_trade
from bot.demo.year import Somebody
from bot.domain.evaluation.calendar import add_months
from bot.domain.groups.month import month_shown
from bot.i18n import Money
from bot.i18n.calendars import to_calendar
from bot.i18n.languages import SOURCE
from bot.packs import Pack
from bot.services.groups.importing.carrying_out import carry_out
from bot.services.groups.importing.cells import Cells
from bot.services.groups.importing.columns import columns
from bot.services.groups.importing.plan import plan
from bot.services.groups.importing.problems import Problems
from bot.services.groups.importing.roster import load
from bot.services.loaded_packs import LoadedPacks
from bot.services.work import Connection

BY = "demo"
MONTHS = 6
# So many days after its check-ins are due the group meets.
MEETS_AFTER = 2
MORNING = 9


def began(pack: Pack, today: date) -> date:
    """The day from which its months count: so that the newest check-in falls into the month that it talks about."""
    return add_months(min(today, month_shown(today, pack.programme.calendar)[1]), -MONTHS)


def take_up(connection: Connection, pack: Pack, loaded: LoadedPacks, today: date) -> None:
    """It was taken up on the day from which the group's months count."""
    day, problems = began(pack, today), Problems()
    moment = Somebody(0, 0, pack, pack.programme.languages[0]).at(day, MORNING)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "roster.csv"
        with file.open("w", newline="", encoding="utf-8") as sheet:
            writer = csv.DictWriter(sheet, list(columns()))
            writer.writerow({key: column.called(SOURCE) for key, column in columns().items()})
            writer.writerows(_rows(pack, day))
        roster = load(file, Cells.of(pack, loaded.catalogues, day), problems)
    wanted = plan(connection, pack, roster, problems)
    if problems.found:
        raise ValueError(f"the demo's roster: {problems.found[0]}")
    carry_out(connection, pack, wanted, BY, moment, lambda _at, _of: None)


def _rows(pack: Pack, day: date) -> Iterator[dict[str, str]]:
    programme, here = pack.programme, names(pack.programme.code)
    trade = load_trade(programme.code, programme.languages[0], programme.currency)
    sold = Money(trade.goods[0].price * told()["sold"], trade.currency).amount
    both = {"group": NAME, "product": trade.product, "figures_day": day.isoformat()}
    yield {
        **both, "area": trade.areas[-1], "inception": day.isoformat(),
        "meeting_day": str(_meeting_day(pack, day)), "members": str(told()["members_before"]),
        "loan_left": format(sold * told()["owed"], "f"),
    }  # fmt: skip
    for place in told()["without_phone"]:
        agreed = {"told_on": day.isoformat(), "told_how": "aloud", "told_before": here[0]}
        yield {**both, "member": here[place], **agreed} if place < len(here) else {}


def _meeting_day(pack: Pack, day: date) -> int:
    return to_calendar(add_months(day, MONTHS) + timedelta(days=MEETS_AFTER), pack.programme.calendar).day
