"""What the log called an error or a warning lately is known to the doctor, with what to do: a row for each of ours."""

import ast
import json
import logging
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import logs
from bot.domain.clock_trust import Reading, Trust, what_waits
from bot.services.keeping import troubles
from bot.services.keeping.doctor import examine
from bot.services.keeping.findings import Finding
from bot.store import StoreTrouble
from tests.services.village import NOW

ROOT = Path(__file__).resolve().parents[3]
LOUD = {"warning", "error", "exception", "critical"}
# Sentences that are said whole, or ended with.
WHOLE = [
    StoreTrouble("disk I/O error").sentence,
    StoreTrouble("malformed", damaged=True).sentence,
    *(what_waits(Reading(NOW, trust, timedelta(days=9), since)) for trust in Trust for since in (None, timedelta(2))),
]
# Of the operators' table: what a command says at once, and to nobody later.
AT_ONCE = {"The bot is running on this database"}


def ours() -> Iterator[str]:
    """Every sentence that our code logs as a warning or worse, or ends a process with."""
    for folder in ("bot", "handlers", "jobs", "web"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
            named = {
                node.targets[0].id: node.value
                for node in nodes
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            }
            for node in nodes:
                if isinstance(node, ast.Call) and (said := _sentence(node, named)):
                    yield said


def _sentence(call: ast.Call, named: dict[str, ast.expr]) -> str:
    match call.func:
        case ast.Attribute(value=ast.Name(id="log"), attr=level) if level in LOUD:
            pass
        case ast.Name(id="CannotGoOn"):
            pass
        case _:
            return ""
    first = call.args[0]
    whole = named.get(first.id, first) if isinstance(first, ast.Name) else first
    return "".join(str(part.value) for part in ast.walk(whole) if isinstance(part, ast.Constant))


def test_each_line_of_ours_has_its_advice() -> None:
    said = [line for line in {*ours(), *WHOLE} if line.strip("%s")]
    assert len(said) > 30
    assert [line for line in said if troubles.advice(line) == troubles.UNKNOWN] == []


def test_each_line_of_the_operators_table_has_its_advice() -> None:
    text = (ROOT / "docs/operations.md").read_text("utf-8").partition("## What to do when")[2]
    rows = [line.split("|")[1] for line in text.partition("\n## ")[0].splitlines() if line.startswith("|")]
    named = {words for row in rows for words in re.findall(r"`([^`]+)`", row)} - AT_ONCE
    assert len(named) > 15
    assert [words for words in named if troubles.advice(words) == troubles.UNKNOWN] == []


def test_no_advice_is_for_nothing() -> None:
    docs = (ROOT / "docs/operations.md").read_text("utf-8")
    code = "\n".join([*ours(), *WHOLE, docs, *(f.read_text("utf-8") for f in (ROOT / "bot").rglob("*.py"))])
    assert [words for words, _ in troubles.known() if words not in code] == []


def test_what_is_unknown_is_to_be_reported() -> None:
    assert troubles.advice("something of a library") == troubles.UNKNOWN


# The file


def line(level: str, said: str, ago: timedelta = timedelta(), template: str | None = None) -> str:
    at = f"{NOW - ago:%Y-%m-%dT%H:%M:%SZ}"
    told = {"at": at, "level": level, "logger": "bot", "said": said, "template": template or said}
    return json.dumps(told) + "\n"


def told(data: Path, *lines: str, older: str = "") -> list[Finding]:
    (data / troubles.FILE).write_text("".join(lines), "utf-8")
    if older:
        (data / f"{troubles.FILE}.1").write_text(older, "utf-8")
    return [one for one in examine(f"sqlite+aiosqlite:///{data / 'x.db'}", data, NOW) if one.topic in ("log", "bot")]


NO_BACKUP = "no backup tonight: the disk is full"
START, HOUR, DAY = "START", timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("lines", "ok", "begins"),
    [
        ([], True, "The log has called nothing an error"),
        ([line("ERROR", NO_BACKUP)], False, "Once, last at 2026-11-24 04:00 UTC, the log said: no backup tonight: the"),
        ([line("CRITICAL", "It fails again and again: X.", HOUR)], False, "Once, last at 2026-11-24 03:00 UTC"),
        ([line("WARNING", "bot 1: Telegram is out of reach, trying again: x")], True, "Once"),
        ([line("ERROR", "a 1", HOUR, "a %s"), line("ERROR", "a 2", template="a %s")], False, "2 times, last"),
        # what was said before the last start was mended, perhaps; of the last hour nobody knows yet
        ([line("ERROR", NO_BACKUP, 3 * HOUR), line(START, "starts", 2 * HOUR)], True, "The log has called nothing"),
        ([line("ERROR", NO_BACKUP, HOUR / 2), line(START, "starts", HOUR / 3)], False, "Once"),
        ([line(START, "starts", 20 * HOUR), line("ERROR", NO_BACKUP, 3 * HOUR)], False, "Once"),
        ([line(START, "starts", 2 * DAY), line("ERROR", NO_BACKUP, 1.1 * DAY)], True, "The log has called nothing"),
        # of a clock that ran ahead
        ([line("ERROR", NO_BACKUP, -1500 * DAY)], True, "The log has called nothing"),
        # a line cut by a kill, and what nobody of ours has written
        (['{"at": "2026-\n', "[]\n", "7\n", "\x00\n", line("ERROR", NO_BACKUP)], False, "Once"),
    ],
)
def test_what_is_told(tmp_path: Path, lines: list[str], ok: bool, begins: str) -> None:
    (seen,) = told(tmp_path, *lines)
    assert (seen.ok, seen.topic, seen.sentence.startswith(begins)) == (ok, "log", True), seen.sentence


