"""Packs are recorded with their forms, found again, and a change on disk is noticed."""

import shutil
from pathlib import Path

import pytest

from bot.packs import PROGRAMMES, load_pack
from bot.services import programmes
from bot.services.programmes import NoSuchPack
from bot.store import Store
from bot.store.engine.sync import reading, writing
from tests.services.village import NOW, nepal


def test_recording_twice_changes_nothing(database_url: str) -> None:
    with writing(database_url) as connection:
        first = programmes.record(connection, nepal(), NOW)
        again = programmes.record(connection, nepal(), NOW)
    assert (first.is_new, first.forms, len(first.new_forms)) == (True, 7, 7)
    assert (again.is_new, again.forms, again.new_forms) == (False, 7, ())


def test_a_changed_form_is_a_new_version_and_the_old_one_stays(database_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "nepal-odop"
    shutil.copytree(PROGRAMMES / "nepal-odop", folder)
    with writing(database_url) as connection:
        programmes.record(connection, load_pack(folder), NOW)
    form = folder / "forms" / "checkin.md"
    form.write_text(form.read_text("utf-8").replace("| 2 |", "| 3 |"), "utf-8")
    changed = load_pack(folder)
    with writing(database_url) as connection:
        assert programmes.changed_forms(connection, {"nepal-odop": changed}) == {"nepal-odop": ("checkin",)}
        assert programmes.record(connection, changed, NOW).new_forms == ("checkin",)
        assert programmes.changed_forms(connection, {"nepal-odop": changed}) == {}
        old = programmes.old_forms(connection, {"nepal-odop": changed})
    assert [form.hash for form in old] == [nepal().forms["checkin"].hash]


async def test_packs_are_loaded_again_through_the_seam(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.run(programmes.record, nepal(), NOW)
        packs = await tx.run(programmes.load_packs)
    assert packs["nepal-odop"].programme == nepal().programme


def test_a_built_in_pack_is_recorded_by_name_and_another_by_its_folder(sqlite_url: str, tmp_path: Path) -> None:
    shutil.copytree(PROGRAMMES / "malawi-ovop", tmp_path / "malawi-ovop")
    with writing(sqlite_url) as connection:
        programmes.record(connection, nepal(), NOW)
        programmes.record(connection, load_pack(tmp_path / "malawi-ovop"), NOW)
    with reading(sqlite_url) as connection:
        folders = {one.code: one.folder for one in programmes.recorded(connection)}
    assert folders == {"nepal-odop": "nepal-odop", "malawi-ovop": str(tmp_path / "malawi-ovop")}


def test_an_unknown_pack_names_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(NoSuchPack, match=r"one of: malawi-ovop, nepal-odop, thailand-otop"):
        programmes.find_pack("atlantis")
    with pytest.raises(NoSuchPack, match=r"has no programme\.toml"):
        programmes.find_pack(str(tmp_path))
