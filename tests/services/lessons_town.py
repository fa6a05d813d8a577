"""Three countries in which tips are sent, and what their tests ask of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.domain.book import Direction, Entry
from bot.domain.evaluation.nudges import local_day, quiet
from bot.packs.lessons import read_folder
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from tests.services.conftest import START
from tests.services.town import Member, Nudge, Town, pack, town

TH, NE, MW = "thailand-otop", "nepal-odop", "malawi-ovop"
SAMPLES = tuple(read_folder(Path(__file__).parents[1] / "packs/lessons", []))


@pytest.fixture
def place(database_url: str) -> Iterator[Town]:
    """Three countries with the three lessons of the samples; tips are sent."""
    packs = [replace(pack(code), lessons=SAMPLES) for code in (TH, NE, MW)]
    with town(database_url, START, packs) as made:
        made.tips = True
        yield made


def join(place: Town, code: str = TH, **more: Any) -> Member:
    return place.join(code, consent_version="1", **more)


def tips_of(place: Town, member: Member) -> list[Nudge]:
    return [one for one in place.nudges(member) if one.button.startswith("tip|")]


def days_of(place: Town, member: Member) -> list[date]:
    return [local_day(one.at, place.zone(member.code)) for one in tips_of(place, member)]


def titles(place: Town, member: Member) -> list[str]:
    return [one.text.splitlines()[0] for one in tips_of(place, member)]


def write(place: Town, member: Member, *lines: tuple[date, Direction, int], **more: Any) -> None:
    """She writes entries into her book, in whole units."""
    programme = place.programme(member.code)
    owner = Owner(member.producer, member.person, False, programme.currency)
    for day, direction, amount in lines:
        entry = Entry(book.new_id(place.now), day, direction, amount * 100, programme.currency, **more)
        place.run(book.add, owner, [entry], place.now)


def all_is_well(place: Town, member: Member) -> None:
    """At most one message a day, reminder or tip; none in quiet hours; a week between two tips."""
    zone, ladder = place.zone(member.code), place.programme(member.code).nudges
    every = [local_day(one.at, zone) for one in place.nudges(member)]
    assert len(every) == len(set(every))
    assert not any(quiet(one.at, zone, ladder) for one in place.nudges(member))
    days = days_of(place, member)
    assert all((after - before).days >= 7 for before, after in pairwise(days))
