"""The docs say what is so: what they name exists, links lead somewhere, no setting, command or language is left out."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS, make_parser
from bot.settings import Settings
from handlers.commands import COMMANDS as CHAT_COMMANDS
from web.health import ALIVE, METRICS, READY

ROOT = Path(__file__).resolve().parent.parent
DOCS = sorted(
    path
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "programmes/README.md"]
    if path.name != "LICENSE.md"
)
README, OPERATIONS, GLOSSARY = ROOT / "README.md", ROOT / "docs/operations.md", ROOT / "docs/glossary.md"
CODE = (
    "bot",
    "handlers",
    "jobs",
    "web",
    "simulator",
    "programmes",
    "scripts",
    "tests",
    "locales",
    "docs",
    "benchmarks",
    "deploy",
)
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^]]*\]\(([^)\s]+)\)")
INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
PLACEHOLDERS = {
    "OLD": "12",
    "NEW": "345",
    "PERSON": "12",
    "PACK": "thailand-otop",
    "N": "0",
    "FILE": "b.tar.gz",
    "DIR": "out",
    "ROLE": "member",
    "ID": "1",
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def without_code(text: str) -> str:
    return FENCE.sub("", text)


def shell_lines(path: Path) -> Iterator[str]:
    """The lines of a document's sh blocks, without remarks."""
    for language, body in FENCE.findall(path.read_text("utf-8")):
        if language == "sh":
            yield from (line.partition(" #")[0].strip() for line in body.splitlines() if line.strip())


def inline(path: Path) -> Iterator[str]:
    """What stands between backquotes in a document's running text; what is made up says "for example" before it."""
    text = without_code(path.read_text("utf-8"))
    yield from INLINE.findall(re.sub(r"for example `[^`]+`", "", text))


