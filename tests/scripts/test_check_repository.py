"""The repository's own checks find what they are for."""

from pathlib import Path

import pytest

from scripts import check_repository as subject


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository without git, with nothing in it."""
    monkeypatch.setattr(subject, "ROOT", tmp_path)
    return tmp_path


def test_pins_name_no_host(root: Path) -> None:
    (root / "requirements.txt").write_text("aiohttp==3\nx @ https://example.org/x.whl\n--find-links file:/wheels\n")
    (root / "docs").mkdir()
    (root / "docs" / "requirements.txt").write_text("sphinx==8\n")
    assert [problem.split(": ")[0] for problem in subject.pins()] == ["requirements.txt:2", "requirements.txt:3"]


def test_the_readme_names_settings_and_commands(root: Path) -> None:
    missing = list(subject.readme())
    assert "README.md: the setting OVOP_TOKEN is missing; add it to the table of settings." in missing
    assert "README.md: the command “ovop init” is missing; add it to the list of commands." in missing
    (root / "README.md").write_text("OVOP_TOKEN, OVOP_API_URL; `ovop init PACK`, ovop initial")
    assert len(list(subject.readme())) == len(missing) - 3


def test_paths_of_one_machine(root: Path) -> None:
    home = "/home/" + "maya/"
    (root / "a.py").write_text(
        f"open('{home}x')\nopen('{root}/y')\nurl = 'https://x.org{home}x'\nxpath = '/root/item'\n"
    )
    (root / ".hidden.py").write_text(home)
    (root / "b.png").write_text(home)
    found = [problem.split(": ")[0] for problem in subject.paths()]
    assert found == ["a.py:1", "a.py:2"]


def test_sizes_are_counted(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "LARGER", {"old.py": 301, "gone.py": 400})
    for name, lines in (("long.py", 301), ("old.py", 301), ("fits.py", 300), ("tests/cases.py", 400)):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("#\n" * lines)
    (root / "deep.py").write_text("def much():\n" + "    pass\n" * 60)
    (root / "full").mkdir()
    for number in range(21):
        (root / f"full/{number}.py").write_text("")
    found = sorted(problem.split(": ")[0] for problem in subject.sizes())
    assert found == ["deep.py:1", "full", "gone.py", "long.py"]
