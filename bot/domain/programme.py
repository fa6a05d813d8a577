"""A programme: the country, the calendar of evaluations, the words and the rules that one pack sets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.domain.book.ledger.check_in_answers import Figure
from bot.domain.evaluation.usual import FACTOR
from bot.domain.people.roles import DUTIES
from bot.domain.staff.checking import ANSWER_WITHIN_DAYS, UP_AFTER_DAYS
from bot.domain.staff.working_hours import WorkingHours
from bot.i18n.languages import SOURCE
from bot.i18n.locale import Calendar

BASELINE_MONTH = 0
# Monday to Friday, eight hours.
USUAL_HOURS = WorkingHours()
BETWEEN_SCREENS = re.compile(r"\n[ \t]*\n")
CORRECT_WITHIN_DAYS = 30
# As many hold the keys of a group's box.
KEY_HOLDERS = 3


class Standing(StrEnum):
    """How a producer does against the own baseline; it sets the interval after the first year."""

    ON_TRACK = "on_track"
    MIXED = "mixed"
    AT_RISK = "at_risk"


class Better(StrEnum):
    """Which direction of an indicator is progress."""

    MORE = "more"
    LESS = "less"


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in this language, else in English, else in the first language that there is."""
    return texts.get(language) or texts.get(SOURCE) or next(iter(texts.values()))


class Purpose(StrEnum):
    """What a form of a pack is for. The value is what its file is called, and what rows keep: it does not change."""

    REGISTRATION = "registration"
    BASELINE = "baseline"
    CHECK_IN = "checkin"
    SHORT_CHECK = "checkin_short"

    @classmethod
    def has(cls, name: str) -> bool:
        """Whether a form of this name is for something that the programme asks; any other is an extra form."""
        return name in cls._value2member_map_


