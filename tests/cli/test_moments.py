"""What commands write down goes by a clock that somebody vouches for: the bot's last sign of life, or Telegram."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from bot.clock import wall_clock
from bot.store.engine.sync import writing
from bot.store.evaluation import outages
from tests.cli.operator import Operator
from tests.services.village import MAYA, settle

TOKEN = "1000001:AAF-x_0123456789abcdefghijklmnopqrs"
SAID = "Nobody vouches for this machine's clock"
# Each command that writes a moment down, and where it stands then.
COMMANDS = {
    "invite member": "SELECT created_at FROM invitation",
    "confirm 1": "SELECT at FROM audit ORDER BY id DESC",
    "forget-silent --confirm": "SELECT at FROM audit WHERE action = 'forget silent'",
    "export {out}": "SELECT at FROM audit WHERE action = 'export'",
}


@pytest.fixture
def operator(operator: Operator) -> Operator:
    operator.begin("nepal-odop")
    with writing(f"sqlite+aiosqlite:///{operator.data / 'ovop.db'}") as connection:
        settle(connection, MAYA)
    operator.set("TOKEN", TOKEN)
    operator.set("API_URL", "http://127.0.0.1:9")
    return operator


def lived(operator: Operator, ago: timedelta) -> None:
    with writing(f"sqlite+aiosqlite:///{operator.data / 'ovop.db'}") as connection:
        outages.beat(connection, wall_clock() - ago)


@pytest.fixture
def telegram(operator: Operator) -> Iterator[None]:
    """Telegram, three days behind this machine."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b'{"ok": true, "result": {"username": "a_bot"}}'
            self.send_response_only(200)
            self.send_header("Date", format_datetime(wall_clock() - timedelta(days=3), usegmt=True))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        operator.set("API_URL", f"http://127.0.0.1:{server.server_address[1]}")
        yield
        server.shutdown()
        thread.join()


def ago(operator: Operator, command: str) -> timedelta:
    """How long ago, by this machine, what the command wrote down has happened."""
    with closing(sqlite3.connect(operator.data / "ovop.db")) as connection:
        (at,) = connection.execute(COMMANDS[command]).fetchone()
    return wall_clock() - datetime.fromisoformat(at).replace(tzinfo=UTC)


def run(operator: Operator, command: str) -> str:
    said = operator.run(command.format(out=operator.data / "out"))
    assert said.code == 0, said
    return said.err


@pytest.mark.parametrize("command", COMMANDS)
def test_where_the_bot_is_alive_its_time_is_this_machines(operator: Operator, command: str) -> None:
    lived(operator, timedelta(minutes=5))
    assert SAID not in run(operator, command)
    assert abs(ago(operator, command)) < timedelta(minutes=5)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.usefixtures("telegram")
def test_else_telegram_is_asked(operator: Operator, command: str) -> None:
    lived(operator, timedelta(days=3))
    assert SAID not in run(operator, command)
    assert abs(ago(operator, command) - timedelta(days=3)) < timedelta(minutes=5)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("sign", "written"), [(-40.5, -40.5), (40.5, 0)])
def test_where_nobody_knows_it_is_said(operator: Operator, command: str, sign: float, written: float) -> None:
    """A last sign of life that is still to come says that the clock is behind; one that is past says nothing."""
    lived(operator, timedelta(days=sign))
    assert f"{SAID}: the bot's last sign of life is 40 days away" in run(operator, command)
    assert abs(ago(operator, command) - timedelta(days=written)) < timedelta(minutes=5)


def test_a_bot_that_has_never_run_vouches_for_nothing_and_nothing_is_said(operator: Operator) -> None:
    assert SAID not in run(operator, "invite member")
    assert abs(ago(operator, "invite member")) < timedelta(minutes=5)
