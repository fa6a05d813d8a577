"""A child process reads and tries out one form file, JSON in, JSON out: `… -m bot.services.forms.form_child SECONDS`.

What somebody sends may be made to take for ever or all memory. Here that ends this process alone.
"""

import base64
import json
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.forms import Context, Form, FormError, Problem, Table, load_form
from bot.forms.xlsform.check import check

MEMORY = 1 << 30
TOO_BIG = 3


def main() -> None:
    """Read the order from stdin, write the result to stdout; exit code TOO_BIG when the memory was not enough.

    Its argument: after how many seconds of computing it is ended.
    """
    _limit(int(sys.argv[1]))
    try:
        told = json.dumps(_result(json.load(sys.stdin)))
    except MemoryError:
        sys.exit(TOO_BIG)
    sys.stdout.write(told)


def _limit(seconds: int) -> None:
    # there is no such module for Windows: there only the parent's patience ends it
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _result(order: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return _looked_at(_form(order), order)
    except FormError as error:
        return {"problems": [asdict(problem) for problem in error.problems]}
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a broken file makes the libraries raise: it is the file
        sentence = (
            f"This file cannot be read as a form ({type(error).__name__}). Save it again as .xlsx and try once more."
        )
        return {"problems": [asdict(Problem(sentence))]}


def _form(order: Mapping[str, Any]) -> Form:
    content = base64.b64decode(order["content"])
    source = content.decode("utf-8-sig") if order["kind"] == "md" else content
    tables = order["tables"]
    known = None if tables is None else {name: Table(tuple(rows)) for name, rows in tables.items()}
    return load_form(source, order["kind"], order["name"], known)


def _looked_at(form: Form, order: Mapping[str, Any]) -> dict[str, Any]:
    now = datetime.fromisoformat(order["now"])
    if not form.questions:
        raise FormError([Problem("The form asks nothing: write its questions below the headings.", "survey", 1)])
    seconds = int(sys.argv[1]) / 2
    end = time.monotonic() + 3 * seconds  # a busy machine gives a third of its time
    report = check(
        form,
        Context(today=now.date(), now=now),
        enough=lambda: time.process_time() > seconds or time.monotonic() > end,
    )
    return {"xml": form.xml, "rows": dict(form.rows), "report": asdict(report)}


if __name__ == "__main__":
    main()
