"""programme.toml: from the settings of a pack to a Programme."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel.numbers import list_currencies
from phonenumbers import SUPPORTED_REGIONS

from bot.domain.book.ledger.check_in_answers import Figure
from bot.domain.evaluation.usual import FACTOR
from bot.domain.people.roles import DUTIES
from bot.domain.programme import (
    BETWEEN_SCREENS,
    CORRECT_WITHIN_DAYS,
    KEY_HOLDERS,
    Better,
    Consent,
    Groups,
    Indicator,
    Level,
    NudgeLadder,
    Programme,
    Retention,
    Schedule,
    Standing,
)
from bot.domain.staff.checking import ANSWER_WITHIN_DAYS, UP_AFTER_DAYS
from bot.i18n.bikram_sambat import Unfit, with_years
from bot.i18n.locale import Calendar
from bot.packs.announcements import read_announcements
from bot.packs.fiscal_year import read_fiscal_year
from bot.packs.problems import Report
from bot.packs.settings_file import Section, read_settings
from bot.packs.working_hours import read_working_hours

NAME = r"[A-Za-z_][A-Za-z0-9_]*"
CONSENT_LINES = 8
# A hundred years: in days, no longer than a date can be put back.
LONGEST_KEPT = 36_500
# A leader's term, in months.
LONGEST_TERM = 120
# The age is on the button as well, and may be left out.
CONSENT_PLACES, CONSENT_AGE = {"backup_days"}, "minimum_age"


def read_programme(text: str, code: str, report: Report) -> Programme | None:
    """The programme; None when the file is no TOML. After a problem its values serve further checks only."""
    top = read_settings(text, report)
    if top is None:
        return None
    languages = top.texts("languages")
    factor, up_after_days, answer_within_days = _figures(top.optional("figures"))
    programme = Programme(
        code=_code(top, code),
        title=top.translated("title", languages),
        country=top.matching("country", "[A-Z]{2}", "the two capital letters of ISO 3166, such as TH"),
        languages=languages,
        currency=top.one_of("currency", list_currencies(), "use the three capital letters of ISO 4217, such as THB"),
        timezone=_timezone(top),
        calendar=_calendar(top),
        phone_region=top.one_of("phone_region", SUPPORTED_REGIONS, "use the country's two capital letters, such as TH"),
        levels=_levels(top, languages),
        schedule=_schedule(top.section("schedule")),
        nudges=_nudges(top.section("nudges")),
        consent=_consent(top.section("consent"), languages),
        indicators=_indicators(top, languages),
        reviewed_languages=top.translated("reviewed", languages),
        unusual_factor=factor,
        up_after_days=up_after_days,
        answer_within_days=answer_within_days,
        correct_within_days=_one_whole(top, "answers", "correct_within_days", CORRECT_WITHIN_DAYS, 1, 366),
        retention=_retention(top.optional("retention")),
        groups=_groups(top.optional("groups")),
        announcements=read_announcements(top.optional("announcements")),
        book=_book(top.optional("book")),
        report=_reported(top.optional("report")),
        age_bands=_age_bands(top.optional("people")),
        published_years=_published_years(top.optional("bikram_sambat")),
        duties=_duties(top.optional("duties")),
        working_hours=read_working_hours(top.optional("working_hours")),
        fiscal_year=read_fiscal_year(top.optional("fiscal_year"), languages),
    )
    top.close()
    return programme


def _one_whole(top: Section, table: str, key: str, default: int, low: int, high: int) -> int:
    """A number in a table of its own that a pack may leave out."""
    section = top.optional(table)
    if section is None:
        return default
    found = section.whole(key, low, high)
    section.close()
    return found


def _code(top: Section, folder: str) -> str:
    code = top.matching("code", "[a-z0-9][a-z0-9-]*", "small letters, digits and hyphens")
    if code and code != folder:
        top.wrong("code", f"is “{code}” but the folder is “{folder}”; give both the same name")
    return code


def _timezone(top: Section) -> str:
    name = top.text("timezone")
    try:
        ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return top.one_of("timezone", available_timezones(), "use an IANA name, such as Asia/Bangkok")
    return name


def _calendar(top: Section) -> Calendar:
    name = top.one_of("calendar", tuple(Calendar))
    return Calendar(name) if name in tuple(Calendar) else Calendar.GREGORIAN


def _published_years(section: Section | None) -> Mapping[int, tuple[int, ...]]:
    """Years of Bikram Sambat that were published after this version of the bot, with who says so."""
    if section is None:
        return {}
    section.text("source")
    years = {int(key): section.counts(key) for key in section.values if re.fullmatch("[0-9]{4}", key)}
    section.close()
    try:
        with_years({year: lengths for year, lengths in years.items() if lengths})
    except Unfit as problem:
        section.wrong(str(problem.year), str(problem))
    return years


def _levels(top: Section, languages: Sequence[str]) -> tuple[Level, ...]:
    levels = []
    for section in top.sections("levels"):
        name = section.matching("name", NAME, "letters, digits and underscores: it is a question's name")
        levels.append(Level(name, section.translated("label", languages)))
        section.close()
    return tuple(levels)


def _schedule(section: Section) -> Schedule:
    after = section.section("after")
    schedule = Schedule(
        months=section.wholes("months", 1, 120),
        intervals={standing: after.whole(standing, 1, 60) for standing in Standing},
        opens_days_before=section.whole("opens_days_before", 0, 28),
        late_after_days=section.whole("late_after_days", 1, 60),
    )
    after.close()
    section.close()
    return schedule


def _nudges(section: Section) -> NudgeLadder:
    ladder = NudgeLadder(
        days=section.wholes("days", 0, 60),
        hour=section.whole("hour", 0, 23),
        hours=section.wholes("hours", 0, 23),
        earliest=section.whole("earliest", 0, 23),
        latest=section.whole("latest", 1, 24),
        window_hours=section.whole("window_hours", 1, 12),
    )
    _check_hours(section, ladder)
    section.close()
    return ladder


def _check_hours(section: Section, ladder: NudgeLadder) -> None:
    if ladder.hours and ladder.hour not in ladder.hours:
        section.wrong("hour", f"is {ladder.hour}, which is not one of “hours”; add it there or choose another")
    for hour in ladder.hours:
        if hour < ladder.earliest or hour + ladder.window_hours > ladder.latest:
            section.wrong(
                "hours",
                f"has {hour}, but messages sent from then on for {ladder.window_hours} hours would not all be between "
                f"“earliest” ({ladder.earliest}) and “latest” ({ladder.latest})",
            )


def _consent(section: Section, languages: Sequence[str]) -> Consent:
    texts = section.section("text")
    version = section.whole("version", 1, 10_000)
    leader_from, silence_from = (
        section.whole(name, 1, version) if section.has(name) else None for name in ("leader_from", "silence_from")
    )
    consent = Consent(
        version=version,
        still_holds=section.optional_whole("still_holds", 1, version, version),
        leader_from=leader_from,
        silence_from=silence_from,
        backup_days=section.whole("backup_days", 8, 3650),
        minimum_age=section.whole("minimum_age", 0, 30),
        texts={language: texts.text(language) for language in languages},
    )
    for language, text in consent.texts.items():
        _check_consent(texts, language, text)
    texts.close()
    section.close()
    return consent


def _retention(section: Section | None) -> Retention:
    """Each number of days that is left out is the usual one. Messages are kept for a week at least: what was said in
    a day must not be said again.
    """
    if section is None:
        return Retention()
    lowest = {"messages_days": 7, "unfinished_days": 30, "dead_updates_days": 1, "media_days": 30}
    lowest |= {"statements_days": 90, "silent_days": 365, "sheets_days": 14, "questions_days": 90}
    usual = asdict(Retention())
    given = {key: section.optional_whole(key, low, LONGEST_KEPT, usual[key]) for key, low in lowest.items()}
    section.close()
    return Retention(**given)


def _figures(section: Section | None) -> tuple[int, int, int]:
    """When a figure is far from the usual; after how many days a held one goes up, and a proposed one has no answer."""
    if section is None:
        return FACTOR, UP_AFTER_DAYS, ANSWER_WITHIN_DAYS
    factor = section.optional_whole("unusual_factor", 2, 1000, FACTOR)
    up_after_days = section.optional_whole("up_after_days", 1, 90, UP_AFTER_DAYS)
    answer_within_days = section.optional_whole("answer_within_days", 1, 90, ANSWER_WITHIN_DAYS)
    section.close()
    return factor, up_after_days, answer_within_days


def _groups(section: Section | None) -> Groups:
    if section is None:
        return Groups()
    usual = Groups()
    found = Groups(
        term_months=section.optional_whole("term_months", 1, LONGEST_TERM, usual.term_months),
        key_holders=section.optional_whole("key_holders", 1, KEY_HOLDERS, usual.key_holders),
    )
    section.close()
    return found


def _duties(section: Section | None) -> tuple[str, ...]:
    """The names of duties; a pack that says nothing has all that there are."""
    if section is None:
        return tuple(DUTIES)
    names = section.texts("names")
    for name in names:
        if name not in DUTIES:
            section.wrong("names", f"“{name}” is no duty; there are: {', '.join(DUTIES)}")
    section.close()
    return names


def _book(section: Section | None) -> Mapping[Figure, str]:
    if section is None:
        return {}
    what = "the name of a question in checkin.md"
    asked = {figure: section.matching(figure, NAME, what) for figure in Figure if section.has(figure)}
    section.close()
    return asked


def _reported(section: Section | None) -> tuple[str, ...]:
    if section is None:
        return ()
    asked = section.texts("columns")
    section.close()
    return asked


def _age_bands(section: Section | None) -> tuple[str, ...]:
    """Every age is in one of them: under_18, from_18_to_25, from_26_to_50, over_50; the source says why there."""
    if section is None:
        return ()
    section.text("source")
    bands = section.texts("age_bands")
    section.close()
    inner = [re.fullmatch("from_([1-9][0-9]?)_to_([1-9][0-9]?)", band) for band in bands[1:-1]]
    limits = [(int(one[1]), int(one[2])) for one in inner if one]
    if bands and (not limits or len(limits) < len(inner) or bands != _tiling(limits)):
        section.wrong("age_bands", "has a gap, an overlap or another code; write under_18, from_18_to_35 … over_50")
    return bands


def _tiling(limits: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The codes of bands that begin where the one before ends, with what is below and above them."""
    starts = [limits[0][0], *(last + 1 for _, last in limits[:-1])]
    inner = [f"from_{first}_to_{max(first, last)}" for first, (_, last) in zip(starts, limits, strict=True)]
    return (f"under_{starts[0]}", *inner, f"over_{limits[-1][1]}")


def _check_consent(texts: Section, language: str, text: str) -> None:
    if not text:
        return
    try:
        places = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        texts.wrong(language, "has a { or } too many; each place is written {like_this}")
        return
    if places - {CONSENT_AGE} != CONSENT_PLACES:
        texts.wrong(language, "has to say {backup_days}, may say {minimum_age}, and no other place in braces")
    if "/stop" not in text or "/forget" not in text:
        texts.wrong(language, "has to say how to stop (/stop) and how to be erased (/forget)")
    if any(len(screen.strip("\n").splitlines()) > CONSENT_LINES for screen in BETWEEN_SCREENS.split(text)):
        texts.wrong(language, f"has a screen of more than {CONSENT_LINES} lines; people do not read more")


def _indicators(top: Section, languages: Sequence[str]) -> tuple[Indicator, ...]:
    indicators = []
    for section in top.sections("indicators"):
        name = section.matching("name", NAME, "the name of a question in baseline and check-in")
        better = section.one_of("better", tuple(Better))
        labels: Mapping[str, str] = section.translated("label", languages)
        indicators.append(Indicator(name, Better(better) if better in tuple(Better) else Better.MORE, labels))
        section.close()
    return tuple(indicators)
