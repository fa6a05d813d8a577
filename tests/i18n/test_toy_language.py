"""A language is added as CONTRIBUTING says, in a temporary folder: a producer registers in it and keeps her book.

The toy language is English with the letters of every word turned round; what the bot says has a sign before it.
"""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.catalog import Message

from bot.packs import PackError, load_pack

ROOT = Path(__file__).parents[2]
TOY = "qaa"
SIGN = "¶ "
CHAT = Path(__file__).parent / "toy_language.txt"
# Texts that are not words: expressions, and how a date is put together.
NO_WORDS = {"verb_like", "places", "medium", "long", "full", "month", "gregorian"}
LANGUAGE = """
order = 1000
names = ["Yot", "Toyish"]
fonts = []

[script]
letters = ""
signs = ""
spaces = true
joined = false
sentence_ends = ""
repetition_signs = ""

[folding]
alike = {}
left_out = ""

[mistyped]
alike = {}
left_out = ""
"""
META = f"""
[{TOY}]
name = "Yot"
digits = "0123456789"
calendar = "gregorian"
decimal = "."
group = ","
grouping = "3"
script = "Latn"
direction = "ltr"
plural = {{ one = "n = 1" }}
fallback = "en"
reviewed = "no"
"""
HOOKS = '''"""Toyish: its plurals have their s in front."""


def plurals(word: str) -> tuple[str, ...]:
    return ("s" + word,)
'''


def turned(text: str) -> str:
    return " ".join(word if word == "{}" else word[::-1] for word in text.split(" "))  # a place for another word


def in_toyish(value: Any, key: str = "") -> Any:
    """Every word replaced, lists and tables as they were."""
    if isinstance(value, dict):
        return {name: in_toyish(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [in_toyish(one) for one in value]
    return turned(value) if isinstance(value, str) and key not in NO_WORDS else value


def written(value: Any) -> str:
    """A value of TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = {written(one)}' for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, str):
        # what TOML escapes, JSON does too
        return json.dumps(value, ensure_ascii=False)
    return str(value).lower()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What CONTRIBUTING says, in its order."""
    made = tmp_path_factory.mktemp("toy")
    add_words(made)
    add_catalogue(made)
    add_to_pack(made)
    return made


def add_words(made: Path) -> None:
    own = made / "languages" / TOY
    shutil.copytree(ROOT / "bot" / "i18n" / "languages" / "en", own, ignore=shutil.ignore_patterns("__pycache__"))
    (own / "language.toml").write_text(LANGUAGE, encoding="utf-8")
    (own / "hooks.py").write_text(HOOKS, encoding="utf-8")
    for name in ("words", "book", "nouns", "secrets", "groups", "members", "codes", "wallets"):
        table = in_toyish(tomllib.loads((own / f"{name}.toml").read_text("utf-8")))
        lines = (f'"{key}" = {written(value)}' for key, value in table.items())
        (own / f"{name}.toml").write_text("\n".join(lines), encoding="utf-8")


def add_catalogue(made: Path) -> None:
    shutil.copytree(ROOT / "locales", made / "locales", ignore=shutil.ignore_patterns("__pycache__"))
    with (made / "locales" / "meta.toml").open("a", encoding="utf-8") as meta:
        meta.write(META)
    for name in ("bot", "handlers", "jobs", "web"):
        (made / name).symlink_to(ROOT / name)
    script = catalogues_script()
    assert script.main([], made) == 0
    toy = next(locale for locale in script.translated(made) if locale.language == TOY)
    path = script.po_path(made / "locales", TOY)
    catalogue = script.read_catalogue(path, toy)
    for message in catalogue:
        if message.id:
            message.string = translated(message)
    path.write_text(script.written(toy, catalogue), encoding="utf-8")
    assert script.check(made) == []


def translated(message: Message) -> str | tuple[str, ...]:
    return SIGN + message.id if isinstance(message.id, str) else tuple(SIGN + form for form in message.id)


def catalogues_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogues_script", ROOT / "scripts" / "catalogues.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def add_to_pack(made: Path) -> None:
    """The code first: all that is missing is told; then the texts, here those of a language that the pack had."""
    pack = made / "toy-ovop"
    shutil.copytree(ROOT / "programmes" / "malawi-ovop", pack)
    manifest = pack / "programme.toml"
    change(manifest, lambda text: text.replace("malawi-ovop", "toy-ovop").replace('["ny", "en"]', f'["{TOY}", "en"]'))
    with pytest.raises(PackError) as error:
        load_pack(pack)
    told = "\n".join(map(str, error.value.problems))
    assert TOY in told and "checkin.md" in told and "areas.csv" in told
    change(manifest, lambda text: re.sub(r"\bny = ", f"{TOY} = ", text))
    for path in (*pack.glob("*.csv"), *pack.glob("forms/*.md")):
        change(path, lambda text: text.replace("Chichewa (ny)", f"Yot ({TOY})"))
    assert load_pack(pack).lessons == ()  # no common lesson speaks it
    (pack / "lessons").mkdir()
    lesson = pack / "lessons" / "01-write-it-down.md"
    shutil.copy(ROOT / "programmes" / "common" / "lessons" / lesson.name, lesson)
    change(lesson, lambda text: text.replace("\n## ny\n", f"\n## {TOY}\n"))
    assert [TOY in one.texts for one in load_pack(pack).lessons] == [True]


def change(path: Path, how: Callable[[str], str]) -> None:
    path.write_text(how(path.read_text("utf-8")), encoding="utf-8")


def test_a_producer_registers_and_keeps_her_book_in_a_language_of_a_folder(
    folder: Path, request: pytest.FixtureRequest
) -> None:
    command = [sys.executable, "-W", "error::UserWarning", "-m", "tests.i18n.toy_language", folder, CHAT]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    chat, _, goods = done.stdout.rpartition("# ")
    if request.config.getoption("--record"):
        CHAT.write_text(chat, encoding="utf-8")
    assert chat == CHAT.read_text("utf-8")
    assert goods == f"{TOY}: paos, spaos\n"


def test_a_hook_that_nobody_asks_for_is_told(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "languages", tmp_path / "languages")
    change(tmp_path / "languages" / TOY / "hooks.py", lambda text: text.replace("plurals", "purals"))
    code = (
        "import sys; from pathlib import Path; from bot.i18n import language_hooks, languages\n"
        f"languages.look_in(Path(sys.argv[1])); language_hooks.hooks('{TOY}')"
    )
    command = [sys.executable, "-c", code, tmp_path / "languages"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert f"{TOY}/hooks.py: no such hooks: purals" in done.stderr
