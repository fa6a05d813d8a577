"""From where somebody asks: whatever a client writes into its headers, it is counted as what it is."""

import pytest
from starlette.requests import Request

from web.readers import Readers

LOCAL, FAR = "127.0.0.1", "203.0.113.9"
PUBLIC = "8.8.8.8"


def asked(peer: str, *forwarded: str) -> Request:
    headers = [(b"x-forwarded-for", one.encode()) for one in forwarded] + [(b"forwarded", b"for=6.6.6.6")]
    headers.append((b"x-real-ip", b"6.6.6.6"))
    return Request({"type": "http", "headers": headers, "client": (peer, 1) if peer else None})


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "address"),
    [
        (0, PUBLIC, (), PUBLIC),
        (0, PUBLIC, ("6.6.6.6",), PUBLIC),
        (0, LOCAL, ("6.6.6.6",), LOCAL),
        (1, LOCAL, (FAR,), FAR),
        # what the client has written stands to the left of what our web server has seen
        (1, LOCAL, (f"6.6.6.6, {FAR}",), FAR),
        (1, LOCAL, ("6.6.6.6", FAR), FAR),
        (1, LOCAL, ("6.6.6.6, 7.7.7.7", f"5.5.5.5 ,{FAR}"), FAR),
        (2, LOCAL, (f"6.6.6.6, {FAR}, 10.0.0.2",), FAR),
        (2, LOCAL, (FAR,), LOCAL),
        (1, LOCAL, (), LOCAL),
        (1, "172.18.0.5", (FAR,), FAR),
        (1, "::1", (FAR,), FAR),
        # somebody who comes past our web server
        (1, PUBLIC, ("6.6.6.6",), PUBLIC),
        (1, "", (FAR,), FAR),
        (0, "", (), ""),
    ],
)
def test_no_address_is_believed_that_the_asker_can_write(
    proxies: int, peer: str, forwarded: tuple[str, ...], address: str
) -> None:
    assert Readers(proxies).address(asked(peer, *forwarded)) == address


def test_a_web_server_that_is_not_told_of_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    readers = Readers(0)
    for _ in range(3):
        readers.address(asked(LOCAL, FAR))
    readers.address(asked(LOCAL))
    assert [record.message for record in caplog.records] == [
        "a web server stands before ours, and OVOP_WEB_PROXIES is 0: all readers look like one"
    ]
