"""Names leave with --with-names only: a mark is put wherever a name can be typed, and looked for in every file."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.domain.book import Direction, Entry
from bot.domain.staff.announced import Asks, Question
from bot.forms import Context, Form, Session, load_form
from bot.packs import version_of
from bot.services.book import entries as book
from bot.services.evaluation import submissions
from bot.services.forms import forms_in_use
from bot.services.keeping.exporting import odk_export
from bot.services.keeping.exporting.export import CSV, XLSX, Wish, export
from bot.store import Connection, tips
from bot.store.engine.sync import reading, writing
from bot.store.evaluation import corrections, follow_ups
from bot.store.evaluation.corrections import Change, Correction
from bot.store.evaluation.follow_ups import Note, Point
from bot.store.evaluation.submissions import Sent
from bot.store.schema import consent, person, producer, slot
from bot.store.staff.announced import answers
from bot.store.staff.announced.answers import Answer
from bot.store.tips import Tip
from tests.services import village
from tests.services.staff.announced.sent import an_announcement
from tests.services.village import MAYA, NOW, SITA, found, settle

# As long as a name may be; as a phone is typed; in other letters.
MARKS = ("Zaphira Quill", "ซาฟิราขจี", "+66899991234", "जफिरा क्विल")
FORM = """
| settings |
| | form_title | instance_name |
| | Trees | concat('of ', ${name}, ' and ', ${owner_name}) |
| survey |
| | type | name | label | calculation | default | appearance |
| | text | name | Name? | | | |
| | text | phone | Phone? | | | |
| | text | call_me | How can we call you? | | | phone |
| | begin group | owner | Owner | | | |
| | text | owner_name | Whose is it? | | | |
| | text | fullName | And in full? | | | |
| | end group | | | | | |
| | calculate | hello | | concat('Dear ', ${name}) | | |
| | calculate | letter | | concat(${hello}, '!') | | |
| | text | again | Again, please? | | ${name} | |
| | note | thanks | Thanks, ${name}. | concat('Thanks, ', ${owner_name}) | | |
| | begin repeat | member | Member | | | |
| | text | member_name | Who? | | | |
| | end repeat | | | | | |
| | select_one ${member_name} | best | Who is best? | | | |
| | calculate | everybody | | join(', ', ${member_name}) | | |
| | integer | trees | How many trees? | | | |
| | calculate | twice | | ${trees} * 2 | | |
"""


def answered(form: Form, mark: str) -> dict[str, str]:
    """The form filled by a session, as in a chat."""
    said = {"trees": "40", "member": "no", "best": mark}
    session = Session.start(form, Context(NOW.date(), NOW))
    while (question := session.question) is not None:
        session = session.answer(said.get(question.name, mark) if question.kind != "repeat" else "no")
    return session.result()


def populate(connection: Connection, mark: str) -> None:
    found(connection)
    hers = settle(connection, replace(SITA, name=mark, phone=mark))
    settle(connection, replace(MAYA, name=mark, phone=mark))
    told = {"name": mark, "old_name": mark, "works": "alone"}
    connection.execute(update(producer).values(registered=told))
    connection.execute(update(slot).values(interval_note=mark))
    connection.execute(update(person).values(name=mark))
    agreed = {"person_id": hers, "version": "1", "language": "ne", "how": "guardian", "guardian": mark, "given_at": NOW}
    connection.execute(consent.insert().values(**agreed))
    asked = Question(Asks.CHOICES, {"en": (mark, "Friday")})
    number = an_announcement(connection, hers, asked, words={"en": f"Is it {mark}?"})
    answers.put(connection, number, hers, Answer(0, None), NOW)
    tea = Entry("1", date(2026, 11, 3), Direction.CREDIT, 600, "NPR", "tea", None, "", "sales", mark)
    book.add(connection, book.Owner(hers, hers, False, "NPR"), [tea], NOW)
    tips.keep(connection, Tip(0, hers, "two-purses", "one_customer", date(2026, 11, 1), mark, True, NOW))
    send(connection, hers, mark)


def send(connection: Connection, hers: int, mark: str) -> None:
    form = load_form(FORM, "md", "trees")
    form = replace(form, hash=version_of(village.nepal().programme.code, form.xml))
    forms_in_use.add(connection, village.nepal(), "trees", form, "test", NOW)
    answers = answered(form, mark)
    assert sum(mark in value for value in answers.values()) == 12, answers
    began = NOW - timedelta(hours=1)
    for number, practice in ((1, False), (2, True)):
        sent = Sent(number, hers, hers, None, form.hash, "trees", "self", "en", practice, began, answers)
        submissions.submit(connection, sent, village.nepal(), NOW)
    changed = [Change(path, value, f"{value} {mark}") for path, value in answers.items() if mark in value]
    corrections.write(connection, Correction(1, hers, "mistyped", changed), NOW)
    points = [Point(one.path, one.new, one.old) for one in changed]
    follow_ups.note(connection, Note(1, hers, "correction_wanted", points, "changed"), NOW)


def parts(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file, and every part of a workbook; what each is called belongs to it."""
    for file in (one for one in folder.rglob("*") if one.is_file()):
        if file.suffix == ".xlsx":
            with zipfile.ZipFile(file) as book:
                yield from ((f"{file.name}/{name}", name.encode() + book.read(name)) for name in book.namelist())
        else:
            yield file.name, file.name.encode() + file.read_bytes()


def written(url: str, folder: Path, file_format: str, wish: Wish) -> Path:
    with reading(url) as connection:
        if file_format == "odk":
            odk_export.export(connection, folder, wish, True, lambda _done, _total: None)
        else:
            export(connection, folder, wish, lambda _done, _total: None, file_format)
    return folder


@pytest.mark.parametrize("file_format", [CSV, XLSX, "odk"])
@pytest.mark.parametrize("mark", MARKS)
def test_no_name_leaves_but_with_the_names(sqlite_url: str, tmp_path: Path, mark: str, file_format: str) -> None:
    with writing(sqlite_url) as connection:
        populate(connection, mark)
    labels = None if file_format == "odk" else "en"
    without = written(sqlite_url, tmp_path / "without", file_format, Wish(labels=labels))
    assert [name for name, content in parts(without) if mark.encode() in content] == []
    # what is nobody's is there
    assert any(b"80" in content for _, content in parts(without))
    together = written(sqlite_url, tmp_path / "with", file_format, Wish(with_names=True, labels=labels))
    assert any(mark.encode() in content for _, content in parts(together))
