"""Catalogues: collect the marked messages into messages.pot, bring every language's .po up to date, or check them all.

python scripts/catalogues.py             update locales/messages.pot and locales/<language>/LC_MESSAGES/messages.po
python scripts/catalogues.py --check     say what is missing or broken; exit code 1 if anything is
"""

import argparse
import ast
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file

from bot.i18n.languages import SOURCE
from bot.i18n.locale import Locale, locales
from bot.i18n.po_files import done, entries, new_catalogue, po_path, problems, read_catalogue, reader, singular, written

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("bot", "handlers", "jobs", "web")
# The marks: N_("…") and plural("one …", "{n} …", n).
KEYWORDS = {"N_": None, "plural": (1, 2)}
TEMPLATE_HEADER = """\
# Every message of the project, in English. Made by scripts/catalogues.py: do not edit.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def collect(root: Path) -> Catalog:
    """All marked messages of the code, with the files that say them."""
    catalogue = Catalog(fuzzy=False)
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            place = path.relative_to(root).as_posix()
            for _, message, comments, _ in extract_from_file(
                "python", path, keywords=KEYWORDS, comment_tags=("Translators:",)
            ):
                catalogue.add(message, None, [(place, 0)], auto_comments=comments)
    return catalogue


def update(root: Path) -> list[str]:
    """Write messages.pot and every .po; the lines to print."""
    template = collect(root)
    (root / "locales" / "messages.pot").write_text(TEMPLATE_HEADER + entries(template), encoding="utf-8")
    lines = [f"messages.pot: {len(template)} messages"]
    for locale in translated(root):
        path = po_path(root / "locales", locale.language)
        catalogue = read_catalogue(path, locale) if path.exists() else new_catalogue(locale)
        catalogue.update(template)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(locale, catalogue), encoding="utf-8")
        missing = sum(not done(message) for message in catalogue if message.id)
        lines.append(f"{locale.language}: {missing} to translate")
    return lines


def check(root: Path) -> list[str]:
    """Everything that is missing or broken, a line each; empty when all is well."""
    template = collect(root)
    pot = root / "locales" / "messages.pot"
    if not pot.exists() or pot.read_text(encoding="utf-8") != TEMPLATE_HEADER + entries(template):
        return ["locales/messages.pot is not up to date: run `make catalogues`"]
    lines = [line for locale in translated(root) for line in check_language(root, locale, template)]
    return [*hidden_marks(root), *lines]


def hidden_marks(root: Path) -> Iterator[str]:
    """Marks inside f-strings, where the collector does not find them on every Python."""
    for path in sorted(path for folder in FOLDERS for path in (root / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.JoinedStr):
                continue
            for inner in ast.walk(node):
                if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id in KEYWORDS:
                    place = f"{path.relative_to(root).as_posix()}:{inner.lineno}"
                    yield f"{place}: a message inside an f-string is not collected; give it a name"


def check_language(root: Path, locale: Locale, template: Catalog) -> Iterator[str]:
    path = po_path(root / "locales", locale.language)
    place = path.relative_to(root).as_posix()
    if not path.exists():
        yield f"{place}: no such file; {len(template)} messages to translate"
        return
    reviewed = re.search(r'^"X-Reviewed: (.*?)\\n"$', path.read_text(encoding="utf-8"), re.MULTILINE)
    if reviewed is None:
        yield f'{place}: no X-Reviewed in its header ("no" until a native reader has checked)'
    elif reviewed[1] != locale.reviewed:
        yield f"{place}: X-Reviewed is {reviewed[1]!r}, locales/meta.toml says {locale.reviewed!r}"
    catalogue = read_catalogue(path, locale)
    unread = sum(reader(message) is None for message in catalogue if message.id)
    if locale.reviewed != "no" and unread:
        yield f'{place}: {unread} texts were read by nobody as they stand: put reviewed = "no" into locales/meta.toml'
    for wanted in template:
        if wanted.id:
            message = catalogue.get(singular(wanted))
            yield from (f"{place}: {problem}: {singular(wanted)!r}" for problem in problems(wanted, message))


def translated(root: Path) -> list[Locale]:
    return [locale for code, locale in locales(root / "locales").items() if code != SOURCE]


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 when something is missing or broken"
    )
    if parser.parse_args(arguments).check:
        lines = check(root)
        print("\n".join(lines) or "catalogues are complete")
        return 1 if lines else 0
    print("\n".join(update(root)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
