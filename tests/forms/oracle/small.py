"""The table of small forms: what ODK gave (functions.json), what is given here, and why where they differ."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.forms.oracle.cases import ours, same
from tests.forms.oracle.judge import HERE

KEPT = HERE / "functions.json"
PAGE = HERE.parents[2] / "docs" / "odk-functions.md"


@dataclass(frozen=True)
class Reason:
    said: str
    of: tuple[re.Pattern[str], ...]

    def holds(self, source: str) -> bool:
        return any(pattern.fullmatch(source) for pattern in self.of)


def kept() -> Mapping[str, str | None]:
    """ODK's results by expression, None where it stops with an error."""
    found: Mapping[str, str | None] = json.loads(KEPT.read_text("utf-8"))["results"]
    return found


def reasons() -> list[Reason]:
    found = tomllib.loads((HERE / "differences.toml").read_text("utf-8"))["reason"]
    return [Reason(one["said"], tuple(re.compile(pattern) for pattern in one["of"])) for one in found]


def differing() -> Iterator[tuple[str, str | None, str | None]]:
    """Each expression that is read differently: ODK's result, ours."""
    for source, theirs in kept().items():
        own = ours(source)
        if not same(own, "" if theirs == "NaN" else theirs):
            yield source, theirs, own


def page() -> str:
    """The table for people."""
    version = json.loads(KEPT.read_text("utf-8"))["engine"]
    lines = [
        "# Expressions: where forms are read otherwise than by ODK Web Forms",
        "",
        f"{len(kept())} expressions, every function of the ODK XForms specification with blanks, NaN, odd texts, dates",
        f"and repeats, are compared with ODK's own engine (`@getodk/xforms-engine` {version}); those that are not here",
        "give the same. The two engines of ODK, Web Forms and Collect's JavaRosa, do not agree with each other: where",
        "they differ, we mostly give what Collect gives. Made by `make oracle`; a test keeps it true. /data/a and",
        "/data/b are blank, /data/c is 3, /data/r/n a repeat with 4, blank and 2.",
    ]
    told = reasons()
    found = [(next(one for one in told if one.holds(case[0])), case) for case in differing()]
    for reason in told:
        lines += ["", reason.said, "", "| expression | ODK Web Forms | here |", "| --- | --- | --- |"]
        mine = [case for own, case in found if own is reason]
        lines += [f"| {_code(source)} | {_told(theirs)} | {_told(own)} |" for source, theirs, own in mine]
    return "\n".join(lines) + "\n"


def _code(source: str) -> str:
    return "`" + source.replace("|", "\\|") + "`"


def _told(result: str | None) -> str:
    if result is None:
        return "refused"
    return _code(result) if result else "blank"
