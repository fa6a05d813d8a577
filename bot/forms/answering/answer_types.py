"""Checks that an answer is of its question's type; what the form itself asks for (constraint, required) is checked in
session.py.
"""

import math
import re
from datetime import date, datetime, time
from decimal import Decimal

from bot.forms.answering.consequences import NO, YES
from bot.forms.errors import Reason, Refused
from bot.forms.xform.model import Field, Kind
from bot.forms.xpath.env import Env
from bot.forms.xpath.values import number_string

_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:\d{1,18}(?:\.\d*)?|\.\d+)", re.ASCII)
_LONGEST = 10_000


def checked(one: Field, value: str, env: Env) -> str:
    """`value` (an ODK string, not blank) as it is kept; raises Refused if it is not of the question's type or among
    its choices.
    """
    match one.kind:
        case Kind.INTEGER:
            return _whole(value)
        case Kind.DECIMAL:
            return _decimal(value)
        case Kind.RANGE:
            return _in_range(one, value)
        case Kind.DATE | Kind.TIME | Kind.DATETIME:
            return _moment(one.kind, value)
        case Kind.SELECT_ONE:
            return _chosen(one, [value], env)
        case Kind.SELECT_MULTIPLE:
            return _chosen(one, value.split(), env)
        case Kind.RANK:
            return _ranked(one, value, env)
        case Kind.GEOPOINT:
            return _place(value)
        case Kind.REPEAT:
            return _one_of(value, (YES, NO))
        case Kind.ACKNOWLEDGE:
            return _one_of(value, ("OK",))
    if len(value) > _LONGEST:
        raise Refused(Reason.TYPE)
    return value


def _whole(value: str) -> str:
    if not _WHOLE.fullmatch(value):
        raise Refused(Reason.TYPE)
    return str(int(value))


def _decimal(value: str) -> str:
    if not _DECIMAL.fullmatch(value):
        raise Refused(Reason.TYPE)
    exact = format(Decimal(value), "f")
    kept = exact.rstrip("0").rstrip(".") if "." in exact else exact
    return "0" if kept in ("", "-0", "-") else kept


def _in_range(one: Field, value: str) -> str:
    kept = _whole(value) if one.integral else _decimal(value)
    low, high, step = one.limits or (-math.inf, math.inf, 1.0)
    steps = (float(kept) - low) / step
    if not low <= float(kept) <= high or abs(steps - round(steps)) > 1e-6:
        raise Refused(Reason.CHOICE)
    return kept


def _moment(kind: Kind, value: str) -> str:
    read = {Kind.DATE: date.fromisoformat, Kind.TIME: time.fromisoformat, Kind.DATETIME: datetime.fromisoformat}[kind]
    try:
        read(value)
    except ValueError as error:
        raise Refused(Reason.TYPE) from error
    return value


def _chosen(one: Field, names: list[str], env: Env) -> str:
    unique = list(dict.fromkeys(names))
    choices = one.choices
    if choices is None or not unique:
        raise Refused(Reason.CHOICE)
    if len(unique) == 1:
        there = choices.holds(unique[0], env)
    else:
        there = choices.names(env).issuperset(unique)
    if not there:
        raise Refused(Reason.CHOICE)
    return " ".join(unique)


def _ranked(one: Field, value: str, env: Env) -> str:
    names = value.split()
    if one.choices is None or len(set(names)) != len(names) or set(names) != one.choices.names(env):
        raise Refused(Reason.CHOICE)
    return " ".join(names)


def _place(value: str) -> str:
    """ODK's geopoint: latitude, longitude, and if known altitude and accuracy in metres."""
    parts = value.split()
    if not 2 <= len(parts) <= 4 or not all(_DECIMAL.fullmatch(part) for part in parts):
        raise Refused(Reason.TYPE)
    latitude, longitude, *rest = map(float, parts)
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise Refused(Reason.TYPE)
    return " ".join([*parts[:2], *map(number_string, rest), *["0"] * (2 - len(rest))])


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise Refused(Reason.CHOICE)
    return value
