"""An operator at a keyboard: `ovop` run in process, in a folder of its own, with settings as in the environment."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from tests.system.databases import Templates


@dataclass(frozen=True)
class Outcome:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Operator:
    """Runs commands; `data` is OVOP_DATA_DIR."""

    data: Path
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch
    templates: Templates

    def set(self, name: str, value: str) -> None:
        self.monkeypatch.setenv(f"OVOP_{name}", value)

    def begin(self, pack: str) -> None:
        """A programme to go on from: `ovop init`, in a database whose tables are there already, which is faster."""
        self.templates.copy("sqlite", self.data)
        assert self.run(f"init {pack}").code == 0

    def run(self, line: str) -> Outcome:
        """`ovop …`: words are parted by blanks."""
        self.capsys.readouterr()
        with logging_as_it_was():
            try:
                code = main(line.split())
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 1
        said = self.capsys.readouterr()
        return Outcome(code, said.out, said.err)


@contextmanager
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, hook = root.handlers[:], root.level, sys.excepthook
    levels = {name: logging.getLogger(name).level for name in list(root.manager.loggerDict)}
    try:
        yield
    finally:
        root.handlers[:], sys.excepthook = handlers, hook
        root.setLevel(level)
        for name in list(root.manager.loggerDict):
            logging.getLogger(name).setLevel(levels.get(name, logging.NOTSET))
        logging.captureWarnings(False)
