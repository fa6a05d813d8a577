"""Keep the promises that no other tool keeps: pins without hosts, a README that is complete, nobody's own paths."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.__main__ import COMMANDS
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
TEXT = {".py", ".md", ".toml", ".txt", ".cfg", ".yml", ".yaml", ".json", ".html", ".css", ".js", ".mako", ".po", ".csv"}
# Not /root/: XPath begins like that.
HOMES = r"/home/[a-z]\w*/|/Users/\w+/"


def main() -> int:
    problems = [*pins(), *readme(), *paths(), *catalogues()]
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
