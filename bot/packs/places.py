"""Places of a programme: what an area is called, and what is in it."""

from collections.abc import Iterator

from bot.forms import Table
from bot.i18n.languages import SOURCE
from bot.packs import Pack


def name(pack: Pack, code: str | None, language: str) -> str:
    """The area's name in a language; without a code, the programme's. A code that the pack has no more is its name."""
    if code is None:
        return pack.programme.title_in(language)
    return label(pack, pack.areas, code, language)


def label(pack: Pack, table: Table, code: str, language: str) -> str:
    """What an area or a product is called in a language; a code that the pack has no more is its name."""
    rows = table.where("name", code)
    languages = (language, SOURCE, *pack.programme.languages)
    return table.label(rows[0], "label", languages) if rows else code


def within(pack: Pack, code: str) -> frozenset[str]:
    """The codes of an area and of all below it."""
    return frozenset(_below(pack, code))


def above(pack: Pack, code: str | None) -> list[str]:
    """The codes of an area and of all that it is in, from the nearest on; none: no area, or one that the pack has no
    more.
    """
    found: list[str] = []
    while code and code not in found and (rows := pack.areas.where("name", code)):
        found.append(code)
        code = rows[0].get("parent")
    return found


def _below(pack: Pack, code: str) -> Iterator[str]:
    yield code
    for row in pack.areas.where("parent", code):
        yield from _below(pack, row["name"])
