"""How often the public pages may be asked: by one address, and by all together; what is asked too often is refused."""

import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many a second for ever."""

    burst: float
    a_second: float


EACH = Rate(burst=20, a_second=1 / 3)
ALL = Rate(burst=100, a_second=20)
# Addresses that are remembered; those that have asked least lately are forgotten first.
MOST = 10_000
# In IPv6 everybody has as many addresses as they like; the network is what one pays for.
NETWORK = 64


class Limits:
    """Counts askers. `clock`: seconds that only run forward."""

    def __init__(self, each: Rate = EACH, everybody: Rate = ALL, clock: Callable[[], float] = time.monotonic) -> None:
        self._each, self._everybody, self._clock = each, everybody, clock
        self._askers: dict[str, tuple[float, float]] = {}
        self._together = (everybody.burst, clock())

    def allows(self, address: str) -> bool:
        """Whether this one is answered; it counts if so."""
        now, asker = self._clock(), _network(address)
        hers = _left(self._askers.get(asker, (self._each.burst, now)), self._each, now)
        together = _left(self._together, self._everybody, now)
        allowed = hers >= 1 and together >= 1
        # last in the dict: asked last
        self._askers.pop(asker, None)
        self._askers[asker] = (hers - allowed, now)
        self._together = (together - allowed, now)
        if len(self._askers) > MOST:
            del self._askers[next(iter(self._askers))]
        return allowed


def _left(before: tuple[float, float], rate: Rate, now: float) -> float:
    tokens, at = before
    return min(rate.burst, tokens + (now - at) * rate.a_second)


def _network(address: str) -> str:
    """Of an IPv6 address its network; whatever is no address stands for itself."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return address
    return str(ipaddress.ip_network((known, NETWORK), strict=False))
