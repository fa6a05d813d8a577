"""Progress: what was said for a producer over time, held against the own baseline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from bot.domain.evaluation.calendar import SlotState, Why
from bot.domain.evaluation.nudges import local_day
from bot.domain.evaluation.progress import Figure, Operation, Progress, Source, Standings, Word, assess, compare
from bot.domain.programme import Indicator, Purpose
from bot.forms.xform.wording import UNIT, wordings
from bot.packs import Pack
from bot.store import Connection
from bot.store.evaluation import slots, submissions
from bot.store.evaluation.slots import SlotRow
from bot.store.evaluation.submissions import Kept
from bot.store.forms import form_versions

MONEY = "money"
OPERATING, NO, STOPPED, SEASON = "operating", "no", "stopped", "season"

# These say nothing about the producer, who is not taken for quiet because of them.
NOT_THEIRS = (Why.OUTAGE, Why.NOT_ASKED, Why.PAUSED)


@dataclass(frozen=True, slots=True)
class Track:
    """One indicator over time: every figure, the oldest first, and how the newest compares. `money`: whole units of
    the programme's currency; `held`: figures that are being checked, the oldest first, which are in nothing else."""

    progress: Progress
    figures: tuple[Figure, ...]
    money: bool
    held: tuple[Figure, ...] = ()

    @classmethod
    def of(
        cls, indicator: Indicator, baseline: Figure | None, later: Sequence[Figure | None], *, money: bool = False
    ) -> "Track":
        """From the baseline and what was said after it, the oldest first; None: it was not answered."""
        earlier = [figure for figure in later[:-1] if figure]
        progress = compare(indicator, baseline, later[-1] if later else None, earlier)
        return cls(progress, tuple(figure for figure in (baseline, *later) if figure), money)

    @property
    def indicator(self) -> Indicator:
        return self.progress.indicator


@dataclass(frozen=True, slots=True)
class Record:
    """A producer over time. `answered` of `asked` slots that have ended; `checkins` counts those after the baseline.

    `tracks` has every indicator of the programme, in its order, also one that was never answered; what is held is in
    no figure of them, and stands beside.
    """

    tracks: tuple[Track, ...]
    standings: Standings
    answered: int
    asked: int
    checkins: int

    @property
    def held(self) -> int:
        """How many figures are held."""
        return sum(len(track.held) for track in self.tracks)


def of_producer(connection: Connection, producer_id: int, pack: Pack) -> Record:
    """What was said for a producer until now, and what it adds up to."""
    sent = submissions.of_producer(connection, producer_id)
    kept = [one for one in sent if Purpose.has(one.form_name) and not one.practice]
    ended = [slot for slot in slots.of_producer(connection, producer_id) if _counts(slot)]
    versions = _versions(connection, kept, pack)
    zone = ZoneInfo(pack.programme.timezone)
    said = [_Said.of(one, local_day(one.sent_at, zone), versions[one.form_hash]) for one in kept]
    tracks = tuple(_track(indicator, said, pack) for indicator in pack.programme.indicators)
    last = next((one.values for one in reversed(said) if one.says_whether), {})
    standings = assess([track.progress for track in tracks], operation=_operation(last), quiet=_quiet(ended))
    answered = sum(slot.state is not SlotState.MISSED for slot in ended)
    checkins = sum(one.form_name != Purpose.BASELINE for one in kept)
    return Record(tracks, standings, answered, len(ended), checkins)


def _counts(slot: SlotRow) -> bool:
    return slot.state.ended and slot.state is not SlotState.BEFORE_JOINING


def _quiet(ended: Sequence[SlotRow]) -> bool:
    """The last slot that has ended was missed, and not for a reason that is ours."""
    last = max(ended, key=lambda slot: (slot.due, slot.number), default=None)
    return last is not None and last.state is SlotState.MISSED and last.why not in NOT_THEIRS


