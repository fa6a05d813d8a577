"""Photos of a paper sheet: of whom, seen by whom, typed by whom, and gone with anybody who is or may be on them."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select, update

from bot.domain.evaluation.progress import Source
from bot.domain.groups.report import State
from bot.domain.people.roles import Reach, Role
from bot.services.groups.members import adding
from bot.services.groups.members.adding import NewMember
from bot.services.groups.report import reporting, sending, sheet_photos
from bot.services.groups.report.sending import Report
from bot.services.groups.report.sheet_photos import MOST, Sent
from bot.services.people import erasure
from bot.services.people.erasure import Entry
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups.members import members
from bot.store.groups.members.members import Left
from bot.store.groups.report import sheet_photos as rows
from bot.store.people import mydata, people, roles
from bot.store.schema import audit, media, report_row, sheet_photo, speaks_for, submission
from bot.store.schema import erasure as erasures
from tests.services.groups.members.test_adding import TOLD
from tests.services.groups.report.test_reporting import DAY, KARTIK, LOCALE, cooperative, send
from tests.services.groups.test_leading import a_group, somebody
from tests.services.village import NOW, nepal

NAME = "sheet-1.jpg"
# Where the group is, and a district elsewhere.
HERE, ELSEWHERE = "NP-P1", "NP-P7"


def photo(
    connection: Connection, group: int, leader: int, name: str = NAME, month: date = KARTIK, at: datetime = NOW
) -> bool:
    sent = Sent(name, "photo", 1, 2, "file-id", at)
    kept = sheet_photos.keep(connection, leader, group, month, sent, NOW)
    connection.execute(update(media).values(state="kept"))
    return kept


def left(connection: Connection) -> list[str]:
    return list(connection.scalars(select(sheet_photo.c.media).order_by(sheet_photo.c.media)))


def on_disk(connection: Connection) -> list[str]:
    """The files that the job is still to remove, by the list of erasures."""
    return sorted(name for files in connection.scalars(select(erasures.c.files)) for name in files)


def who(connection: Connection, name: str) -> tuple[int, int]:
    """A member's person and producer."""
    (found,) = [one for one in members.of(connection, 1) if one.name == name]
    person = select(speaks_for.c.person_id).where(speaks_for.c.producer_id == found.member_id)
    return int(connection.execute(person).scalar_one()), found.member_id


def deeds(connection: Connection) -> list[str]:
    return list(connection.scalars(select(audit.c.action).where(audit.c.action.contains("sheet")).order_by(audit.c.id)))


