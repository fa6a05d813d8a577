"""Catalogues: collect the marked messages into messages.pot, bring every language's .po up to date, or check them all.

python scripts/catalogues.py             update locales/messages.pot and locales/<language>/LC_MESSAGES/messages.po
python scripts/catalogues.py --check     say what is missing or broken; exit code 1 if anything is
"""

import argparse
import ast
import re
import string
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from babel.plural import PluralRule, to_gettext

from bot.i18n.languages import SOURCE
from bot.i18n.locale import Locale, locales

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("bot", "handlers", "jobs", "web")
# The marks: N_("…") and plural("one …", "{n} …", n).
KEYWORDS = {"N_": None, "plural": (1, 2)}
TAG = re.compile(r"<(/?)([a-z]+)[^>]*>")
UNTRANSLATED_IN_FORM = frozenset({"n"})  # a form for exactly one may say "one" and leave {n} out
TEMPLATE_HEADER = """\
# Every message of the project, in English. Made by scripts/catalogues.py: do not edit.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
HEADER = """\
# {name}: what the bot says. Updated by scripts/catalogues.py; translations are written by people.
# X-Reviewed: who read all of it as a native speaker and when, or "no".
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"
"X-Reviewed: {reviewed}\\n"

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
        path = po_path(root, locale.language)
        catalogue = read_catalogue(path, locale) if path.exists() else new_catalogue(locale)
        catalogue.update(template)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(header(locale) + entries(catalogue), encoding="utf-8")
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
    path = po_path(root, locale.language)
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
    for wanted in template:
        if wanted.id:
            message = catalogue.get(singular(wanted))
            yield from (f"{place}: {problem}: {singular(wanted)!r}" for problem in problems(wanted, message))


def problems(wanted: Message, message: Message | None) -> Iterator[str]:
    """What is wrong with one translation."""
    if message is None or message.id != wanted.id:
        yield "not in the file (run `make catalogues`)"
        return
    if not done(message):
        yield "fuzzy: check it and take the mark away" if message.fuzzy else "not translated"
        return
    sources = as_forms(wanted.id)
    free = UNTRANSLATED_IN_FORM if wanted.pluralizable else frozenset()
    try:
        needed = set().union(*(placeholders(source) for source in sources))
        for form in as_forms(message.string):
            found = placeholders(form)
            if found - needed or (needed - free) - found:
                yield f"places {sorted(found)} instead of {sorted(needed)}"
            if tags(form) != tags(sources[-1]):
                yield f"tags {dict(tags(form))} instead of {dict(tags(sources[-1]))}"
            if not balanced(form):
                yield "tags are not closed in order"
    except ValueError as error:
        yield f"braces: {error}"


def placeholders(message: str) -> set[str]:
    """ "Saved: {line}." → {"line"}; ValueError for a lone brace."""
    return {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}


def tags(message: str) -> Counter[str]:
    return Counter(f"{slash}{name}" for slash, name in TAG.findall(message))


def balanced(message: str) -> bool:
    stack: list[str] = []
    for slash, name in TAG.findall(message):
        if not slash:
            stack.append(name)
        elif not stack or stack.pop() != name:
            return False
    return not stack


def done(message: Message) -> bool:
    return bool(message.string) and all(as_forms(message.string)) and not message.fuzzy


def as_forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def singular(message: Message) -> str:
    return as_forms(message.id)[0]


def entries(catalogue: Catalog) -> str:
    """The messages as .po text by first place; without dates and line numbers a diff shows only what changed."""
    out = BytesIO()
    write_po(out, catalogue, width=120, omit_header=True, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    return out.getvalue().decode("utf-8")


def header(locale: Locale) -> str:
    return HEADER.format(
        name=locale.name, language=locale.language, plural=plural_forms(locale), reviewed=locale.reviewed
    )


def plural_forms(locale: Locale) -> str:
    """From our own rule: Babel's default is wrong for several languages."""
    return to_gettext(PluralRule(dict(locale.plural)))


def new_catalogue(locale: Locale) -> Catalog:
    return read_po(BytesIO(header(locale).encode("utf-8")), charset="utf-8")


def read_catalogue(path: Path, locale: Locale) -> Catalog:
    """A .po file, with the Plural-Forms of meta.toml whatever its header says."""
    body = path.read_text(encoding="utf-8")
    _, _, messages = body.partition("\n\n")
    return read_po(BytesIO((header(locale) + messages).encode("utf-8")), charset="utf-8")


def translated(root: Path) -> list[Locale]:
    return [locale for code, locale in locales(root / "locales").items() if code != SOURCE]


def po_path(root: Path, language: str) -> Path:
    return root / "locales" / language / "LC_MESSAGES" / "messages.po"


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