def test_the_advice_stands_beside_it(tmp_path: Path) -> None:
    (seen,) = told(tmp_path, line("ERROR", NO_BACKUP))
    assert seen.sentence.endswith(
        "the disk is full. Mend what it names; the next night makes one, and now: ovop backup FILE"
    )


def test_a_bot_that_starts_again_and_again(tmp_path: Path) -> None:
    starts = [line(START, "starts", timedelta(minutes=10 * number)) for number in range(6)]
    assert [one.topic for one in told(tmp_path, *starts[:3])] == ["log"]
    often, _ = told(tmp_path, *starts[:3], older="".join(starts[3:]))
    assert (often.ok, often.topic) == (False, "bot")
    assert often.sentence.startswith("It has started 6 times in the last hour: something ends it.")


def test_what_the_log_keeps_is_what_the_doctor_reads(tmp_path: Path) -> None:
    memory = logs.Memory(tmp_path / troubles.FILE, ["42:short"])
    memory.add(logs.STARTS, "starts")
    for level, said in ((logging.INFO, "all is well"), (logging.ERROR, "message 7 was refused: 42:short")):
        record = logging.makeLogRecord({"levelno": level, "levelname": logging.getLevelName(level), "msg": said})
        if level >= memory.level:
            memory.handle(record)
    try:
        raise ValueError("Mary owes 500")
    except ValueError:
        trace = logging.makeLogRecord({"levelno": 40, "levelname": "ERROR", "msg": "it broke", "exc_info": True})
        memory.handle(trace)
    memory.close()
    text = (tmp_path / troubles.FILE).read_text("utf-8")
    assert "short" not in text and "Mary" not in text and "Traceback" not in text
    assert (tmp_path / troubles.FILE).stat().st_mode & 0o077 == 0
    now = datetime.fromisoformat(json.loads(text.splitlines()[0])["at"])
    lately = troubles.lately(tmp_path, now)
    assert lately.starts == 1
    assert [one.last.said for one in lately.errors] == ["it broke", "message 7 was refused: [token]"]


def test_the_file_stays_small_and_a_folder_that_is_gone_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(logs.Memory, "MOST", 2000)
    memory = logs.Memory(tmp_path / troubles.FILE)
    for number in range(100):
        memory.add(logging.CRITICAL, f"line {number}")
    memory.close()
    kept = sorted(file.name for file in tmp_path.iterdir())
    assert kept == [troubles.FILE, f"{troubles.FILE}.1"]
    assert all(file.stat().st_size <= 2000 for file in tmp_path.iterdir())
    lost = logs.Memory(tmp_path / "gone" / troubles.FILE)
    lost.add(logging.CRITICAL, "nobody hears")
    lost.close()
    assert not (tmp_path / "gone").exists()
    assert capsys.readouterr().err == ""
