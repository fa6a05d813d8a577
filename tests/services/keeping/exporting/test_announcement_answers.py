"""Answers to announcements in an export: numbers and days; words with names alone; none of who is erased or merged."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.domain.people.roles import Reach, Role
from bot.domain.staff.announced import Asks, Question
from bot.services.keeping.exporting.export import Wish, export
from bot.services.people import erasure
from bot.services.staff import merging
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.schema import submission
from bot.store.staff.announced import answers
from bot.store.staff.announced.answers import Answer
from tests.services.groups.test_leading import somebody
from tests.services.keeping.exporting.test_export import ignore, read
from tests.services.staff.announced.sent import an_announcement
from tests.services.staff.announced.test_answering import CHOICES, YES_NO, producers
from tests.services.staff.test_merging import TEXTS, speaker, two
from tests.services.village import NOW, found, nepal, send

FILE = "announcement_answers.csv"


def written(connection: Connection, folder: Path, wish: Wish | None = None) -> list[Mapping[str, str]]:
    done = export(connection, folder, wish or Wish(), ignore)
    rows = list[Mapping[str, str]](read(folder / FILE))
    assert done.files[FILE] == len(rows)
    return rows


def test_who_has_answered_what_when_and_words_with_the_names_alone(database_url: str, tmp_path: Path) -> None:
    with writing(database_url) as connection:
        found(connection)
        boss, (her, other) = somebody(connection, Reach(Role.ADMIN)), producers(connection, 2)
        asked, several, form = (
            an_announcement(connection, boss, one) for one in (YES_NO, CHOICES, Question(Asks.FORM, form="about_you"))
        )
        send(connection, her, "about_you", {}, her)
        sent = connection.scalars(select(func.max(submission.c.id))).one()
        for number, who, said in ((asked, her, Answer(1, None)), (several, other, Answer(2, None))):
            answers.put(connection, number, who, said, NOW)
        answers.put(connection, form, her, Answer(None, sent), NOW)
        rows = written(connection, tmp_path)
        names = ("announcement_id", "person_id", "asks", "choice", "form", "submission_id", "at")
        at = "2026-11-24T04:00:00Z"
        assert [tuple(row[name] for name in names) for row in rows] == [
            (str(asked), str(her), "yes_no", "1", "", "", at),
            (str(several), str(other), "choices", "2", "", "", at),
            (str(form), str(her), "form", "", "about_you", str(sent), at),
        ]
        assert "question" not in rows[0] and "Wed" not in (tmp_path / FILE).read_text("utf-8")
        told = written(connection, tmp_path / "names", Wish(with_names=True))
        assert [row["answer"] for row in told] == ["", "Wed", ""]
        assert {row["question"] for row in told} == {"The market is on Friday."}
        erasure.erase_person(connection, her, NOW)
        assert [row["person_id"] for row in written(connection, tmp_path / "erased")] == [str(other)]


def test_of_two_who_are_one_one_answer_leaves(database_url: str, tmp_path: Path) -> None:
    with writing(database_url) as connection:
        card, phone, officer = two(connection)
        hers, other = speaker(connection, phone), speaker(connection, card)
        number = an_announcement(connection, officer, CHOICES)
        answers.put(connection, number, hers, Answer(0, None), NOW)
        answers.put(connection, number, other, Answer(2, None), NOW + timedelta(hours=1))
        assert len(written(connection, tmp_path / "two")) == 2
        made = merging.merge(connection, officer, nepal(), phone, card, TEXTS, NOW + timedelta(hours=2))
        assert made is not None
        assert [(row["person_id"], row["choice"]) for row in written(connection, tmp_path / "one")] == [
            (str(hers), "2")
        ]
