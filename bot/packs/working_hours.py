"""The table working_hours of programme.toml: when staff work."""

from datetime import date

from bot.domain.programme import USUAL_HOURS
from bot.domain.staff.working_hours import WorkingHours
from bot.packs.settings_file import Section


def read_working_hours(section: Section | None) -> WorkingHours:
    """When staff work: each part that is left out is the usual one."""
    usual = USUAL_HOURS
    if section is None:
        return usual
    found = WorkingHours(
        days=frozenset(section.wholes("days", 1, 7)) if section.has("days") else usual.days,
        first=section.optional_whole("from", 0, 23, usual.first),
        until=section.optional_whole("until", 1, 24, usual.until),
        holidays=frozenset(filter(None, (_day(section, one) for one in section.any_texts("holidays")))),
    )
    if found.first >= found.until:
        section.wrong("until", f"is {found.until}, which is not after “from” ({found.first})")
    section.close()
    return found


def _day(section: Section, text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        section.wrong("holidays", f"has “{text}”; write each day as 2026-12-05")
        return None
