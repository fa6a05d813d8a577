"""The picture for a meeting and the link to be scanned: drawn in every script, as wide as a phone, small."""

import struct
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.evaluation.progress import Verdict
from bot.domain.groups.month import Standing
from bot.render.fonts import load_fonts
from bot.render.meeting import Bar, Count, MeetingPicture, Sales, meeting_picture
from bot.render.poster import Poster, poster_picture
from tests.render.squares import codes_in
from tests.render.statements import GROUP, NAME

FONTS = load_fonts()
MOST_BYTES = 110_000
TITLES = {"en": "Kampini Soya", "th": GROUP, "ne": NAME, "ny": "Gulu la Kampini"}
LINK = "https://t.me/ovop_malawi_bot?start=group_AbCdEfGhIjKlMnOpQrStUv"


def size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", png, 16)
    return width, height


def picture(language: str, members: int = 24, *, dots: bool = True, sold: bool = True) -> MeetingPicture:
    part = members // 6
    counts = [Count(one, f"{one}: {part}", part) for one in Standing] + [Count(None, "unknown", members - 5 * part)]
    bars = tuple(Bar(label, Decimal(n), f"K{n}", "20 of 22") for label, n in (("March", 120), ("October", 150)))
    sales = Sales("Sales", bars, "25% up", Verdict.BETTER) if sold else None
    note = "" if sold else "Not known yet."
    title = TITLES[language]
    return MeetingPicture(title, "October", "4 of 20", tuple(counts), dots, sales, note, "24 Nov 2026", language)


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize(("members", "sold"), [(6, False), (24, True), (300, True)])
def test_it_is_as_wide_as_a_phone_and_small(language: str, members: int, sold: bool) -> None:
    drawn = meeting_picture(picture(language, members, dots=members >= 10, sold=sold), FONTS)
    width, height = size(drawn)
    assert width == 720 and height <= 1280
    assert len(drawn) <= MOST_BYTES


def test_dots_take_room_and_are_left_out_where_nobody_asks_for_them() -> None:
    with_dots, without = (meeting_picture(picture("en", 9, dots=dots), FONTS) for dots in (True, False))
    assert size(with_dots)[1] > size(without)[1]


@pytest.mark.parametrize("values", [(0, 0), (-5, 10), (0, 10), (10**12, 1)])
def test_any_sums_are_drawn(values: tuple[int, int]) -> None:
    bars = tuple(Bar("March", Decimal(value), str(value), "") for value in values)
    assert size(meeting_picture(replace(picture("en"), sales=Sales("Sales", bars)), FONTS))[0] == 720


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=200))
def test_any_words_are_drawn(words: str) -> None:
    odd = replace(picture("th"), title=words, subtitle=words, answered=words, note=words, footer=words)
    assert size(meeting_picture(odd, FONTS))[0] == 720


@pytest.mark.parametrize("language", TITLES)
def test_the_link_is_read_back_by_a_camera(language: str) -> None:
    poster = Poster(TITLES[language], "One village", "Scan this", "Good until 31 May", LINK, language)
    drawn = poster_picture(poster, FONTS)
    assert size(drawn)[0] == 720 and len(drawn) <= MOST_BYTES
    assert codes_in(drawn) == [LINK]
