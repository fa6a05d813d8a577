"""Packs read by another process are what this one would have read."""

import logging
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.packs import PackError, apart, find_packs, load_pack


def test_they_are_the_same_packs() -> None:
    folders = list(find_packs())
    for folder, pack in zip(folders, apart.load_packs(folders), strict=True):
        here = load_pack(folder)
        assert pack == here
        assert {name: form.xml for name, form in pack.forms.items()} == {n: f.xml for n, f in here.forms.items()}
        assert {name: form.hash for name, form in pack.forms.items()} == {n: f.hash for n, f in here.forms.items()}


def test_what_is_wrong_with_one_is_told_as_ever(tmp_path: Path) -> None:
    good, *_ = find_packs()
    bad = tmp_path / "bad-pack"
    shutil.copytree(good, bad)
    form = bad / "forms" / "checkin.md"
    form.write_text(form.read_text(encoding="utf-8").replace("| integer", "| no such type"), encoding="utf-8")
    with pytest.raises(PackError) as here:
        load_pack(bad)
    with pytest.raises(PackError) as there:
        apart.load_packs([good, bad])
    assert str(there.value) == str(here.value)


def test_a_process_that_fails_is_told_and_made_up_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder, *_ = find_packs()
    monkeypatch.setattr(sys, "executable", "/there/is/no/python")
    with caplog.at_level(logging.WARNING):
        assert apart.load_packs([folder]) == [load_pack(folder)]
    assert "Packs are read in this process" in caplog.text


def test_a_bot_at_work_does_not_load_what_converts() -> None:
    """Eleven MB of a peak of a hundred odd, in a process of months."""
    code = (
        "import sys; from bot.packs import apart, find_packs; import bot.app, bot.cli.run\n"
        "apart.load_packs(list(find_packs()))\n"
        "sys.exit(any(name in sys.modules for name in ('pyxform', 'openpyxl')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
