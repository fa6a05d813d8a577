"""Catalogues as files: how a .po is read and written, what a translation has to keep, and which were read by whom."""

import hashlib
import re
import string
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from babel.plural import PluralRule, to_gettext

from bot.i18n.locale import Locale

TAG = re.compile(r"<(/?)([a-z]+)[^>]*>")
UNTRANSLATED_IN_FORM = frozenset({"n"})  # a form for exactly one may say "one" and leave {n} out
HEADER = """\
# {name}: what the bot says. Updated by scripts/catalogues.py; translations are written by people.
# X-Reviewed: who read all of it as a native speaker and when, or "no"; X-Reviewed-Part: who read how many of its texts.
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"
"X-Reviewed: {reviewed}\\n"
{part}
"""
# The comment of a text that a native speaker has read: of which words, when, by whom.
READ = re.compile(r"^read ([0-9a-f]{8}) (\d{4}-\d\d-\d\d) (.+)$")
LONGEST_NAME = 60


def po_path(locales: Path, language: str) -> Path:
    return locales / language / "LC_MESSAGES" / "messages.po"


def read_catalogue(path: Path, locale: Locale) -> Catalog:
    """A .po file, with the Plural-Forms of meta.toml whatever its header says."""
    body = path.read_text(encoding="utf-8")
    _, _, messages = body.partition("\n\n")
    return read_po(BytesIO((header(locale) + messages).encode("utf-8")), charset="utf-8")


def new_catalogue(locale: Locale) -> Catalog:
    return read_po(BytesIO(header(locale).encode("utf-8")), charset="utf-8")


def written(locale: Locale, catalogue: Catalog) -> str:
    """The whole file."""
    return header(locale, catalogue) + entries(catalogue)


def header(locale: Locale, catalogue: Catalog | None = None) -> str:
    readers = Counter(found for message in catalogue or () if (found := reader(message)))
    part = "; ".join(f"{name} {day}: {n}" for (name, day), n in sorted(readers.items()))
    return HEADER.format(
        name=locale.name,
        language=locale.language,
        plural=to_gettext(PluralRule(dict(locale.plural))),  # our own rule: Babel's is wrong for several languages
        reviewed=locale.reviewed,
        part=f'"X-Reviewed-Part: {part} of {len(catalogue or ())}\\n"\n' if part else "",
    )


def entries(catalogue: Catalog) -> str:
    """The messages as .po text by first place; without dates and line numbers a diff shows only what changed."""
    out = BytesIO()
    write_po(out, catalogue, width=120, omit_header=True, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    return out.getvalue().decode("utf-8")


def reader(message: Message) -> tuple[str, date] | None:
    """Who read this translation as it stands; who has read other words in its place has not."""
    for comment in message.user_comments:
        found = READ.match(comment)
        if found and message.id and found[1] == sign(*as_forms(message.string)):
            return found[3], date.fromisoformat(found[2])
    return None


def mark_read(message: Message, name: str, day: date) -> None:
    others = [comment for comment in message.user_comments if not READ.match(comment)]
    read = f"read {sign(*as_forms(message.string))} {day.isoformat()} {' '.join(name.split())[:LONGEST_NAME]}"
    message.user_comments = [*others, read]


def sign(*texts: str) -> str:
    """Eight letters by which texts are known again."""
    return hashlib.sha256("\0".join(texts).encode("utf-8")).hexdigest()[:8]


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
