"""What an announcement asks is said by its author while it is a draft; nobody else, and not afterwards."""

from datetime import date

import pytest
from sqlalchemy import update

from bot.domain.people.roles import Reach, Role
from bot.domain.staff.announced import Asks, Question
from bot.domain.staff.announcement import State
from bot.services.roles import NotAllowed
from bot.services.staff.announced import around, asking
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.schema import announcement
from tests.services.groups.test_leading import somebody
from tests.services.staff.announced.sent import an_announcement, moment
from tests.services.village import found, nepal

YES_NO = Question(Asks.YES_NO)
CHOICES = Question(Asks.CHOICES, {"en": ("a", "b"), "ne": ("क", "ख")})


def asked(connection: Connection, number: int) -> Question | None:
    one = around.look(connection, number)
    return None if one is None else one.question


def test_it_is_kept_with_its_last_day_until_it_is_sent(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        author = somebody(connection, Reach(Role.OFFICER, "NP-D01"))
        number = an_announcement(connection, author, state=State.DRAFT)
        assert asked(connection, number) is None
        assert asking.languages(connection, author, nepal(), number) == ["en", "ne"]
        for question in (YES_NO, CHOICES):
            assert asking.put(connection, author, nepal(), number, question)
            assert asked(connection, number) == question
        assert asking.until(connection, author, nepal(), number, 3, moment(24))
        kept = asked(connection, number)
        assert kept is not None and (kept.choices, kept.ends_on) == (CHOICES.choices, date(2026, 11, 27))
        # at a quarter past midnight there it is the next day
        assert asking.until(connection, author, nepal(), number, 3, moment(24, 18).replace(minute=30))
        kept = asked(connection, number)
        assert kept is not None and kept.ends_on == date(2026, 11, 28)
        assert asking.until(connection, author, nepal(), number, 0, moment(24))
        assert asked(connection, number) == CHOICES
        assert asking.put(connection, author, nepal(), number, None) and asked(connection, number) is None
        assert not asking.until(connection, author, nepal(), number, 3, moment(24))
        connection.execute(update(announcement).values(state=State.GATHERING))
        assert not asking.put(connection, author, nepal(), number, YES_NO)
        assert asking.languages(connection, author, nepal(), number) == ()
        assert asked(connection, number) is None


def test_only_forms_outside_the_calendar_can_be_asked(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        author = somebody(connection, Reach(Role.ADMIN))
        number = an_announcement(connection, author, state=State.DRAFT)
        assert asking.put(connection, author, nepal(), number, Question(Asks.FORM, form="about_you"))
        for form in ("checkin", "group_checkin", "no such form"):
            assert not asking.put(connection, author, nepal(), number, Question(Asks.FORM, form=form))


@pytest.mark.parametrize("held", list(Role))
def test_nobody_else_says_what_it_asks(sqlite_url: str, held: Role) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        author = somebody(connection, Reach(Role.OFFICER))
        number = an_announcement(connection, author, state=State.DRAFT)
        other = somebody(connection, *([] if held is Role.MEMBER else [Reach(held)]))
        if held in (Role.OFFICER, Role.ADMIN):
            assert not asking.put(connection, other, nepal(), number, YES_NO)
            assert not asking.until(connection, other, nepal(), number, 3, moment(24))
        else:
            for does in (asking.put, asking.languages):
                with pytest.raises(NotAllowed):
                    does(connection, other, nepal(), number, *([YES_NO] if does is asking.put else []))  # type: ignore[operator]
        assert asked(connection, number) is None
