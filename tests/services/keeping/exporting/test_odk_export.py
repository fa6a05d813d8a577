"""The export to ODK's own files: instances that the form takes back, tables with repeats, no identity."""

import csv
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from sqlalchemy import select

from bot.forms import load_form
from bot.packs import version_of
from bot.services.evaluation import submissions
from bot.services.forms import forms_in_use
from bot.services.keeping.exporting import odk_export
from bot.services.keeping.exporting.export import Wish
from bot.store import Connection
from bot.store.engine.sync import reading, writing
from bot.store.evaluation.submissions import Sent
from bot.store.schema import submission
from tests.services import village
from tests.services.village import NOW, SITA, found, settle

FORM = """
| settings |
| | form_title | instance_name |
| | Trees | concat('trees of ', ${name}, ': ', ${many}) |
| survey |
| | type | name | label | calculation |
| | start | began | | |
| | end | ended | | |
| | deviceid | device | | |
| | text | name | Name? | |
| | calculate | greeting | | concat('Dear ', ${name}) |
| | select_multiple colours | many | Which? | |
| | begin repeat | member | Member | |
| | text | who | Who? | |
| | end repeat | | | |
| choices |
| | list_name | name | label |
| | colours | red | Red |
| | colours | blue | Blue |
"""
ANSWERS = {"name": "Zaphira", "greeting": "Dear Zaphira", "many": "red", "member[1]/who": "=A", "member[2]/who": "B"}


def ignore(_done: int, _total: int) -> None:
    return None


def populate(connection: Connection) -> None:
    found(connection)
    producer = settle(connection, SITA)
    form = load_form(FORM, "md", "trees")
    code = village.nepal().programme.code
    form = replace(form, hash=version_of(code, form.xml))
    forms_in_use.add(connection, village.nepal(), "trees", form, "test", NOW)
    for number, practice in ((11, False), (12, True), (13, False)):
        answers = {f"/trees/{path}": value for path, value in ANSWERS.items()}
        began = NOW - timedelta(hours=1)
        sent = Sent(number, producer, producer, None, form.hash, "trees", "self", "en", practice, began, answers)
        submissions.submit(connection, sent, village.nepal(), NOW)


@pytest.fixture
def filled(database_url: str) -> str:
    with writing(database_url) as connection:
        populate(connection)
    return database_url


def written(url: str, folder: Path, split: bool = False, names: bool = False) -> Mapping[str, int]:
    with reading(url) as connection:
        return odk_export.export(connection, folder, Wish(with_names=names), split, ignore).files


def table(folder: Path, ending: str) -> list[dict[str, str]]:
    (file,) = folder.glob(f"odk/trees/*{ending}.csv")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_instances_beside_their_form(filled: str, tmp_path: Path) -> None:
    counts = written(filled, tmp_path)
    assert counts["trees/uuid….xml"] == 2
    (form,) = (tmp_path / "odk/trees").glob("*.xform.xml")
    assert form.read_text("utf-8").startswith("<?xml")
    instances = sorted((tmp_path / "odk/trees").glob("uuid*.xml"))
    assert len(instances) == 2
    root = fromstring(instances[0].read_text("utf-8"))
    assert root.findtext("meta/instanceID", "").replace(":", "") == instances[0].stem
    assert root.findtext("device") == odk_export.DEVICE
    assert root.findtext("began", "").startswith((NOW - timedelta(hours=1)).date().isoformat())
    assert root.findtext("ended", "").startswith(NOW.date().isoformat())
    assert [one.text for one in root.iterfind("member/who")] == ["=A", "B"]
    assert not root.findtext("name")
    assert root.findtext("meta/instanceName") == "trees of : red"
    assert not root.findtext("greeting")


def test_again_gives_the_same_files(filled: str, tmp_path: Path) -> None:
    written(filled, tmp_path)
    first = {file.name: file.read_bytes() for file in (tmp_path / "odk/trees").iterdir()}
    written(filled, tmp_path)
    assert {file.name: file.read_bytes() for file in (tmp_path / "odk/trees").iterdir()} == first
    assert not list(tmp_path.glob(".export-*"))


def test_each_submission_of_one_dialogue_has_a_key_of_its_own_and_the_others_keep_theirs(
    filled: str, tmp_path: Path
) -> None:
    before = keys(filled, tmp_path / "before")
    code = village.nepal().programme.code
    # by this rule they were made before a dialogue could speak of several producers: whoever imports again knows them
    assert before == {f"uuid{uuid.uuid5(uuid.NAMESPACE_OID, f'{code} {number}')}" for number in (11, 13)}
    with writing(filled) as connection:
        (hash,) = connection.scalars(select(submission.c.form).where(submission.c.dialogue_id == 11))
        others = [settle(connection, SITA) for _ in range(2)]
        for producer, entry in [(others[0], 0), (others[1], 0), (others[1], 1)]:
            sent = Sent(11, producer, others[0], None, hash, "trees", "self", "en", False, NOW, {}, entry=entry)
            submissions.submit(connection, sent, village.nepal(), NOW)
    after = keys(filled, tmp_path / "after")
    assert before < after and len(after) == 5


def keys(url: str, folder: Path) -> set[str]:
    folder.mkdir()
    written(url, folder)
    return {file.stem for file in (folder / "odk/trees").glob("uuid*.xml")}


def test_tables_split_and_joined_with_repeats(filled: str, tmp_path: Path) -> None:
    written(filled, tmp_path, names=True)
    rows = table(tmp_path, "[0-9a-f]")
    assert [(row["name"], row["many"]) for row in rows] == [("Zaphira", "red")] * 2
    assert (rows[0]["meta-instanceName"], rows[0]["greeting"]) == ("trees of Zaphira: red", "Dear Zaphira")
    assert "many/red" not in rows[0]
    members = table(tmp_path, "-member")
    assert [row["who"] for row in members] == ["'=A", "B"] * 2
    assert members[0]["PARENT_KEY"] == rows[0]["KEY"]
    written(filled, tmp_path, split=True)
    (row, _) = table(tmp_path, "[0-9a-f]")
    assert (row["many/red"], row["many/blue"], row["name"]) == ("1", "0", "")
