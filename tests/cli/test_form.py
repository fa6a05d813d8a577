"""`ovop form` as staff use it: real files, refusals by row, a form put in use, and files that are made to hurt."""

import subprocess
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from bot.packs import PROGRAMMES
from bot.services.forms import form_files
from bot.store.engine.sync import reading
from bot.store.forms.form_versions import in_use
from tests.cli.operator import Operator

ROOT = Path(__file__).parents[2]
REAL = ROOT / "tests/forms/xlsforms"
EVERYTHING = ROOT / "tests/handlers/forms/everything.md"
CHECK_IN = PROGRAMMES / "malawi-ovop/forms/checkin.md"


def test_a_real_form_in_a_process_of_its_own() -> None:
    file = REAL / "HEDERA-PLATFORM-XLSform2PDF-a945e7a6.xlsx"
    command = [sys.executable, "-m", "bot", "form", "check", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "249 questions" in done.stdout
    assert "A usual filling: " in done.stdout


def test_what_is_wrong_is_told_by_row(operator: Operator, tmp_path: Path) -> None:
    bad = tmp_path / "bad.md"
    bad.write_text(
        "| survey |\n| | type | name | label | constraint |\n| | text | a | A? | |\n| | integer | b | B? | . > (1 |\n"
    )
    told = operator.run(f"form check {bad}")
    assert (told.code, told.out) == (1, "")
    assert f"{bad} cannot be used as it is:" in told.err
    assert "row " in told.err
    as_json = operator.run(f"form check {bad} --json")
    assert as_json.code == 1
    assert as_json.json["problems"][0]["row"]


def test_a_form_without_questions_is_no_form(operator: Operator, tmp_path: Path) -> None:
    empty = tmp_path / "empty.md"
    empty.write_text("| survey |\n| | type | name | label |\n| | note | a | Hello |\n")
    told = operator.run(f"form check {empty}")
    assert (told.code, told.out) == (1, "")
    assert "sheet survey, row 1: The form asks nothing" in told.err


def test_the_report_as_json(operator: Operator) -> None:
    told = operator.run(f"form check {CHECK_IN} --programme malawi-ovop --json")
    assert told.code == 0
    assert told.json["ok"] and told.json["usual"]["messages"] > 3
    assert set(told.json["languages"]) >= {"en", "ny"}
    assert not operator.data.exists()


def test_shown_as_the_chat_would(operator: Operator) -> None:
    shown = operator.run(f"form show {EVERYTHING}").out
    assert "A note stands above the next question.\n1 of 17\n✏️ Any word?\n" in shown
    assert "👉 Which colour?\n[Red] [Green]\n[Blue]\n" in shown
    assert operator.run(f"form show {CHECK_IN} --language ny").out.count(" mwa ") > 3
    refused = operator.run(f"form show {CHECK_IN} --language xx")
    assert (refused.code, "does not speak xx" in refused.err) == (2, True)


def test_an_extra_form_is_added_once(operator: Operator) -> None:
    operator.begin("malawi-ovop")
    first = operator.run(f"form add {EVERYTHING} --programme malawi-ovop --json").json
    assert (first["name"], first["replaces"], first["is_new"], first["start"]) == (
        "everything",
        False,
        True,
        "form_everything",
    )
    again = operator.run(f"form add {EVERYTHING} --programme malawi-ovop --name everything")
    assert again.out.startswith("malawi-ovop: everything takes the place of the one before")
    with reading(f"sqlite+aiosqlite:///{operator.data / 'ovop.db'}") as connection:
        assert {one.name for one in in_use(connection)} == {"everything"}


def test_a_form_of_the_pack_keeps_its_contract(operator: Operator, tmp_path: Path) -> None:
    operator.begin("malawi-ovop")
    refused = operator.run(f"form add {EVERYTHING} --name checkin")
    assert refused.code == 1
    assert "which measures progress; add it." in refused.err
    assert "There is no text in 'ny'" in refused.err
    refused = operator.run(f"form add {EVERYTHING} --name registration")
    assert "There is no question “works”; registration has to ask it." in refused.err
    for name in ("registration", "baseline", "checkin", "checkin_short"):
        taken = operator.run(f"form add {PROGRAMMES / 'malawi-ovop/forms' / name}.md")
        assert (taken.code, taken.err) == (0, "")
    other = tmp_path / "checkin.md"
    text = CHECK_IN.read_text("utf-8")
    label = next(line for line in text.splitlines() if "| integer" in line)
    other.write_text(text.replace(label, label.replace("How", "Oh how")), "utf-8")
    refused = operator.run(f"form add {other}")
    assert refused.code == 1 and "Ask it in the same words." in refused.err


def test_asked_wrongly(operator: Operator, tmp_path: Path) -> None:
    assert operator.run("form check letter.pdf").code == 2
    missing = operator.run("form check no-such.xlsx")
    assert (missing.code, missing.err) == (1, "no-such.xlsx: No such file or directory.\n")
    operator.begin("malawi-ovop")
    refused = operator.run(f"form add {EVERYTHING} --name Bad-Name")
    assert (refused.code, "is no name for a form" in refused.err) == (2, True)


def _bomb() -> bytes:
    """A spreadsheet whose one sheet is 4 GB of the same cell, in few bytes."""
    template = BytesIO((REAL / "XLSForm-pyxform-0c253207.xlsx").read_bytes())
    made = BytesIO()
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            if name == "xl/sharedStrings.xml":
                with new.open(name, "w", force_zip64=True) as stream:
                    stream.write(b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>')
                    for _ in range(2_000):
                        stream.write(b"x" * 1_000_000)
                    stream.write(b"</t></si></sst>")
            else:
                new.writestr(name, old.read(name))
    return made.getvalue()


def _endless() -> bytes:
    """Choices whose filters try everything with everything."""
    rows = "".join(f"| | c | n{i} | N{i} |\n" for i in range(4_000))
    asked = "".join(
        f"| | select_one c | q{i} | Q{i}? | string-length(name) > count(instance('c')/root/item[name != ${{q0}}]) |\n"
        for i in range(1, 30)
    )
    return (
        "| survey |\n| | type | name | label | choice_filter |\n| | select_one c | q0 | Q0? | |\n"
        f"{asked}| choices |\n| | list_name | name | label |\n{rows}"
    ).encode()


@pytest.mark.parametrize("kind", ["xlsx", "md", "noise"])
def test_what_is_made_to_hurt_ends_with_a_sentence(operator: Operator, tmp_path: Path, kind: str) -> None:
    # less patience than in earnest, which is 20 seconds
    operator.monkeypatch.setattr(form_files, "CPU_SECONDS", 5)
    content = {"xlsx": _bomb, "md": _endless, "noise": lambda: b"PK\x03\x04 not really"}[kind]()
    file = tmp_path / f"nasty.{kind.replace('noise', 'xlsx')}"
    file.write_bytes(content)
    began = time.monotonic()
    told = operator.run(f"form check {file}")
    assert time.monotonic() - began < 40
    assert told.code == 1, told.out
    assert "Traceback" not in told.err
    # which limit the first one meets before the other depends on how busy the machine is
    expected = {"xlsx": ("of memory", "more than 5 seconds"), "md": ("more than 5 seconds",), "noise": ("read",)}[kind]
    assert any(sentence in told.err for sentence in expected)
