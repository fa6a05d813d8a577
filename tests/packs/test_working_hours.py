"""When staff work, as a pack says it: whole, in part, or not at all."""

import tomllib
from datetime import date

from bot.domain.programme import USUAL_HOURS
from bot.packs.problems import Report
from bot.packs.settings_file import Section
from bot.packs.working_hours import read_working_hours


def read(text: str) -> object:
    report = Report("programme.toml")
    found = read_working_hours(Section(tomllib.loads(text), "working_hours", {}, report))
    assert not report.problems
    return found


def test_what_is_left_out_is_the_usual() -> None:
    assert read_working_hours(None) == USUAL_HOURS == read("")
    assert USUAL_HOURS.days == {1, 2, 3, 4, 5} and (USUAL_HOURS.first, USUAL_HOURS.until) == (8, 16)


def test_a_week_from_sunday_to_friday_with_a_holiday() -> None:
    found = read('days = [1, 2, 3, 4, 5, 7]\nfrom = 10\nuntil = 17\nholidays = ["2026-10-20"]')
    assert (found.days, found.first, found.until) == ({1, 2, 3, 4, 5, 7}, 10, 17)  # type: ignore[attr-defined]
    assert found.holidays == {date(2026, 10, 20)}  # type: ignore[attr-defined]
