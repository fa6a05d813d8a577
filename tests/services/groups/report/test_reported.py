"""What was reported month by month, for the sheet and for the picture of a meeting."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.domain.groups.report import Row, Said, State
from bot.i18n import load_catalogues
from bot.services.groups.members import adding
from bot.services.groups.members.adding import NewMember
from bot.services.groups.paper import slips
from bot.services.groups.paper.cards import Which
from bot.services.groups.paper.group_picture import SalesOf, Sold
from bot.services.groups.paper.papers import Words, slip
from bot.services.groups.paper.sheet import Before
from bot.services.groups.report import reported, sending
from bot.services.groups.report.sending import Report
from bot.services.loaded_packs import LoadedPacks
from bot.store.engine.sync import writing
from bot.store.groups.members import members
from bot.store.groups.members.members import Left
from tests.services.groups.members.test_adding import TOLD
from tests.services.groups.report.test_reporting import KARTIK, LOCALE, begin, cooperative
from tests.services.village import NOW, SITA, nepal, settle

ASHWIN = date(2026, 9, 17)


def packs() -> LoadedPacks:
    return LoadedPacks({nepal().programme.code: nepal()}, load_catalogues())


def test_each_month_has_what_was_said_of_each_in_it(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = cooperative(connection, "Malee Rai", "Lek Rai", "Gita Rai")
        ids = {one.given: one.id for one in begin(connection, group, leader).roster}
        for number, (month, text) in enumerate(((ASHWIN, "Malee 1000, Lek 500"), (KARTIK, "Malee 1200, Gita nothing"))):
            rows = [row for row in begin(connection, group, leader).read(text).rows if row.state is State.CLEAR]
            one = Report(group, month, rows, number + 1, NOW - timedelta(days=30 - number), "en")
            sending.send(connection, nepal(), leader, one, LOCALE, NOW)
        assert reported.figures(connection, group, ASHWIN, ["sales"]) == {
            ids["Malee"]: Before([Decimal(1000)]),
            ids["Lek"]: Before([Decimal(500)]),
        }
        assert reported.figures(connection, group, KARTIK, ["sales", "produced"]) == {
            ids["Malee"]: Before([Decimal(1200), None]),
            ids["Gita"]: Before([Decimal(0), None]),
        }
        assert reported.figures(connection, group, date(2026, 8, 17), ["sales"]) == {}
        sold = reported.selling(packs())
        assert sold(connection, group, KARTIK) == SalesOf(Sold(ASHWIN, 150_000, 2, 3), Sold(KARTIK, 120_000, 2, 3))
        assert sold(connection, group, ASHWIN) == SalesOf(None, Sold(ASHWIN, 150_000, 2, 3))
        assert sold(connection, group, date(2026, 8, 17)) is None


def test_who_was_absent_is_in_no_sum(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = cooperative(connection, "Malee Rai", "Lek Rai")
        ids = [one.id for one in begin(connection, group, leader).roster]
        rows = [Row(State.CLEAR, (ids[0],), Said.FIGURES, (Decimal(900),)), Row(State.CLEAR, (ids[1],), Said.ABSENT)]
        sending.send(connection, nepal(), leader, Report(group, KARTIK, rows, 1, NOW, "en"), LOCALE, NOW)
        found = reported.selling(packs())(connection, group, KARTIK)
        assert found is not None and replace(found.now, members=0) == Sold(KARTIK, 90_000, 1, 0)


def test_each_month_has_the_members_of_its_own_time(database_url: str) -> None:
    """Who comes later, who has left since, and who is not confirmed."""
    with writing(database_url) as connection:
        group, leader = cooperative(connection, "Malee Rai", "Lek Rai", "Gita Rai")
        ids = {one.given: one.id for one in begin(connection, group, leader).roster}

        def report(month: date, text: str, at: datetime) -> None:
            rows = [row for row in begin(connection, group, leader).read(text).rows if row.state is State.CLEAR]
            sending.send(connection, nepal(), leader, Report(group, month, rows, at.day, at, "en"), LOCALE, NOW)

        report(ASHWIN, "Malee 1000, Lek 500", NOW - timedelta(days=30))
        members.leave(connection, group, ids["Lek"], Left.LEFT, NOW - timedelta(days=20))
        for name, days in (("Sita Rai", 15), ("Mina Rai", 2)):
            told = replace(TOLD, on=date(2026, 5, 1))
            adding.add(connection, nepal(), group, NewMember(name), told, "person 9", NOW - timedelta(days=days))
        waits = settle(connection, SITA)
        members.join(connection, group, waits, NOW - timedelta(days=40))
        report(KARTIK, "Malee 1200", NOW)
        found = reported.selling(packs())(connection, group, KARTIK)
        assert found == SalesOf(Sold(ASHWIN, 150_000, 2, 3), Sold(KARTIK, 120_000, 1, 4))
        # of somebody who came later it was reported after all
        report(ASHWIN, "Sita 200", NOW)
        found = reported.selling(packs())(connection, group, ASHWIN)
        assert found is not None and (found.now.answered, found.now.members) == (3, 4)


def test_her_slip_has_what_was_reported_last_and_room_to_say_whether_it_is_right(sqlite_url: str) -> None:
    words = Words("Sunrise", nepal(), load_catalogues(), lambda payload: payload)
    with writing(sqlite_url) as connection:
        group, leader = cooperative(connection, "Malee Rai", "Lek Rai", "Gita Rai")
        for number, (month, text) in enumerate(
            ((ASHWIN, "Malee 1000, Lek 500"), (KARTIK, "Malee 1200, Gita nothing, Lek absent"))
        ):
            rows = [row for row in begin(connection, group, leader).read(text).rows if row.state is State.CLEAR]
            sending.send(connection, nepal(), leader, Report(group, month, rows, number + 1, NOW, "en"), LOCALE, NOW)
        here = (connection, leader, group, Which.ALL, nepal().programme)
        drawn = {one.member.name: slip(one, words).facts for one in slips.drawn(*here, reported.last(nepal()))}
        without = [slip(one, words).facts for one in slips.drawn(*here)]
    said = {name: facts[-1] for name, facts in drawn.items()}
    label = words.say("ne", "Reported for me")
    assert said["Malee Rai"] == (label, "कात्तिक २०८३: रु १,२००। ठीक छ: छ / छैन")
    assert said["Gita Rai"] == (label, "कात्तिक २०८३: रु ०। ठीक छ: छ / छैन")
    assert said["Lek Rai"][0] != label, "she was not there, and older figures are not this month's"
    assert all(label not in dict(facts) for facts in without)
