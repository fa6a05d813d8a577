"""Form files from staff: read and tried out in a child process with limits of time and memory, never in this one."""

import base64
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath
from typing import Any

from bot.forms import Form, FormError, Problem, Table, form_from_xml
from bot.forms.xlsform.check import Length, Report
from bot.packs import version_of
from bot.services.forms.form_child import MEMORY, TOO_BIG

KINDS = {".xlsx": "xlsx", ".xls": "xls", ".md": "md"}
CPU_SECONDS, SECONDS = 20, 90
LARGEST = 20_000_000
LONGEST_NAME = 40

_FEW_NAMES = re.compile(r"[^a-z0-9]+")
_PROBLEMS = ("repairs", "warnings", "missing", "lacking", "unreachable", "never_asked", "stuck")
_LENGTHS = ("shortest", "usual", "longest")


@dataclass(frozen=True, slots=True)
class FormFile:
    """A form as a file: its name with its ending, and what is in it."""

    file: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Examined:
    """A form file that can be used: the form's XForm XML, the rows of its questions, and what was seen of it."""

    name: str
    xml: str
    rows: Mapping[str, int]
    report: Report

    def form(self, programme: str, tables: Mapping[str, Table]) -> Form:
        """The form as a version of a programme's."""
        form = form_from_xml(self.xml, tables)
        return replace(form, hash=version_of(programme, self.xml), rows=self.rows, repairs=self.report.repairs)


def kind_of(file: str) -> str | None:
    """What a file is by its ending: xlsx, xls or md; None for anything else."""
    return KINDS.get(PurePath(file).suffix.lower())


def name_for(file: str) -> str:
    """A form's name from its file's: small letters, digits and _, beginning with a letter."""
    plain = _FEW_NAMES.sub("_", PurePath(file).stem.lower()).strip("_")[:LONGEST_NAME].rstrip("_")
    return plain if plain[:1].isalpha() else f"form_{plain}".rstrip("_")


def examine(given: FormFile, name: str, tables: Mapping[str, Table] | None, now: datetime) -> Examined:
    """Read a form file and fill it in many times at random; raises FormError with all that is wrong.

    It takes 20 seconds of computing, 90 seconds and 1 GiB at most. `tables`: the pack's by file name, None without one;
    `now`: the moment that the fillings are made at.
    """
    kind = kind_of(given.file)
    if kind is None:
        raise _refusal("A form is a file that ends in .xlsx, .xls or .md.")
    if len(given.content) > LARGEST:
        raise _refusal(f"The file is larger than {LARGEST // 1_000_000} MB; take pictures out of it.")
    order = {
        "kind": kind,
        "name": name,
        "content": base64.b64encode(given.content).decode(),
        "tables": None if tables is None else {file: [dict(row) for row in one.rows] for file, one in tables.items()},
        "now": now.isoformat(),
    }
    told = _from_child(json.dumps(order))
    if "problems" in told:
        raise FormError([Problem(**problem) for problem in told["problems"]])
    return Examined(name, told["xml"], told["rows"], report_from(told["report"]))


def report_from(told: Mapping[str, Any]) -> Report:
    """A report from its JSON."""
    problems = {key: tuple(Problem(**one) for one in told[key]) for key in _PROBLEMS}
    lengths = {key: None if told[key] is None else Length(**told[key]) for key in _LENGTHS}
    return Report(**{**told, **problems, **lengths, "languages": tuple(told["languages"])})


def _from_child(order: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bot.services.forms.form_child", str(CPU_SECONDS)]
    # nothing of our environment: the bot's token is in it
    surroundings = {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            command, input=order, capture_output=True, encoding="utf-8", timeout=SECONDS, env=surroundings, check=False
        )
    except subprocess.TimeoutExpired:
        raise _refusal("The machine is too busy to check the form now. Try again in a few minutes.") from None
    if done.returncode == 0:
        result: dict[str, Any] = json.loads(done.stdout)
        return result
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise _too_slow()
    if done.returncode == TOO_BIG or "MemoryError" in done.stderr:
        raise _refusal(
            f"The form takes more than {MEMORY >> 20} MB of memory. Keep long lists out of it, in areas.csv."
        )
    raise _refusal("The form brought the checker down. Look for what is unusual in it, such as very long cells.")


def _too_slow() -> FormError:
    return _refusal(
        f"Checking the form takes more than {CPU_SECONDS} seconds. Make it shorter, or its expressions simpler."
    )


def _refusal(sentence: str) -> FormError:
    return FormError([Problem(sentence)])