def test_it_is_kept_with_the_month_and_six_pages_are_the_most(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader = cooperative(connection, "Malee Rai")
        assert [photo(connection, group, leader, f"sheet-{n}.jpg") for n in range(MOST + 1)] == [True] * MOST + [False]
        assert photo(connection, group, leader, "other.jpg", date(2026, 9, 17)), "another month has room"
        assert len(left(connection)) == MOST + 1
        assert connection.scalar(select(func.count()).select_from(media)) == MOST + 1
        assert sheet_photos.erase(connection, leader, group, "sheet-0.jpg", NOW)
        assert photo(connection, group, leader, "sheet-9.jpg"), "one that is erased makes room"


def test_a_leader_keeps_and_erases_what_is_of_her_group_alone(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader = cooperative(connection, "Malee Rai")
        other = a_group(connection, "Other")
        beside = somebody(connection, Reach(Role.LEADER, group_id=group))
        stranger = somebody(connection, Reach(Role.LEADER, group_id=other))
        photo(connection, group, leader)
        with pytest.raises(NotAllowed):
            photo(connection, group, stranger, "x.jpg")
        with pytest.raises(NotAllowed):
            sheet_photos.erase(connection, stranger, group, NAME, NOW)
        assert not sheet_photos.erase(connection, stranger, other, NAME, NOW), "a page of another group is none of hers"
        assert sheet_photos.erase(connection, beside, group, NAME, NOW)
        assert not sheet_photos.erase(connection, leader, group, NAME, NOW), "it is gone already"
        assert deeds(connection) == ["keep sheet", "erase sheet"]
        assert rows.erased(connection) == [NAME] and rows.find(connection, NAME) is None


def test_a_page_is_of_the_month_of_her_own_page_just_before(database_url: str) -> None:
    """Pages of one album come at once; what another leader sends at the same moment is another album."""
    aswin, later = date(2026, 9, 17), NOW + timedelta(minutes=1)
    with writing(database_url) as connection:
        group, leader = cooperative(connection, "Malee Rai")
        beside = somebody(connection, Reach(Role.LEADER, group_id=group))
        other = a_group(connection, "Other")
        roles.give(connection, leader, Reach(Role.LEADER, group_id=other), NOW)
        photo(connection, group, leader, "sheet-1.jpg", aswin)
        assert sheet_photos.month_just_now(connection, leader, group, later) == aswin
        assert sheet_photos.month_just_now(connection, beside, group, later) is None, "it is not her page"
        assert sheet_photos.month_just_now(connection, leader, other, later) is None, "it is of another group"
        too_late = later + timedelta(seconds=1)
        assert sheet_photos.month_just_now(connection, leader, group, too_late) is None, "it is another sheet"
        photo(connection, group, beside, "sheet-2.jpg", KARTIK, later)
        assert sheet_photos.month_just_now(connection, leader, group, later) == aswin, "hers, not the newest of all"
        photo(connection, group, leader, "sheet-3.jpg", date(2026, 8, 17), later)
        assert sheet_photos.month_just_now(connection, leader, group, later) == date(2026, 8, 17), "her newest page"


def test_staff_see_what_is_of_their_area_and_not_typed_yet(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader = cooperative(connection, "Malee Rai", "Lek Rai")
        officer = somebody(connection, Reach(Role.OFFICER, HERE))
        elsewhere = somebody(connection, Reach(Role.OFFICER, ELSEWHERE))
        photo(connection, group, leader)
        (one,) = sheet_photos.to_type(connection, officer, nepal())
        assert (one.group, one.month, one.photos, one.reported, one.members) == ("Sunrise", KARTIK, 1, 0, 2)
        assert sheet_photos.to_type(connection, elsewhere, nepal()) == []
        assert [page.media for page in sheet_photos.pages(connection, officer, nepal(), group, KARTIK, NOW)] == [NAME]
        for nobody in (elsewhere, leader, None):
            with pytest.raises(NotAllowed):
                sheet_photos.pages(connection, nobody, nepal(), group, KARTIK, NOW)
            with pytest.raises(NotAllowed):
                sheet_photos.one(connection, nobody, nepal(), group, NAME)
        assert sheet_photos.one(connection, officer, nepal(), a_group(connection, "Other"), NAME) is None
        assert deeds(connection) == ["keep sheet", "see sheet"]
        # what the leader has begun to type after the photo is in her hands
        send(connection, group, leader, "Malee 1200", now=NOW + timedelta(hours=1))
        assert sheet_photos.to_type(connection, officer, nepal()) == []


def test_a_photo_of_what_is_reported_already_waits_for_nobody(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader = cooperative(connection, "Malee Rai", "Lek Rai")
        officer = somebody(connection, Reach(Role.ADMIN))
        send(connection, group, leader, "Malee 1200", now=NOW - timedelta(hours=1))
        photo(connection, group, leader)
        (one,) = sheet_photos.to_type(connection, officer, nepal())
        assert (one.reported, one.members) == (1, 2), "the others may be on it"
        send(connection, group, leader, "Lek 5", 2, NOW - timedelta(hours=1))
        assert sheet_photos.to_type(connection, officer, nepal()) == []


def test_staff_type_as_the_leader_would_and_only_from_a_sheet_that_is_there(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader = cooperative(connection, "Malee Rai", "Lek Rai")
        officer = somebody(connection, Reach(Role.OFFICER, HERE))
        elsewhere = somebody(connection, Reach(Role.OFFICER, ELSEWHERE))

        def type_in(by: int, text: str, month: date = KARTIK) -> None:
            table = reporting.begin(connection, nepal(), by, group, LOCALE, DAY, month).read(text)
            sure = [row for row in table.rows if row.state is State.CLEAR]
            one = Report(group, month, sure, 7, NOW, "en")
            sending.send(connection, nepal(), by, one, LOCALE, NOW)

        with pytest.raises(NotAllowed):
            type_in(officer, "Malee 1200")
        photo(connection, group, leader)
        for by, month in ((elsewhere, KARTIK), (officer, date(2026, 9, 17))):
            with pytest.raises(NotAllowed):
                type_in(by, "Malee 1200", month)
        with pytest.raises(NotAllowed):
            reporting.begin(connection, nepal(), officer, group, LOCALE, DAY)
        # of one of them she says her own figures elsewhere: on paper it is the leader who says them
        _, malee = who(connection, "Malee Rai")
        connection.execute(insert(speaks_for).values(person_id=officer, producer_id=malee, since=NOW))
        type_in(officer, "Malee 1200")
        (sent,) = connection.execute(select(submission.c.source, submission.c.person_id)).all()
        assert tuple(sent) == (Source.LEADER, officer), "whose figures they are, and who has typed them"
        assert connection.scalars(select(report_row.c.person_id)).all() == [officer]
        assert deeds(connection) == ["keep sheet", "type sheet"]
        sheet_photos.erase(connection, leader, group, NAME, NOW)
        assert not sheet_photos.may_type(connection, officer, nepal(), group, KARTIK)
        with pytest.raises(NotAllowed):
            type_in(officer, "Lek 5")


@pytest.mark.parametrize("case", ["reported", "mentioned by nobody", "left after the month", "its leader", "newcomer"])
def test_it_goes_with_anybody_who_may_be_on_it(database_url: str, case: str) -> None:
    with writing(database_url) as connection:
        group, leader = cooperative(connection, "Malee Rai", "Lek Rai", "Gita Rai")
        photo(connection, group, leader)
        send(connection, group, leader, "Malee 1200")
        person, producer = who(connection, "Malee Rai" if case == "reported" else "Gita Rai")
        if case == "reported":
            members.leave(connection, group, producer, Left.LEFT, NOW - timedelta(days=100))
        if case == "left after the month":
            members.leave(connection, group, producer, Left.LEFT, NOW)
        if case == "its leader":
            person = leader
        if case == "newcomer":
            # those who came to the meeting and are on no list stand on the free lines below
            adding.add(connection, nepal(), group, NewMember("Ram"), TOLD, "person 9", NOW + timedelta(days=2))
            person, _ = who(connection, "Ram")
        erasure.erase_person(connection, person, NOW + timedelta(days=3))
        assert left(connection) == [] and connection.execute(select(media)).all() == []
        assert on_disk(connection) == [NAME]


def test_it_stays_when_somebody_goes_who_cannot_be_on_it(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader = cooperative(connection, "Malee Rai", "Lek Rai")
        other = a_group(connection, "Other")
        photo(connection, group, leader)
        person, producer = who(connection, "Lek Rai")
        members.leave(connection, group, producer, Left.LEFT, datetime(2026, 9, 1, tzinfo=NOW.tzinfo))
        members.join(connection, other, producer, NOW)
        erasure.erase_person(connection, person, NOW)
        erasure.erase_person(connection, somebody(connection, Reach(Role.OFFICER, HERE)), NOW)
        assert left(connection) == [NAME] and on_disk(connection) == []


def test_it_goes_again_after_a_restore(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader = cooperative(connection, "Malee Rai")
        photo(connection, group, leader)
        person, _ = who(connection, "Malee Rai")
        assert erasure.erase_again(connection, [Entry(person, NOW)], NOW) == [NAME]
        assert left(connection) == []


def test_she_reads_of_what_pictures_she_may_be_on(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader = cooperative(connection, "Malee Rai")
        photo(connection, group, leader)
        outside = people.add_person(
            connection, {"programme": "nepal-odop", "name": "X", "language": "ne", "created_at": NOW}
        )
        connection.execute(
            insert(speaks_for).values(person_id=outside, producer_id=a_group(connection, "O"), since=NOW)
        )
        for person, shown in ((who(connection, "Malee Rai")[0], [NAME]), (leader, [NAME]), (outside, [])):
            found = mydata.everything(connection, person)["photos_of_sheets"]
            assert [row["media"] for row in found] == shown
