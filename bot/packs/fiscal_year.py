"""The table fiscal_year of programme.toml: the year by which banks of the country reckon."""

from collections.abc import Sequence

from bot.domain.programme import FiscalYear
from bot.packs.settings_file import Section


def read_fiscal_year(section: Section | None, languages: Sequence[str]) -> FiscalYear | None:
    """None: the pack has none, and its year is that of its calendar."""
    if section is None:
        return None
    found = FiscalYear(section.whole("begins", 1, 12), section.translated("called", languages))
    for language, words in found.called.items():
        if words.count("{year}") != 1 or words.count("{") != 1 or words.count("}") != 1:
            section.wrong("called", f"in “{language}” has to have {{year}} in it, once")
    section.close()
    return found
