"""From where somebody asks. No address is believed that the asker can write."""

import ipaddress
import logging

from starlette.requests import Request

log = logging.getLogger(__name__)

FORWARDED = "X-Forwarded-For"


class Readers:
    """`proxies`: how many web servers of ours stand before the web app, each adding the address that it has seen."""

    def __init__(self, proxies: int) -> None:
        self._proxies = proxies
        self._said = False

    def address(self, request: Request) -> str:
        """The asker's address: who has connected, or what our outermost web server has seen."""
        peer = request.client.host if request.client else ""
        # what stands further to the left has come with the request: anybody may have written it
        seen = [one.strip() for line in request.headers.getlist(FORWARDED) for one in line.split(",")]
        if not _is_ours(peer) or not seen:
            return peer
        if not self._proxies:
            self._say()
            return peer
        return seen[-self._proxies] if len(seen) >= self._proxies else peer

    def _say(self) -> None:
        if not self._said:
            self._said = True
            log.warning("a web server stands before ours, and OVOP_WEB_PROXIES is 0: all readers look like one")


def _is_ours(peer: str) -> bool:
    """Our web servers are on this machine or in a network of our own; who comes from elsewhere is none."""
    try:
        return not ipaddress.ip_address(peer).is_global
    except ValueError:
        # a socket of this machine has no address
        return True
