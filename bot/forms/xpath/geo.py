"""ODK's functions of places on earth: area(), distance() and geofence(), by the formulas of ODK Web Forms.

Places are texts "latitude longitude altitude accuracy"; lines and shapes have several of them with ; between.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from bot.forms.xpath.values import NAN, Value, number, values

_RADIUS = 6_378_100  # of the earth at the equator, in metres, as ODK has it
Point = tuple[float, float]  # latitude and longitude, in degrees


def area(*arguments: Value) -> float:
    """Square metres of a shape, or of the places of a repeat in their order; 0 for fewer than three of them."""
    points = _points(arguments) or []
    if len(points) < 3:
        return 0.0
    if points[0] != points[-1]:
        points = [*points, points[0]]
    total = 0.0
    for (south, west), (north, east) in pairwise(points):
        total += math.radians(east - west) * (2 + math.sin(math.radians(north)) + math.sin(math.radians(south)))
    return _to_centimetres(abs(total) * _RADIUS * _RADIUS / 2)


def distance(*arguments: Value) -> float:
    """Metres along a line, or from place to place of a repeat; NaN where there are no two places."""
    points = _points(arguments)
    if points is None or len(points) < 2:
        return NAN
    return _to_centimetres(math.fsum(_between(*two) for two in pairwise(points)))


def geofence(point: Value, shape: Value) -> bool:
    """Whether a place is within a closed shape."""
    places, corners = _points([point]), _points([shape])
    if not places or not corners or len(corners) < 2 or corners[0] != corners[-1]:
        return False
    north, east = places[0]
    inside = False
    for (before, west), (after, here) in pairwise(corners):
        crosses = (after > north) != (before > north)
        if crosses and east < (west - here) * (north - after) / (before - after) + here:
            inside = not inside
    return inside


def _points(arguments: Iterable[Value]) -> list[Point] | None:
    """All places in order, None if one of them is none."""
    found: list[Point] = []
    for text in (text for argument in arguments for text in values(argument)):
        for part in text.strip().rstrip("; ").split(";"):
            place = _point(part.split())
            if place is None:
                return None
            found.append(place)
    return found


def _point(parts: Sequence[str]) -> Point | None:
    if not 2 <= len(parts) <= 4:
        return None
    latitude, longitude = number(parts[0]), number(parts[1])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _between(one: Point, other: Point) -> float:
    north, south = math.radians(one[0]), math.radians(other[0])
    turn = math.radians(one[1] - other[1])
    cosine = math.sin(north) * math.sin(south) + math.cos(north) * math.cos(south) * math.cos(turn)
    return math.acos(max(-1.0, min(1.0, cosine))) * _RADIUS


def _to_centimetres(length: float) -> float:
    return math.floor(length * 100 + 0.5) / 100
