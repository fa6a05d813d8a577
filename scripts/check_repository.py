"""Keep the promises that no other tool keeps: pins without hosts, a complete README, nobody's own paths, sizes."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bot.__main__ import COMMANDS
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
TEXT = {".py", ".md", ".toml", ".txt", ".cfg", ".yml", ".yaml", ".json", ".html", ".css", ".js", ".mako", ".po", ".csv"}
# Not /root/: XPath begins like that.
HOMES = r"/home/[a-z]\w*/|/Users/\w+/"

# Lines of a file (of tests: they are lists of cases) and of a function, Python files of a folder.
LONGEST_FILE, LONGEST_TESTS, LONGEST_FUNCTION, FULLEST_FOLDER = 300, 400, 60, 20
# What may be larger, how large, and why. A line goes when what it names has been parted.
LARGER = {
    # one file a change of the tables, in their order
    "bot/store/migrations/versions": 1000,
    # the table of all commands and buttons, to be read as one
    "tests/handlers/test_records.py": 450,
    # have grown past it, and wait to be parted by what they say
    "bot/forms/xpath/compile.py": 310,
    "bot/packs/manifest.py": 330,
    "bot/services/keeping/exporting/export.py": 310,
    "bot/store/staff/checking/queue.py": 370,
    "handlers/groups/members/adding.py": 310,
    "handlers/staff/announcing/composing.py": 370,
}


def main() -> int:
    problems = [*pins(), *readme(), *paths(), *sizes(), *catalogues()]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def pins() -> Iterator[str]:
    """A pinned list says what, never from where: it must install from any mirror."""
    for file in sorted(ROOT.rglob("requirements*.txt")):
        if ".venv" in file.parts:
            continue
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if "://" in line or "file:" in line:
                yield f"{file.relative_to(ROOT)}:{number}: a pin must not name a host or a file; run: make requirements"


def readme() -> Iterator[str]:
    """Every setting and every command is in the README."""
    file = ROOT / "README.md"
    text = file.read_text("utf-8") if file.exists() else ""
    for field in Settings.model_fields:
        name = f"OVOP_{field.upper()}"
        if not re.search(rf"\b{name}\b", text):
            yield f"README.md: the setting {name} is missing; add it to the table of settings."
    for command in COMMANDS:
        if not re.search(rf"\bovop {command.name}\b", text):
            yield f"README.md: the command “ovop {command.name}” is missing; add it to the list of commands."


def paths() -> Iterator[str]:
    """What works only on the machine where it was written: its folders, and places outside this repository."""
    own = {re.escape(f"{place}/") for place in (ROOT, ROOT.parent) if len(place.parts) > 1}
    outside = re.compile(rf"(?<![\w./:-])(?:{'|'.join([*sorted(own), HOMES])})|\.\./shared\b")
    for file in _files():
        if file == Path(__file__).resolve():
            continue
        for number, line in enumerate(file.read_text("utf-8", errors="replace").splitlines(), 1):
            if found := outside.search(line):
                yield f"{file.relative_to(ROOT)}:{number}: “{found[0]}” is a path of one machine; leave it out."


def sizes() -> Iterator[str]:
    """A file, a function and a folder can be taken in at one look."""
    code = [file for file in _files() if file.suffix == ".py"]
    known = set(LARGER)
    for folder, number in sorted(Counter(str(file.parent.relative_to(ROOT)) for file in code).items()):
        known.discard(folder)
        if number > LARGER.get(folder, FULLEST_FOLDER):
            yield f"{folder}: {number} Python files, and {FULLEST_FOLDER} are enough; find the rooms it has."
    for file in code:
        name, text = str(file.relative_to(ROOT)), file.read_text("utf-8")
        known.discard(name)
        length = text.count("\n")
        usual = LONGEST_TESTS if name.startswith("tests/") else LONGEST_FILE
        if length > LARGER.get(name, usual):
            yield f"{name}: {length} lines, and {usual} are enough; part it by what it is about."
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                lines = node.end_lineno - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    yield f"{name}:{node.lineno}: {node.name} has {lines} lines, and {LONGEST_FUNCTION} are enough."
    yield from (f"{name}: is in LARGER and is not there any more; take its line away." for name in sorted(known))


def _files() -> Iterator[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    # Without git (an unpacked archive) every file counts that is not hidden.
    names = listed.stdout.split("\0") if listed.returncode == 0 else _unhidden()
    files = (ROOT / name for name in names if name)
    yield from (file for file in files if file.is_file() and (file.suffix in TEXT or not file.suffix))


def _unhidden() -> list[str]:
    names = (file.relative_to(ROOT) for file in ROOT.rglob("*"))
    return [str(name) for name in names if not any(part.startswith(".") for part in name.parts)]


def catalogues() -> Iterator[str]:
    """The catalogues are complete; their own script says what is not."""
    script = ROOT / "scripts" / "catalogues.py"
    if script.exists() and subprocess.run([sys.executable, str(script), "--check"]).returncode:
        yield "locales: the catalogues are not in order (see above); run: make catalogues"


if __name__ == "__main__":
    sys.exit(main())
