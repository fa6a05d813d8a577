"""The command line as operators use it: results, exit codes, and one sentence for each mistake."""

import re
import shutil
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS, make_parser
from bot.packs import PROGRAMMES
from bot.services.keeping import backup
from tests.cli.operator import Operator
from tests.system.databases import Templates


def test_first_steps(operator: Operator) -> None:
    first = operator.run("init nepal-odop")
    assert (first.code, first.err) == (0, "")
    assert first.out.startswith("nepal-odop is ready: 7 forms, new: about_you, baseline, checkin")
    again = operator.run("init nepal-odop")
    assert again.out == "nepal-odop is up to date: 7 forms, none of them new.\n"
    assert operator.run("migrate").out == "The database has the tables of this version already.\n"
    assert (operator.data / "ovop.db").exists()
    assert operator.data.stat().st_mode & 0o077 == 0


def test_on_postgresql(operator: Operator, templates: Templates, tmp_path: Path) -> None:
    operator.set("DATABASE_URL", templates.empty("postgresql", tmp_path))
    assert operator.run("doctor").code == 1
    assert operator.run("migrate").out == "The database has the tables of this version now.\n"
    assert operator.run("init thailand-otop --json").json["new_forms"]
    assert operator.run(f"export {tmp_path / 'out'}").code == 0
    findings = {one["topic"]: one for one in operator.run("doctor --json").json["findings"]}
    assert findings["database"]["sentence"].startswith("PostgreSQL ")
    assert findings["programmes"]["ok"]
    refused = operator.run("backup a.tar.gz")
    assert (refused.code, "pg_dump" in refused.err) == (1, True)


def test_checking_a_pack_touches_no_database(operator: Operator) -> None:
    checked = operator.run("init --check nepal-odop")
    first, spoken = checked.out.splitlines()
    assert checked.code == 0
    assert re.fullmatch(r"nepal-odop: the pack is in order \(7 forms, \d+ lessons\)\.", first)
    assert re.fullmatch(r"Read aloud: ne 0 of \d+, en 0 of \d+\.", spoken)
    assert not operator.data.exists()


def test_a_wrong_pack_is_told_by_file_row_and_column(operator: Operator, tmp_path: Path) -> None:
    pack = tmp_path / "nepal-odop"
    shutil.copytree(PROGRAMMES / "nepal-odop", pack)
    areas = pack / "areas.csv"
    areas.write_text(areas.read_text("utf-8").replace("NP-P1,province,,", "NP-P1,planet,,"), "utf-8")
    wrong = operator.run(f"init {pack}")
    assert (wrong.code, wrong.out) == (1, "")
    assert "areas.csv, row 2, level: “planet” is no level" in wrong.err
    assert not operator.data.exists()
    told = operator.run(f"init {pack} --json")
    assert told.code == 1
    assert told.json["problems"][0]["row"] == 2


def test_invitations(operator: Operator) -> None:
    operator.run("init nepal-odop")
    told = operator.run("invite evaluator")
    assert told.code == 0
    link, hint, until = told.out.splitlines()
    assert link.startswith("https://t.me/YOUR_BOT?start=join_")
    assert hint == "Put your bot's name in it: OVOP_TOKEN is not set."
    assert until.startswith("For one evaluator of nepal-odop, once, until ")
    operator.run("init malawi-ovop")
    assert (
        operator.run("invite evaluator").err == "Say for which programme with --programme: malawi-ovop, nepal-odop.\n"
    )
    assert operator.run("invite evaluator --programme malawi-ovop --json").json["payload"].startswith("join_")


def test_export_backup_and_restore(operator: Operator, tmp_path: Path) -> None:
    operator.run("init nepal-odop")
    assert operator.run(f"export {tmp_path / 'out'} --json").json["files"]["answers.csv"] == 0
    assert operator.run(f"backup {tmp_path / 'a.tar.gz'}").out.endswith(
        "a.tar.gz: the database, checked, and 0 media files (0.0 MB).\n"
    )
    operator.run("init malawi-ovop")
    restored = operator.run(f"restore {tmp_path / 'a.tar.gz'}")
    assert restored.code == 0
    assert "before-restore-" in restored.out
    programmes = [one for one in operator.run("doctor --json").json["findings"] if one["topic"] == "programmes"]
    assert [one["sentence"] for one in programmes] == ["nepal-odop: its pack is as recorded."]


