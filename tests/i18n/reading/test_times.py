"""Times of day as people type them."""

from collections.abc import Mapping
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import Ask, Locale, Read, Reason, Unread, read_time
from bot.i18n.catalogues import format_value

CASES = {
    "en": [
        ("14:30", Read(time(14, 30))),
        ("2.30 pm", Read(time(14, 30))),
        ("2pm", Read(time(14))),
        ("12 am", Read(time(0))),
        ("12:15 pm", Read(time(12, 15))),
        ("08:00", Read(time(8))),
        ("14h30", Read(time(14, 30))),
        ("08:30:00", Read(time(8, 30))),
        ("8", Ask((time(8), time(20)))),
        ("24:00", Read(time(0))),
        ("25:00", Unread(Reason.NOT_A_TIME)),
        ("12:75", Unread(Reason.NOT_A_TIME)),
        ("half past 2 pm", Read(time(14, 30))),
        ("half past 8", Ask((time(8, 30), time(20, 30)))),
        ("quarter to 9 pm", Read(time(20, 45))),
        ("10 to 9 am", Read(time(8, 50))),
        ("ten past eight", Ask((time(8, 10), time(20, 10)))),
        ("eight thirty", Ask((time(8, 30), time(20, 30)))),
        ("noon", Read(time(12))),
        ("2 at night", Read(time(2))),
        ("11 at night", Read(time(23))),
        ("8 hrs", Read(time(8))),
        ("yesterday at 2:30 pm", Ask((time(14, 30),))),
        ("14 am", Unread(Reason.NOT_A_TIME)),
        ("1 and 3", Unread(Reason.NOT_A_TIME)),
        ("3 1 2", Unread(Reason.NOT_A_TIME)),
        ("soon", Unread(Reason.NOT_A_TIME)),
        ("", Unread(Reason.EMPTY)),
    ],
    "th": [
        ("๑๔.๓๐ น.", Read(time(14, 30))),
        ("บ่าย 2 โมง", Read(time(14))),
        ("สองทุ่มครึ่ง", Read(time(20, 30))),
        ("ตีห้า", Read(time(5))),
        ("หกโมงเช้า", Read(time(6))),
        ("8 โมง", Read(time(8))),
        ("6 โมง", Ask((time(6), time(18)))),
        ("แปดโมงสามสิบ", Read(time(8, 30))),
        ("4 โมงเย็น", Read(time(16))),
        ("เที่ยงครึ่ง", Read(time(12, 30))),
        ("บ่ายโมงครึ่ง", Read(time(13, 30))),
        ("เที่ยงคืน", Read(time(0))),
        ("18 น.", Read(time(18))),
    ],
    "ne": [
        ("बिहान ८ बजे", Read(time(8))),
        ("साँझ ६:३०", Read(time(18, 30))),
        ("बिहान साढे आठ बजे", Read(time(8, 30))),
        ("सवा नौ बजे बिहान", Read(time(9, 15))),
        ("पौने दस बजे", Ask((time(9, 45), time(21, 45)))),
        ("राति २ बजे", Read(time(2))),
        ("राति १० बजे", Read(time(22))),
        ("बिहान ८ बजेर १५ मिनेट", Read(time(8, 15))),
        ("bihana 8 baje", Read(time(8))),
    ],
    "ny": [
        ("8 madzulo", Read(time(20))),
        ("8 koloko ndi theka m'mawa", Read(time(8, 30))),
        ("khumi ndi ziwiri masana", Read(time(12))),
        ("usiku 2 koloko", Read(time(2))),
    ],
}


@pytest.mark.parametrize(
    ("language", "typed", "meant"), [(language, *case) for language, cases in CASES.items() for case in cases]
)
def test_times(every: Mapping[str, Locale], language: str, typed: str, meant: object) -> None:
    assert read_time(typed, every[language]) == meant


@given(moment=st.times())
def test_what_is_written_is_read(every: Mapping[str, Locale], moment: time) -> None:
    whole = moment.replace(second=0, microsecond=0)
    for locale in every.values():
        assert read_time(format_value(whole, locale), locale) == Read(whole)
