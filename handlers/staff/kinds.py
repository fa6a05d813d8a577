"""What waits, kind by kind: how many of it there are, how a line of it reads, and which button opens it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.domain.wire.button_data import Meaning
from bot.i18n import N_, Text, plural
from bot.services.staff import work
from bot.services.staff.announcing import second, standing
from handlers.staff import duplicates, reasons
from handlers.staff.asking import answer
from handlers.staff.checking import queue as figures
from handlers.staff.checking.words import REASONS as OF_FIGURES
from handlers.staff.reasons import FOLLOW_UPS, OPEN
from handlers.staff.vouching import lost, unconfirmed

# The page of a group, whose buttons are in handlers/groups/leaders/of_area.py.
GROUP = "groups", "g"


@dataclass(frozen=True, slots=True)
class Shown:
    """How a kind is shown. `counted`: so many wait; `line`: with a name, why and since when, or with a number;
    `opens`: what a tap on the line of this number opens; None: nothing yet.
    """

    counted: Callable[[int], Text]
    line: str
    opens: Callable[[int], Meaning] | None = None


def _opens_follow_up(number: int) -> Meaning:
    return Meaning.of(FOLLOW_UPS, OPEN, number)


def _opens_account(number: int) -> Meaning:
    return Meaning.of(lost.PREFIX, lost.ONE, number)


def _opens_newcomers(_many: int) -> Meaning:
    return Meaning.of(unconfirmed.PREFIX, unconfirmed.LISTS, "0")


def _opens_figure(number: int) -> Meaning:
    return Meaning.of(figures.PREFIX, figures.OPEN, number)


def _opens_group(number: int) -> Meaning:
    return Meaning.of(*GROUP, number)


def _opens_question(number: int) -> Meaning:
    return Meaning.of(answer.PREFIX, answer.LOOK, number)


def _opens_announcement(number: int) -> Meaning:
    return Meaning.of(standing.PREFIX, second.LOOK, number)


def _opens_pairs(_many: int) -> Meaning:
    return Meaning.of(duplicates.PREFIX, duplicates.PLACE, "0")


# By the names of bot/services/staff/work.py.
SHOWN: Mapping[str, Shown] = {
    work.UNCONFIRMED: Shown(
        lambda n: plural("🙋 {n} to vouch for", "🙋 {n} to vouch for", n),
        N_("🙋 Nobody has vouched for them yet: {n}"),
        _opens_newcomers,
    ),
    work.ACCOUNT_LOST: Shown(
        lambda n: plural("🔑 {n} who wants an account back", "🔑 {n} who want an account back", n),
        N_("🔑 <b>{name}</b>: {why}, since {day}"),
        _opens_account,
    ),
    work.FIGURE: Shown(
        lambda n: plural("🔎 {n} figure to look at", "🔎 {n} figures to look at", n),
        N_("🔎 <b>{name}</b>: {why}, since {day}"),
        _opens_figure,
    ),
    work.QUESTION: Shown(
        lambda n: plural("❓ {n} question", "❓ {n} questions", n),
        N_("❓ <b>{name}</b> waits for an answer since {day}"),
        _opens_question,
    ),
    work.SECOND_YES: Shown(
        lambda n: plural(
            "✋ {n} announcement that waits for your yes", "✋ {n} announcements that wait for your yes", n
        ),
        N_("✋ <b>{name}</b> asks whether an announcement may leave, since {day}"),
        _opens_announcement,
    ),
    work.FOLLOW_UP: Shown(
        lambda n: plural("☎️ {n} to follow up", "☎️ {n} to follow up", n),
        N_("☎️ <b>{name}</b>: {why}, since {day}"),
        _opens_follow_up,
    ),
    work.LEADERLESS: Shown(
        lambda n: plural("🤝 {n} group without a leader", "🤝 {n} groups without a leader", n),
        N_("🤝 <b>{name}</b>: nobody leads this group, since {day}"),
        _opens_group,
    ),
    work.TWICE: Shown(
        lambda n: plural("👥 {n} pair who may be one person", "👥 {n} pairs who may be one person", n),
        N_("👥 Pairs who may be one person: {n}"),
        _opens_pairs,
    ),
}


def why(reason: str) -> Text | str:
    """A reason in words; one that is newer than this code stands as it is."""
    words = {**reasons.WHY, **OF_FIGURES}
    return Text(words[reason]) if reason in words else reason