def test_export_says_what_it_wrote_and_by_what_days(operator: Operator, tmp_path: Path) -> None:
    operator.run("init nepal-odop")
    said = operator.run(f"export {tmp_path / 'out'} --labels ne")
    assert said.code == 0
    names = [line.partition(":")[0] for line in said.out.splitlines()]
    assert sorted(names) == sorted(file.name for file in (tmp_path / "out").iterdir())
    assert "producers.csv: 0 rows" in said.out and re.search(r"codebook.csv: [1-9]\d+ rows", said.out)
    book = operator.run(f"export {tmp_path / 'out'} --format xlsx --from 2026-11-01 --to 2026-11-30 --with-names")
    assert "export.xlsx/submissions: 0 rows" in book.out and (tmp_path / "out" / "export.xlsx").exists()
    assert (
        "Only days from 2026-11-01 to 2026-11-30, both included, of the programme's time zone: slots by due" in book.out
    )
    assert operator.run(f"export {tmp_path / 'out'} --format odk --from 2026-11-01").out.startswith("Only days from")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("--split", "--split is for --format odk; in CSV files several choices stand in one column."),
        ("--labels fr", "There are no labels in “fr”; the programmes of this export speak: ne, en."),
        ("--labels en --format odk", "--labels is for --format csv or xlsx; ODK's files have codes"),
        ("--from yesterday", "--from yesterday is no day; write it as 2026-11-24."),
        ("--to 2026-02-30", "--to 2026-02-30 is no day; write it as 2026-11-24."),
        ("--from 2569-11-24", "2569-11-24 is far off; days are of the Gregorian calendar, such as 2026-11-24."),
        ("--from 2026-11-24 --to 2026-11-23", "--from 2026-11-24 is after --to 2026-11-23; turn them round."),
        ("--programme thailand-otop", "There is no programme “thailand-otop”; this database has: nepal-odop."),
        ("--format parquet", "invalid choice: 'parquet'"),
    ],
)
def test_a_wrong_option_of_an_export_is_one_sentence_and_nothing_is_written(
    operator: Operator, tmp_path: Path, options: str, sentence: str
) -> None:
    operator.run("init nepal-odop")
    said = operator.run(f"export {tmp_path / 'out'} {options}")
    assert (said.code, said.out) == (2, "")
    assert sentence in said.err and said.err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_the_bot_refuses_to_start_without_what_it_needs(operator: Operator) -> None:
    assert operator.run("run").err.startswith("OVOP_TOKEN is not set; ask @BotFather")
    operator.set("TOKEN", "1:abcdef")
    assert operator.run("run").err == "The database has no tables yet; run: ovop migrate\n"
    operator.run("migrate")
    none = operator.run("run")
    assert (none.code, none.err) == (1, "There is no programme yet; add one, for example: ovop init thailand-otop\n")


@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        ("", 2, "The following arguments are required: COMMAND. See: ovop --help"),
        ("fly", 2, "invalid choice: 'fly'"),
        ("init", 2, "The following arguments are required: PACK. See: ovop init --help"),
        ("init atlantis", 2, "There is no pack “atlantis”; give a folder, or one of: malawi-ovop, nepal-odop"),
        ("demo --port 99999", 2, "“99999” is no port; give a number from 0 to 65535"),
        ("invite king", 2, "invalid choice: 'king' (choose from 'member', 'leader', "),
        ("invite member", 1, "The database has no tables yet; run: ovop migrate"),
        ("export out", 1, "The database has no tables yet; run: ovop migrate"),
        ("backup x", 1, "A backup is a file that ends in .tar.gz; call it x.tar.gz"),
        ("backup x.tar.gz", 1, "There is no database at"),
        ("restore x.tar.gz", 1, "There is no file x.tar.gz."),
    ],
)
def test_mistakes_are_one_sentence(operator: Operator, line: str, code: int, sentence: str) -> None:
    said = operator.run(line)
    assert (said.code, said.out) == (code, "")
    assert sentence in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("WEB_PORT", "many", "OVOP_WEB_PORT is not right: "),
        ("TOKEN", "secret", "OVOP_TOKEN is not right: a token looks like 123456:ABC-DEF"),
        ("DATABASE_URL", "mysql://x", "OVOP_DATABASE_URL is not right: it starts with"),
        ("WEBHOOK_URL", "https://x.example", "OVOP_WEBHOOK_URL needs OVOP_WEBHOOK_SECRET"),
    ],
)
def test_a_wrong_setting_is_one_sentence_before_anything_starts(
    operator: Operator, name: str, value: str, sentence: str
) -> None:
    operator.set(name, value)
    said = operator.run("init nepal-odop")
    assert (said.code, said.out) == (2, "")
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert "secret;" not in said.err
    assert not operator.data.exists()


def test_a_file_in_the_way_is_one_sentence(operator: Operator, tmp_path: Path) -> None:
    operator.run("init nepal-odop")
    (tmp_path / "out").touch()
    said = operator.run(f"export {tmp_path / 'out'}")
    assert (said.code, said.err) == (1, f"{tmp_path / 'out'}: File exists.\n")


def test_a_database_that_is_none(operator: Operator) -> None:
    operator.data.mkdir()
    (operator.data / "ovop.db").write_bytes(b"a letter to my aunt, long enough to be looked at" * 50)
    said = operator.run("migrate")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert said.err.startswith("The database cannot be opened: file is not a database.")


def test_every_command_has_help(operator: Operator) -> None:
    for command in COMMANDS:
        said = operator.run(f"{command.name} --help")
        assert (said.code, said.err) == (0, "")
        assert command.help[:20].lower() in said.out.lower().replace("\n", " ")
    assert make_parser().parse_args(["doctor"]).command.name == "doctor"


def test_nobody_is_confirmed_by_a_wrong_number(operator: Operator) -> None:
    operator.run("init nepal-odop")
    refused = operator.run("confirm 12")
    assert (refused.code, refused.out) == (2, "")
    assert "There is no person with the number 12; nobody was confirmed." in refused.err


def test_nothing_starts_with_a_setting_that_is_none(operator: Operator) -> None:
    operator.monkeypatch.setenv("OVOP_TOEKN", "1:abc")
    told = operator.run("run")
    assert (told.code, told.err) == (2, "OVOP_TOEKN is no setting of this version; did you mean OVOP_TOKEN?\n")


def test_a_backup_says_what_went_away_meanwhile(
    operator: Operator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator.run("init nepal-odop")
    (operator.data / "media").mkdir()
    for name in ("a.jpg", "b.jpg"):
        (operator.data / "media" / name).write_bytes(b"photo")
    listed = backup.media_in

    def erased(folder: Path) -> list[tuple[Path, str]]:
        found = listed(folder)
        found[0][0].unlink()
        return found

    monkeypatch.setattr(backup, "media_in", erased)
    said = operator.run(f"backup {tmp_path / 'a.tar.gz'}")
    assert said.code == 0
    assert "1 media files (" in said.out and "1 media files went away meanwhile and are not in it." in said.out
