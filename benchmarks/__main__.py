"""`make bench`: our bot and its peers on the same API, in turn, in one session; a table, or JSON.

python -m benchmarks [--people 1000] [--at-once 200] [--runs 3] [--only NAME] [--json]
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path

from benchmarks.contestants import AIOGRAM, AIOGRAM_UVLOOP, BUN, GRAMMY, GRAMMY_DISK, PTB, ours
from benchmarks.race import HERE, Contestant, Load, Run, run

CONTESTANTS = (ours(), AIOGRAM, AIOGRAM_UVLOOP, PTB, GRAMMY, GRAMMY_DISK)
ON_BUN = (GRAMMY, GRAMMY_DISK)
NO_BUN = "grammY is left out: it needs npm (Node.js); install that, then run: make bench"
# Beside aiogram in the same run: so many times its updates at least; so much of its CPU, of its longest wait at most.
ENOUGH, MOST_CPU, LONGEST = 1.85, 0.55, 1.1
MOST_MEMORY = 115
HEAD = f"{'':<22}{'updates/s':>10}{'CPU µs':>9}{'p50 ms':>9}{'p99 ms':>9}{'peak MB':>9}{'wrong':>7}"


def measure(contestants: Sequence[Contestant], load: Load, runs: int, folder: Path) -> dict[str, list[Run]]:
    """Every contestant so many times, in turn, so that whatever else the machine does falls on all."""
    found: dict[str, list[Run]] = {one.name: [] for one in contestants}
    for number in range(runs):
        for one in contestants:
            print(f"run {number + 1} of {runs}: {one.name} …", file=sys.stderr)
            found[one.name].append(run(one, load, folder))
    return found


def median(runs: Sequence[Run]) -> Run:
    """The median of each figure; of what was wrong and done the worst."""
    middle = {one.name: statistics.median(getattr(each, one.name) for each in runs) for one in fields(Run)}
    worst = {"wrong": max(each.wrong for each in runs), "done": min(each.done for each in runs)}
    return Run(**{**middle, **worst})


def table(medians: Mapping[str, Run]) -> str:
    """The medians and how ours compares."""
    lines = [HEAD]
    for name, one in medians.items():
        figures = (
            f"{one.per_second:>10.0f}{one.cpu:>9.0f}{one.p50:>9.1f}{one.p99:>9.1f}{one.memory:>9.1f}{one.wrong:>7}"
        )
        lines.append(f"{name:<22}{figures}")
    if "ours" in medians:
        mine = medians["ours"]
        others = {name: one for name, one in medians.items() if name != "ours"}
        lines += [
            f"ours / {name}: {mine.per_second / one.per_second:.2f} × updates/s, {mine.cpu / one.cpu:.2f} × CPU,"
            f" {mine.p99 / one.p99:.2f} × p99"
            for name, one in others.items()
        ]
    return "\n".join(lines)


def verdict(medians: Mapping[str, Run]) -> list[str]:
    """What is not as it has to be."""
    problems = [f"{name}: {one.wrong} rows are wrong" for name, one in medians.items() if one.wrong]
    if "ours" in medians and AIOGRAM.name in medians:
        mine, peer = medians["ours"], medians[AIOGRAM.name]
        if mine.per_second < ENOUGH * peer.per_second:
            problems.append(f"ours is not {ENOUGH} × as fast as aiogram")
        if mine.cpu > MOST_CPU * peer.cpu:
            problems.append(f"ours takes more than {MOST_CPU} × aiogram's CPU")
        if mine.p99 > LONGEST * peer.p99:
            problems.append(f"at ours one of a hundred waits more than {LONGEST} × as long as at aiogram")
        if mine.memory > MOST_MEMORY:
            problems.append(f"ours needs more than {MOST_MEMORY} MB")
    return problems


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("people", 1000), ("at-once", 200), ("runs", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--only", action="append", choices=[one.name for one in CONTESTANTS])
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    chosen = [one for one in CONTESTANTS if not given.only or one.name in given.only]
    if not BUN.exists():
        if set(chosen) & set(ON_BUN):
            print(NO_BUN, file=sys.stderr)
        chosen = [one for one in chosen if one not in ON_BUN]
    # the databases are on the disk that the project is on: a folder in memory would make a commit cheap
    with tempfile.TemporaryDirectory(dir=HERE, prefix=".venv-run-") as folder:
        found = measure(chosen, Load(given.people, given.at_once), given.runs, Path(folder))
    medians = {name: median(runs) for name, runs in found.items()}
    if given.json:
        print(json.dumps({"medians": {name: asdict(one) for name, one in medians.items()},
                          "runs": {name: [asdict(one) for one in runs] for name, runs in found.items()}}))  # fmt: skip
    else:
        print(table(medians))
    problems = verdict(medians)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
