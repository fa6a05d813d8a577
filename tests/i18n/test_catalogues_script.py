"""scripts/catalogues.py: collects every marked message and says clearly what a translation lacks."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
CODE = """
from bot.i18n import N_, plural
HELLO = N_("Hello <b>{name}</b>")
TWO_LINES = N_(
    "First. "
    "Second."
)
LEFT = plural("{n} day left", "{n} days left", 2)
NOT_MARKED = "Not a message"
"""
META = """
[en]
name = "English"
plural = { one = "n = 1" }
[th]
name = "ไทย"
plural = {}
fallback = "en"
[ne]
name = "नेपाली"
plural = { one = "n = 1" }
fallback = "en"
"""
GOOD = {
    "Hello <b>{name}</b>": ["สวัสดี <b>{name}</b>"],
    "First. Second.": ["หนึ่ง สอง"],
    "{n} day left": ["เหลือ {n} วัน"],
}


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogues_script", ROOT / "scripts" / "catalogues.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path, script: ModuleType) -> Path:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "hello.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "meta.toml").write_text(META, encoding="utf-8")
    assert script.main([], tmp_path) == 0
    fill(tmp_path, "th", GOOD)
    fill(tmp_path, "ne", {**GOOD, "{n} day left": ["एक दिन", "{n} दिन"]})
    return tmp_path


def fill(project: Path, language: str, translations: dict[str, list[str]]) -> None:
    """Write translations into the .po as a translator would."""
    path = project / "locales" / language / "LC_MESSAGES" / "messages.po"
    text = path.read_text(encoding="utf-8")
    for message, forms in translations.items():
        before, found, after = text.partition(f'msgid "{message}"\n')
        assert found
        for number, form in enumerate(forms):
            field = "msgstr" if f'{found}msgid_plural "' not in text else f"msgstr[{number}]"
            after = after.replace(f'{field} ""\n', f'{field} "{form}"\n', 1)
        text = before + found + after
    path.write_text(text, encoding="utf-8")


def change(project: Path, language: str, old: str, new: str) -> None:
    path = project / "locales" / language / "LC_MESSAGES" / "messages.po"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_marked_messages_are_collected(project: Path) -> None:
    template = (project / "locales" / "messages.pot").read_text(encoding="utf-8")
    assert 'msgid "Hello <b>{name}</b>"' in template
    assert 'msgid "First. Second."' in template
    assert 'msgid_plural "{n} days left"' in template
    assert "Not a message" not in template
    assert "#: bot/hello.py\n" in template


def test_complete_catalogues_pass(project: Path, script: ModuleType) -> None:
    assert script.check(project) == []


def test_the_plural_forms_are_ours(project: Path) -> None:
    thai = (project / "locales" / "th" / "LC_MESSAGES" / "messages.po").read_text(encoding="utf-8")
    nepali = (project / "locales" / "ne" / "LC_MESSAGES" / "messages.po").read_text(encoding="utf-8")
    assert "nplurals=1" in thai and "nplurals=2" in nepali


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"หนึ่ง สอง"', '""', "not translated: 'First. Second.'"),
        ("สวัสดี <b>{name}</b>", "สวัสดี {name}", "tags {} instead of"),
        ("สวัสดี <b>{name}</b>", "สวัสดี <b>{ชื่อ}</b>", "places ['ชื่อ'] instead of ['name']"),
        ("สวัสดี <b>{name}</b>", "สวัสดี </b>{name}<b>", "not closed in order"),
        ("สวัสดี <b>{name}</b>", "สวัสดี <b>{name</b>", "braces"),
        ('"X-Reviewed: no\\n"\n', "", "no X-Reviewed"),
        ("X-Reviewed: no", "X-Reviewed: yes", "locales/meta.toml says 'no'"),
        ('msgid "First. Second."', '#, fuzzy\nmsgid "First. Second."', "fuzzy"),
    ],
)
def test_what_is_wrong_is_said(project: Path, script: ModuleType, old: str, new: str, problem: str) -> None:
    change(project, "th", old, new)
    lines = script.check(project)
    assert lines and all(line.startswith("locales/th/LC_MESSAGES/messages.po: ") for line in lines)
    assert any(problem in line for line in lines), lines
    assert script.main(["--check"], project) == 1


def test_one_may_be_said_without_the_number_but_many_not_with_another_place(project: Path, script: ModuleType) -> None:
    change(project, "ne", "{n} दिन", "{m} दिन")
    assert any("places" in line for line in script.check(project))


def test_a_new_message_is_asked_for_and_old_translations_stay(project: Path, script: ModuleType) -> None:
    code = project / "bot" / "hello.py"
    code.write_text(CODE + 'NEW = N_("Something quite different")\n', encoding="utf-8")
    assert script.check(project) == ["locales/messages.pot is not up to date: run `make catalogues`"]
    assert script.main([], project) == 0
    problems = script.check(project)
    assert len(problems) == 2
    assert all("not translated: 'Something quite different'" in line for line in problems)


def test_a_missing_catalogue_is_one_line(project: Path, script: ModuleType) -> None:
    (project / "locales" / "ne" / "LC_MESSAGES" / "messages.po").unlink()
    assert script.check(project) == ["locales/ne/LC_MESSAGES/messages.po: no such file; 3 messages to translate"]


def test_updating_twice_changes_nothing(project: Path, script: ModuleType) -> None:
    files = sorted((project / "locales").rglob("*.po*"))
    before = [path.read_bytes() for path in files]
    script.main([], project)
    assert [path.read_bytes() for path in files] == before


def test_it_runs_as_a_command() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "catalogues.py"), "--help"]
    assert "--check" in subprocess.run(command, capture_output=True, text=True, check=True).stdout
