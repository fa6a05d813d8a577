"""A report for a large group is sent in few statements: each member adds three, not one for each thing about her."""

from decimal import Decimal
from typing import Any

from sqlalchemy import event

from bot.domain.groups.report import Row, Said, State
from bot.services.groups.report import sending
from bot.services.groups.report.sending import Outcome, Report
from bot.store.engine.sync import writing
from tests.services.groups.report.test_reporting import KARTIK, LOCALE, begin, cooperative
from tests.services.village import NOW, nepal

A_MEMBER, BESIDES = 3, 30


def test_each_member_adds_three_statements(sqlite_url: str) -> None:
    many = 60
    with writing(sqlite_url) as connection:
        names = [f"Member{chr(97 + at // 26)}{chr(97 + at % 26)} Rai" for at in range(many)]
        group, leader = cooperative(connection, *names)
        roster = begin(connection, group, leader).roster
        rows = [Row(State.CLEAR, (one.id,), Said.FIGURES, (Decimal(900),)) for one in roster]
        said: list[str] = []

        def heard(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            said.append(statement)

        event.listen(connection.engine, "before_cursor_execute", heard)
        report = Report(group, KARTIK, rows, 1, NOW, "en")
        assert sending.send(connection, nepal(), leader, report, LOCALE, NOW) == Outcome(many, 0, 0, 0)
        event.remove(connection.engine, "before_cursor_execute", heard)
    assert len(said) <= A_MEMBER * many + BESIDES
