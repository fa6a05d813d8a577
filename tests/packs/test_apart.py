"""Packs read by another process are what this one would have read."""

import logging
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.packs import PackError, apart, find_packs, load_pack


def _copy(place: Path) -> Path:
    """A pack that is in no other place."""
    good, *_ = find_packs()
    return shutil.copytree(good, place / good.name)


def test_they_are_the_same_packs() -> None:
    folders = list(find_packs())
    for folder, pack in zip(folders, apart.load_packs(folders), strict=True):
        here = load_pack(folder)
        assert pack == here
        assert {name: form.xml for name, form in pack.forms.items()} == {n: f.xml for n, f in here.forms.items()}
        assert {name: form.hash for name, form in pack.forms.items()} == {n: f.hash for n, f in here.forms.items()}


def test_what_is_wrong_with_one_is_told_as_ever(tmp_path: Path) -> None:
    good, *_ = find_packs()
    bad = _copy(tmp_path)
    form = bad / "forms" / "checkin.md"
    form.write_text(form.read_text(encoding="utf-8").replace("| integer", "| no such type"), encoding="utf-8")
    with pytest.raises(PackError) as here:
        load_pack(bad)
    with pytest.raises(PackError) as there:
        apart.load_packs([good, bad])
    assert str(there.value) == str(here.value)


def test_a_process_that_fails_is_told_and_made_up_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder = _copy(tmp_path)
    monkeypatch.setattr(sys, "executable", "/there/is/no/python")
    with caplog.at_level(logging.WARNING):
        assert apart.load_packs([folder]) == [load_pack(folder)]
    assert "Packs are read in this process" in caplog.text


def test_what_has_not_changed_is_not_converted_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = _copy(tmp_path)
    before = apart.load_packs([folder])
    with monkeypatch.context() as without:
        without.setattr(sys, "executable", "/there/is/no/python")
        without.setattr(apart.log, "warning", pytest.fail)
        assert apart.load_packs([folder]) == before


@pytest.mark.parametrize("change", ["a text", "a new form", "a form that is gone"])
def test_whatever_has_changed_is_converted_again(change: str, tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    before, *_ = apart.load_packs([folder])
    form = folder / "forms" / "about_you.md"
    text = form.read_text(encoding="utf-8")
    match change:
        case "a text":
            form.write_text(text.replace("?", "??", 1), encoding="utf-8")
        case "a new form":
            form.with_stem("about_them").write_text(text.replace("about_you", "about_them"), encoding="utf-8")
        case "a form that is gone":
            form.unlink()
    after, *_ = apart.load_packs([folder])
    assert after == load_pack(folder)
    assert after.forms != before.forms


def test_what_failed_once_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = _copy(tmp_path)
    with monkeypatch.context() as without:
        without.setattr(sys, "executable", "/there/is/no/python")
        apart.load_packs([folder])
    monkeypatch.setattr(apart.log, "warning", pytest.fail)
    apart.load_packs([folder])


def test_a_bot_at_work_does_not_load_what_converts() -> None:
    """Eleven MB of a peak of a hundred odd, in a process of months."""
    code = (
        "import sys; from bot.packs import apart, find_packs; import bot.app, bot.cli.run\n"
        "apart.load_packs(list(find_packs()))\n"
        "sys.exit(any(name in sys.modules for name in ('pyxform', 'openpyxl')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
