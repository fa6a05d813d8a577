"""Times of day as people type them."""

from datetime import time

import pytest

from bot.i18n import Ask, Read, Reason, Unread, read_time


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14:30", Read(time(14, 30))),
        ("2.30 pm", Read(time(14, 30))),
        ("2pm", Read(time(14))),
        ("12 am", Read(time(0))),
        ("12:15 pm", Read(time(12, 15))),
        ("๑๔.๓๐ น.", Read(time(14, 30))),
        ("บ่าย 2 โมง", Read(time(14))),
        ("बिहान ८ बजे", Read(time(8))),
        ("साँझ ६:३०", Read(time(18, 30))),
        ("8 madzulo", Read(time(20))),
        ("08:00", Read(time(8))),
        ("8", Ask((time(8), time(20)))),
        ("24:00", Read(time(0))),
        ("25:00", Unread(Reason.NOT_A_TIME)),
        ("12:75", Unread(Reason.NOT_A_TIME)),
        ("soon", Unread(Reason.NOT_A_TIME)),
        ("", Unread(Reason.EMPTY)),
    ],
)
def test_times(typed: str, meant: object) -> None:
    assert read_time(typed) == meant