def _versions(connection: Connection, kept: Sequence[Kept], pack: Pack) -> Mapping[str, str]:
    """The XML of every form version that was answered: most are the pack's own."""
    known = {form.hash: form.xml for form in pack.forms.values()}
    if all(one.form_hash in known for one in kept):
        return known
    return {version.hash: version.xml for version in form_versions.load(connection, pack.programme.code)} | known


@dataclass(frozen=True, slots=True)
class _Said:
    """A submission, by the names of its questions."""

    baseline: bool
    day: date
    source: Source
    values: Mapping[str, str]
    book: Mapping[str, str]
    xml: str
    slot_id: int | None
    word: Word | None
    held: Mapping[str, str]

    @property
    def says_whether(self) -> bool:
        """Whether it says if she still works: what a leader reports is some figures alone."""
        return self.source is not Source.LEADER or OPERATING in self.values

    @classmethod
    def of(cls, kept: Kept, day: date, xml: str) -> "_Said":
        values, book = _by_name(kept.answers), _by_name(kept.book)
        word, first = Word(kept.word) if kept.word else None, kept.form_name == Purpose.BASELINE
        held = _by_name(kept.held)
        return cls(first, day, Source(kept.source), values, book, xml, kept.slot_id, word, held)

    def figure(self, name: str) -> Figure | None:
        return self._figure(name, self.values)

    def held_back(self, name: str) -> Figure | None:
        """A figure that is held: said, and in nothing that is added up or compared."""
        found = self._figure(name, self.held)
        return None if found is None else replace(found, held=True)

    def _figure(self, name: str, values: Mapping[str, str]) -> Figure | None:
        value, asked = _number(values.get(name, "")), wordings(self.xml).get(name)
        if value is None or asked is None:
            return None
        unit = {**self.values, **self.held}.get(UNIT, "") if asked.counts_units else ""
        return Figure(value, self.day, asked.words, self._source(name, value), unit, self.word)

    def _source(self, name: str, value: Decimal) -> Source:
        """The book's where she said what it says; a figure of her own beside the book's stays from memory."""
        return Source.BOOK if _number(self.book.get(name, "")) == value else self.source


def _by_name(answers: Mapping[str, str]) -> dict[str, str]:
    return {path.rpartition("/")[2]: value for path, value in answers.items()}


def _number(value: str) -> Decimal | None:
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def _track(indicator: Indicator, said: Sequence[_Said], pack: Pack) -> Track:
    said = _one_source(indicator.name, said)
    # who has missed the baseline is measured against her first check-in: else she could never be compared
    first = next((one for one in said if one.baseline), said[0] if said else None)
    baseline = first.figure(indicator.name) if first else None
    later = [one.figure(indicator.name) for one in said if one is not first and not one.held_back(indicator.name)]
    track = Track.of(indicator, baseline, later, money=_is_money(indicator.name, pack))
    held = (one.held_back(indicator.name) for one in said)
    return replace(track, held=tuple(one for one in held if one is not None))


def _one_source(name: str, said: Sequence[_Said]) -> list[_Said]:
    """Where both she and her leader have answered a question for the same slot, hers counts, whichever came later;
    where she has not, the leader's.
    """
    given = [(one.slot_id, one.source is Source.LEADER) for one in said if one.slot_id and one.figure(name)]
    both = {slot for slot, _ in given}
    hers = {slot for slot, by_leader in given if not by_leader}
    return [
        one for one in said if one.slot_id not in both or (one.source is Source.LEADER) is (one.slot_id not in hers)
    ]


def _is_money(name: str, pack: Pack) -> bool:
    return any(field.name == name and MONEY in field.appearance for field in pack.form_for(Purpose.BASELINE).questions)


def _operation(values: Mapping[str, str]) -> Operation:
    if values.get(OPERATING) != NO:
        return Operation.RUNNING
    return Operation.PAUSED if values.get(STOPPED) == SEASON else Operation.CLOSED
