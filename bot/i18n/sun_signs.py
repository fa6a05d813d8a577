"""When the sun enters each sign of the zodiac, by the Surya Siddhanta: for months that nobody has published yet.

No rule gives exactly what Nepal's committee decides, but it reckons so. Of the months of 1975 to 2083, 1,178 of 1,308
come out as long as they were; of the last nine years, 105 of 108 begin on the right day.
"""

import math

SIGNS = 12

# Chapter I: revolutions of the sun, and civil days, in a great age. Chapter II: its apogee and its epicycle, in
# degrees; the epicycle is a third of a degree smaller at the quarters.
_REVOLUTIONS, _DAYS = 4_320_000, 1_577_917_828
_APOGEE, _EPICYCLE, _SMALLER = 77 + 17 / 60, 14, 20 / 60
YEAR = _DAYS / _REVOLUTIONS
"""Days of a sidereal year."""

# The Kali age began at midnight at Ujjain, 17 to 18 February 3102 BC (Julian), which is Julian day 588,465.5; `date`
# counts from 1,721,424.5.
_KALI = 588_465.5 - 1_721_424.5
_KALI_YEARS = 3044
"""Years of the Kali age that had passed when year 0 of Bikram Sambat began."""
_KATHMANDU = (85.32 - 75.77) / 360
"""How much earlier midnight is at Kathmandu than at Ujjain, in days."""


def month_begins(year: int, month: int) -> int:
    """The day on which that month (1 to 12) of a year of Bikram Sambat begins, as `date` counts days."""
    sign = month - 1
    moment = (year + _KALI_YEARS + sign / SIGNS) * YEAR
    for _ in range(8):  # each turn brings it thirty times nearer
        moment -= _between(_longitude(moment), sign * 360 / SIGNS) * YEAR / 360
    return math.floor(_KALI + moment + _KATHMANDU)


def _longitude(moment: float) -> float:
    """Where the sun is seen, in degrees, so many days after the Kali age began."""
    mean = moment / YEAR % 1 * 360
    from_apogee = math.sin(math.radians(_APOGEE - mean))
    epicycle = _EPICYCLE - _SMALLER * abs(from_apogee)
    return mean + math.degrees(math.asin(epicycle / 360 * from_apogee))


def _between(one: float, other: float) -> float:
    """From `other` to `one` on the nearer way, in degrees."""
    return (one - other + 180) % 360 - 180