class OfGroup(StrEnum):
    """What a group itself is asked, as `Purpose`: a pack has both forms, or groups have no such calendar."""

    BASELINE = "group_baseline"
    CHECK_IN = "group_checkin"

    @classmethod
    def has(cls, name: str) -> bool:
        """Whether a group itself is asked by a form of this name."""
        return name in cls._value2member_map_


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the country's areas. `name` is also the registration question that asks for it."""

    name: str
    labels: Mapping[str, str]

    def label(self, language: str) -> str:
        return in_language(self.labels, language)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When evaluations fall due, in calendar months after inception (the ESCAP study's pace is the default).

    The baseline is month 0. `months` are the check-ins of the first year, ascending. `intervals` gives the months
    from one check-in to the next after the last of `months`, by standing. A slot opens `opens_days_before` its due
    date and is late once `late_after_days` have passed since.
    """

    months: tuple[int, ...]
    intervals: Mapping[Standing, int]
    opens_days_before: int
    late_after_days: int


@dataclass(frozen=True, slots=True)
class NudgeLadder:
    """When a person is reminded of what is due; hours are 0 to 23 of the programme's own time zone.

    `days` count from the due date. Nothing is sent before `earliest` or from `latest` on (quiet hours). `hour` is
    used until the person chooses one of `hours`. One day's nudges are spread over `window_hours` from that hour.
    """

    days: tuple[int, ...]
    hour: int
    hours: tuple[int, ...]
    earliest: int
    latest: int
    window_hours: int


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person agrees to, a screen after the other: an empty line parts them.

    The texts may name {backup_days} (backups expire after so many days) and {minimum_age} (years). Who has agreed to
    version `still_holds` or later goes on under its terms, and is offered a newer `version` when it fits; who has not
    is asked before all else. From `leader_from` on the text says what a group's leader sees, and from `silence_from` on
    that she sees who wants no messages; None: no version does.
    """

    version: int
    backup_days: int
    minimum_age: int
    texts: Mapping[str, str]
    still_holds: int
    leader_from: int | None = None
    silence_from: int | None = None

    def screens(self, language: str, number: Callable[[int], str] = str) -> tuple[str, ...]:
        """The screens of the text; `number` writes a number in the reader's digits. Plain: the caller escapes it."""
        text = in_language(self.texts, language)
        told = text.format(backup_days=number(self.backup_days), minimum_age=number(self.minimum_age))
        return tuple(screen.strip("\n") for screen in BETWEEN_SCREENS.split(told))

    def holds(self, agreed: str | None) -> bool:
        """Whether who has agreed to this version may be served under its terms."""
        return self.still_holds <= version_number(agreed) <= self.version

    def is_newest(self, agreed: str | None) -> bool:
        """Whether this is the version that is asked now."""
        return version_number(agreed) == self.version

    def names_leader(self, agreed: int) -> bool:
        """Whether the text of this version says what the leader of a group sees."""
        return self.leader_from is not None and agreed >= self.leader_from

    def names_silence(self, agreed: int) -> bool:
        """Whether the text of this version says that she sees who has said stop or blocked the bot."""
        return self.names_leader(agreed) and self.silence_from is not None and agreed >= self.silence_from


def version_number(version: str | None) -> int:
    """A version as it is kept in rows; 0: none."""
    return int(version) if version and version.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Retention:
    """For how many days each kind of data is kept; answers themselves stay until she asks to be forgotten, or has been
    silent for so long that she is forgotten without (`silent`).

    `messages`: what the bot said; `unfinished`: forms that were begun and never sent, since they were last touched;
    `dead_updates`: what could not be handled, with her words in it; `media`: photos, voice notes and files;
    `statements`: what was issued of a cash book, for who verifies it; `sheets`: photos of a group's paper sheets;
    `questions`: what was asked of staff and answered, since anything was last said of it.
    """

    messages_days: int = 30
    unfinished_days: int = 180
    dead_updates_days: int = 90
    media_days: int = 730
    statements_days: int = 730
    silent_days: int = 1095
    sheets_days: int = 60
    questions_days: int = 730


@dataclass(frozen=True, slots=True)
class Groups:
    """What a programme says of leaders. `term_months`: how long a leader's term is, where her link says no day; 0: it
    has no end. `key_holders`: how many of a group's three key holders confirm a change of leader; 0: nobody does.
    """

    term_months: int = 0
    key_holders: int = 0


@dataclass(frozen=True, slots=True)
class Announcements:
    """What a programme says of announcements. For more than `approve_above` people a second one of the staff approves;
    on the days of `blackout`, the first and the last of each time, nothing is announced: an election, say.
    """

    approve_above: int = 1000
    blackout: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """The year by which banks and offices of the country reckon: the month of its calendar in which it begins, and what
    it is called, with a {year} in it.
    """

    begins: int = 1
    called: Mapping[str, str] = field(default_factory=dict)

    def name(self, language: str, year: str) -> str:
        return in_language(self.called, language).format(year=year)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A question, asked by the same name in baseline and check-in, whose change is progress."""

    name: str
    better: Better
    labels: Mapping[str, str]

    def label(self, language: str) -> str:
        return in_language(self.labels, language)


@dataclass(frozen=True, slots=True)
class Programme:
    """All that a pack says of itself, apart from its forms and tables.

    `country` is ISO 3166 alpha-2, `currency` ISO 4217, `timezone` an IANA name, `calendar` what the country goes by,
    `phone_region` the region of phone numbers typed without a country code. `languages` are in the order in which they
    are offered, `levels` from the top. `reviewed_languages` says for each "no", or who read its texts and when.
    A figure `unusual_factor` times off the usual is asked back. What was sent can be corrected for
    `correct_within_days`; later the officer is asked. What an officer holds, and nobody else there may let in, goes one
    level up after `up_after_days`. `book`: which question a cash book can answer.
    `report`: the questions of the check-in that a leader answers for each member in one message, in this order.
    `age_bands`: codes of the ages that people are asked for, the youngest first; empty: those that packs share.
    `duties`: what an officer can be given to do alone.
    `published_years`: years of Bikram Sambat, each with the days of its months, that the bot's own table has not yet.
    `working_hours`: when staff work, by which the time is counted that somebody waits for their answer.
    `fiscal_year`: by which its banks reckon; None: it is the year of the calendar.
    """

    code: str
    title: Mapping[str, str]
    country: str
    languages: tuple[str, ...]
    currency: str
    timezone: str
    calendar: Calendar
    phone_region: str
    levels: tuple[Level, ...]
    schedule: Schedule
    nudges: NudgeLadder
    consent: Consent
    indicators: tuple[Indicator, ...]
    reviewed_languages: Mapping[str, str]
    unusual_factor: int = FACTOR
    correct_within_days: int = CORRECT_WITHIN_DAYS
    up_after_days: int = UP_AFTER_DAYS
    answer_within_days: int = ANSWER_WITHIN_DAYS
    retention: Retention = Retention()
    groups: Groups = Groups()
    announcements: Announcements = Announcements()
    book: Mapping[Figure, str] = field(default_factory=dict)
    report: tuple[str, ...] = ()
    age_bands: tuple[str, ...] = ()
    published_years: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    duties: tuple[str, ...] = tuple(DUTIES)
    working_hours: WorkingHours = USUAL_HOURS
    fiscal_year: FiscalYear | None = None

    def title_in(self, language: str) -> str:
        return in_language(self.title, language)
