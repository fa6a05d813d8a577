"""Announcements: where one stands, what became of each person's message, and the law that the counts keep."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.staff.audience import Audience
from bot.domain.wire.message import FileKind
from bot.domain.wire.outgoing import OutState

# Telegram lets nobody change or take back what is older.
CHANGED_WITHIN = timedelta(hours=48)
# Characters, beside the office, what is said the first time, and the question.
LONGEST, LONGEST_WITH_FILE = 3500, 700
# The reasons of a message that never left, as rows of the outbox say them.
BLOCKED, STOPPED = "blocked", "stopped"


class State(StrEnum):
    """Where an announcement stands. Gathering: its people are written down, when it is composed and again when it
    leaves; nothing is sent before all of them are.
    """

    DRAFT = "draft"
    GATHERING = "gathering"
    TO_APPROVE = "to_approve"
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"

    @property
    def is_over(self) -> bool:
        """Nothing more leaves by itself: what failed can be sent again where it is done."""
        return self in (State.STOPPED, State.DONE)

    @property
    def can_pause(self) -> bool:
        """Whether there is anything that could be held up."""
        return self in (State.GATHERING, State.PLANNED, State.UNDER_WAY)


class Fate(StrEnum):
    """What became of one person's message; each row of an announcement has one of these at every instant. Withdrawn:
    she stopped, opted out, was erased or is no more where she was since it was composed.
    """

    DELIVERED = "delivered"
    WAITING = "waiting"
    FAILED = "failed"
    BLOCKED = "blocked"
    UNSURE = "unsure"
    WITHDRAWN = "withdrawn"


class Change(StrEnum):
    """What became of the last change of a message that had arrived: other words, or off the screen, or not."""

    EDITED = "edited"
    NOT_EDITED = "not_edited"
    TAKEN_BACK = "taken_back"
    NOT_TAKEN_BACK = "not_taken_back"

    @property
    def failed(self) -> "Change":
        """The same where Telegram, or she, did not let us."""
        return {Change.EDITED: Change.NOT_EDITED, Change.TAKEN_BACK: Change.NOT_TAKEN_BACK}.get(self, self)


def fate(state: str | None, reason: str | None) -> Fate:
    """What a row of the outbox says of a message; None: there is no such row, and nobody knows any more."""
    match state:
        case OutState.WAITING | OutState.SENDING:
            return Fate.WAITING
        case OutState.SENT:
            return Fate.DELIVERED
        case OutState.FAILED if reason == BLOCKED:
            return Fate.BLOCKED
        case OutState.FAILED if reason == STOPPED:
            return Fate.WITHDRAWN
        case OutState.FAILED:
            return Fate.FAILED
    return Fate.UNSURE


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of an announcement's people each fate has befallen. `audience`: its rows, counted by themselves."""

    audience: int = 0
    delivered: int = 0
    waiting: int = 0
    failed: int = 0
    blocked: int = 0
    unsure: int = 0
    withdrawn: int = 0

    @property
    def is_lawful(self) -> bool:
        """The law: at every instant each of the audience is in exactly one place."""
        parts = (self.delivered, self.waiting, self.failed, self.blocked, self.unsure, self.withdrawn)
        return self.audience == sum(parts)


@dataclass(frozen=True, slots=True)
class Attached:
    """A photo, a voice or a document of an announcement: its id at the bot that has seen it, and the name of the file
    in the media folder, from which other bots upload it.
    """

    kind: FileKind
    bot: int
    file_id: str
    media: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What an announcement says in one language, as it was typed; `edition`: how often it has changed since it left."""

    text: str
    file: Attached | None = None
    edition: int = 0

    @property
    def longest(self) -> int:
        """How many characters it may have: what stands over and under it has to find room too."""
        return LONGEST_WITH_FILE if self.file is not None else LONGEST


@dataclass(frozen=True, slots=True)
class Announcement:
    """One announcement. `areas`: where its author works, by codes; None: in the whole programme. `fallback`: the
    language of who has none of its versions. `not_before`: when it leaves; None: as soon as it may. `composed` and
    `left`: how many people were counted when it was composed and when it left; None: not yet. `changing`: a change is
    on its way to those who have it.
    """

    id: int
    programme: str
    author: int
    state: State
    areas: tuple[str, ...] | None
    audience: Audience
    fallback: str
    emergency: bool = False
    not_before: datetime | None = None
    created_at: datetime | None = None
    composed_at: datetime | None = None
    composed: int | None = None
    left_at: datetime | None = None
    left: int | None = None
    approved_by: int | None = None
    taken_back_at: datetime | None = None
    ended_at: datetime | None = None
    changing: bool = False
    words: Mapping[str, Words] = field(default_factory=dict)

    @property
    def came_since(self) -> int:
        """How many more (or fewer, below 0) were counted when it left than when it was composed."""
        return 0 if self.left is None or self.composed is None else self.left - self.composed

    @property
    def held_up_in(self) -> State:
        """Where a paused one goes on."""
        if self.composed is None:
            return State.GATHERING
        return State.PLANNED if self.left_at is None else State.UNDER_WAY

    def version_for(self, language: str) -> str:
        """The language in which it speaks to who speaks this one."""
        return language if language in self.words else self.fallback
