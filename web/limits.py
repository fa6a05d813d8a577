"""How often the public page may be asked. Wrong codes count, right ones do not: who guesses is refused, not who reads.

Nobody guesses a code (69 bits); what is bounded is the work that asking makes.
"""

import ipaddress
import time

from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

# Of one address: looks at the database, whatever comes of them; and wrong codes, after which they are told no more.
LOOKS, WRONG = RateLimitItemPerSecond(10), RateLimitItemPerMinute(20)
# Looks of all who have typed too many wrong codes, together.
TOGETHER = RateLimitItemPerSecond(20)
# In IPv6 everybody has as many addresses as they like; a site's network is what one pays for.
NETWORK = 48


class Limits:
    """Counts askers by their addresses."""

    def __init__(
        self, looks: RateLimitItem = LOOKS, wrong: RateLimitItem = WRONG, together: RateLimitItem = TOGETHER
    ) -> None:
        self._looks, self._wrong, self._together = looks, wrong, together
        self._storage = MemoryStorage()
        self._counted = FixedWindowRateLimiter(self._storage)
        self._last = time.time()

    def may_look(self, address: str) -> bool:
        """Whether a code is looked up for this one; it counts if so."""
        self._begin_anew_if_the_clock_has()
        asker = _network(address)
        if not self._counted.test(self._wrong, asker) and not self._counted.hit(self._together):
            return False
        return self._counted.hit(self._looks, asker)

    def may_fail(self, address: str) -> bool:
        """A code was wrong: whether this one is told so, or to wait. It counts."""
        return self._counted.hit(self._wrong, _network(address))

    def _begin_anew_if_the_clock_has(self) -> None:
        """The library goes by the wall clock: set back, whoever was refused would be refused until then."""
        now = time.time()
        if now < self._last:
            self._storage.reset()
        self._last = now


def _network(address: str) -> str:
    """Of an IPv6 address its network; whatever is no address stands for itself."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(known, ipaddress.IPv6Address):
        return str(known.ipv4_mapped or ipaddress.ip_network((known, NETWORK), strict=False))
    return address
