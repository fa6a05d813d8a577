"""What the values of an export are: a number, a day, a phone, a code; text that may not change, and text as it is."""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What stands in a column, as the codebook says it."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MONTH = "month"
    MOMENT = "moment"
    TIME = "time"
    YES_NO = "yes or no"
    CODE = "code"
    CODES = "codes"  # several, with spaces between
    PHONE = "phone"
    PLACE = "place"
    CALCULATED = "calculated"  # a number, a day or a text: the form does not say which
    ANSWER = "as the question"


class Exact(str):
    """Text that has to stay text, though it may look like a plain number: a phone."""

    __slots__ = ()


class AsItIs(str):
    """Text that looks like a date or a number and is known to be neither changed nor computed by a spreadsheet."""

    __slots__ = ()


_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
# What is worked out may be a number of somebody or something: no zero in front, and not long.
_FIGURE = re.compile(r"-?(0|[1-9][0-9]{0,10})(\.[0-9]{1,15})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T)?[0-9]{2}:[0-9]{2}(:[0-9.]+)?(Z|[+-][0-9]{2}:?[0-9]{2})?")
_PLACE = re.compile(r"-?[0-9]+(\.[0-9]+)?( -?[0-9]+(\.[0-9]+)?){1,3}")


def typed(value: Any, kind: Kind) -> Any:
    """A value that is kept as text, as what it is; what does not look like its kind stays text."""
    if not isinstance(value, str) or isinstance(value, Exact | AsItIs):
        return value
    match kind:
        case Kind.NUMBER:
            return Decimal(value) if _NUMBER.fullmatch(value) else value
        case Kind.DATE:
            return _date(value)
        case Kind.CALCULATED:
            return Decimal(value) if _FIGURE.fullmatch(value) else _date(value)
        case Kind.TIME:
            return AsItIs(value) if _TIME.fullmatch(value) else value
        case Kind.PLACE:
            return AsItIs(value) if _PLACE.fullmatch(value) else value
        case Kind.MONTH:
            return AsItIs(value) if _MONTH.fullmatch(value) else value
        case Kind.PHONE:
            return Exact(value)
        case _:
            return value


def _date(value: str) -> date | str:
    try:
        return date.fromisoformat(value) if _DATE.fullmatch(value) else value
    except ValueError:
        return value