def headings(path: Path) -> set[str]:
    """The anchors that a hosting site makes of a document's headings."""
    found = re.findall(r"^#+ (.+)$", without_code(path.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in found}


def tasks() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def table(path: Path, heading: str) -> list[list[str]]:
    """The rows of the first table whose first heading is this one."""
    lines = path.read_text("utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("|") and cells(line)[0] == heading)
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append(cells(line))
    return rows


def parses(words: list[str]) -> bool:
    try:
        make_parser().parse_args([PLACEHOLDERS.get(word, word) for word in words])
    except SystemExit as left:
        return left.code in (0, None)
    return True


@pytest.mark.parametrize("path", DOCS, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(without_code(path.read_text("utf-8"))):
        if "://" in target or target.startswith("mailto:"):
            continue
        file, _, anchor = target.partition("#")
        found = (path.parent / file).resolve() if file else path
        assert found.exists(), f"{name_of(path)} links to {target}"
        if anchor:
            assert anchor in headings(found), f"{name_of(path)}: there is no heading {target}"


@pytest.mark.parametrize("path", DOCS, ids=name_of)
def test_files_that_are_named_exist(path: Path) -> None:
    for said in inline(path):
        named = re.fullmatch(rf"(?:{'|'.join(CODE)})/[\w./-]*", said)
        if named:
            assert (ROOT / said).exists(), f"{name_of(path)} names {said}"


@pytest.mark.parametrize("path", DOCS, ids=name_of)
def test_settings_that_are_named_exist(path: Path) -> None:
    named = set(re.findall(r"\bOVOP_[A-Z_]*[A-Z]\b", path.read_text("utf-8")))
    known = {f"OVOP_{field.upper()}" for field in Settings.model_fields}
    assert named <= known, f"{name_of(path)}: {sorted(named - known)}"


@pytest.mark.parametrize("path", DOCS, ids=name_of)
def test_commands_in_blocks_are_real(path: Path) -> None:
    for line in shell_lines(path):
        words = shlex.split(line)
        while words and re.match(r"\w+=", words[0]):
            del words[0]
        if words and words[0].rpartition("/")[2] == "ovop":
            assert parses(words[1:]), f"{name_of(path)}: {line}"
        elif words and words[0] == "make":
            asked = [word for word in words[1:] if word.isalpha() and word != "ovop"]
            assert set(asked) <= tasks(), f"{name_of(path)}: {line}"


@pytest.mark.parametrize("path", DOCS, ids=name_of)
def test_commands_in_the_text_are_real(path: Path) -> None:
    known = {command.name for command in COMMANDS}
    for said in inline(path):
        words = said.split()
        if words[0] == "ovop" and len(words) > 1 and words[1] not in ("COMMAND", "--version"):
            assert words[1] in known, f"{name_of(path)}: {said}"
            for word in re.findall(r"--[\w-]+", said):
                assert word in _help(words[1]), f"{name_of(path)}: {said}"
        elif words[0] == "make" and len(words) > 1:
            assert words[1] in tasks(), f"{name_of(path)}: {said}"


def _help(command: str) -> str:
    parser = make_parser()
    action = next(one for one in parser._actions if isinstance(one.choices, dict))
    return str(action.choices[command].format_help())


def test_the_readme_tells_every_setting_with_its_default() -> None:
    rows = {row[0].strip("`"): row[1].strip("`") for row in table(README, "setting")}
    assert set(rows) == {f"OVOP_{field.upper()}" for field in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, str | int | float | Path) and str(field.default):
            assert rows[f"OVOP_{name.upper()}"] == str(field.default).removesuffix(".0")


def test_the_readme_tells_every_command_with_all_it_takes() -> None:
    rows = {row[0].strip("`").split()[1]: row[0].strip("`") for row in table(README, "command")}
    assert set(rows) == {command.name for command in COMMANDS}
    for name, shown in rows.items():
        taken = set(re.findall(r"--[\w-]+", _help(name))) - {"--help", "--json"}
        assert set(re.findall(r"--[\w-]+", shown)) == taken
        whole = re.sub(r"[\[\]]", "", shown).replace("--programme CODE", "--programme thailand-otop")
        assert parses(whole.replace("--area CODE", "--area 50").split()[1:])


def test_the_readme_tells_which_commands_print_json() -> None:
    line = next(one for one in README.read_text("utf-8").splitlines() if "have `--json`" in one)
    assert set(INLINE.findall(line)) - {"--json"} == {one.name for one in COMMANDS if "--json" in _help(one.name)}


def test_operations_name_every_command_but_the_demo() -> None:
    text = OPERATIONS.read_text("utf-8")
    for command in COMMANDS:
        assert command.name == "demo" or re.search(rf"\bovop {command.name}\b", text), command.name


def test_the_readme_tells_every_language_and_who_has_read_it() -> None:
    meta = tomllib.loads((ROOT / "locales/meta.toml").read_text("utf-8"))
    rows = {re.search(r"`(\w+)`", row[0])[1]: row[2] for row in table(README, "language")}  # type: ignore[index]
    assert set(rows) == set(meta)
    for language, about in meta.items():
        assert ("machine" in rows[language]) is (about["reviewed"] == "no"), language


def test_the_readme_names_every_folder_and_programme() -> None:
    shown = {row[0].strip("`/") for row in table(README, "folder")}
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - {"tests"} <= shown
    assert {path.parent.name for path in ROOT.glob("programmes/*/programme.toml")} <= set(inline(README))


def test_the_glossary_names_what_the_code_has() -> None:
    code = "\n".join(
        path.read_text("utf-8")
        for folder in ("bot", "handlers", "jobs", "web", "simulator", "programmes")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".toml", ".md"}
    )
    words = set(re.findall(r"\w+", code))
    rows = [cells(line) for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("|")]
    named = {name for row in rows for name in INLINE.findall(row[2])}
    assert len(named) > 60
    missing = {name for name in named if name not in words}
    assert not missing


def test_the_glossary_has_a_word_or_a_dash_in_each_language() -> None:
    rows = [cells(line) for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("|")]
    assert all(len(row) in (3, 7) and all(row) for row in rows)


@pytest.mark.parametrize(("place", "language"), [(4, "th"), (5, "ne"), (6, "ny")])
def test_the_glossary_has_the_words_that_the_bot_says(place: int, language: str) -> None:
    packs = ROOT / "programmes"
    texts = [ROOT / f"locales/{language}/LC_MESSAGES/messages.po", ROOT / f"docs/glossary-{language}.md"]
    texts += [path for path in packs.rglob("*.*") if path.suffix in {".md", ".toml", ".csv"}]
    said = "\n".join(path.read_text("utf-8") for path in texts).lower()
    rows = [cells(line) for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("|")]
    words = {word.strip() for row in rows[1:] if len(row) == 7 for word in re.split("[,…]", row[place])}
    unknown = {word for word in words - {"—", "---", language} if word.lower() not in said}
    assert not unknown


def test_every_decision_is_in_the_index() -> None:
    index = ROOT / "docs/decisions/README.md"
    listed = re.findall(r"\((\d{4}-[\w-]+\.md)\)", index.read_text("utf-8"))
    kept = [path.name for path in sorted(index.parent.glob("[0-9]*.md"))]
    assert listed == kept


def test_what_is_said_of_the_chat_is_in_the_chat() -> None:
    """Commands that the README and operations promise to people are in the router's table; else they are addresses."""
    addresses = {*ALIVE, READY, METRICS}
    for path in (README, OPERATIONS):
        for said in inline(path):
            if re.fullmatch(r"/[a-z]+", said) and said not in addresses and not (ROOT / said[1:]).exists():
                assert said[1:] in CHAT_COMMANDS, f"{name_of(path)}: {said}"


def test_the_picture_is_small() -> None:
    pictures = list((ROOT / "docs/pictures").iterdir())
    assert pictures
    assert all(picture.stat().st_size < 300_000 for picture in pictures)
