"""A chat as a turn sees it: who is there, in which language, and the dialogue in front."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.people.roles import Role


class ChatState(StrEnum):
    """May we write to this chat?"""

    ACTIVE = "active"
    STOPPED = "stopped"
    BLOCKED = "blocked"


@dataclass(slots=True)
class Dialogue:
    """An open dialogue: a form being answered, or the first meeting. `state` is small JSON."""

    id: int
    kind: str
    state: dict[str, Any]
    began_at: datetime
    form: str | None = None
    producer_id: int | None = None
    slot_id: int | None = None
    front: bool = True
    # whose it is; None: somebody not registered
    person_id: int | None = None


@dataclass(slots=True)
class Person:
    """What a turn needs to know of the person; her name and answers stay in the store until asked for."""

    id: int
    programme: str
    language: str
    nudge_hour: int | None
    practice: bool
    confirmed: bool
    text_only: bool = False
    # the newest that she has agreed to, in whichever chat
    consent_version: str | None = None
    # a newer one that she was shown, and when she is shown it once more; None: never
    consent_asked: str | None = None
    consent_ask_again: datetime | None = None
    # the producer for whom she acts where she names none: bot/store/people/acting_for.py chooses it; None: for nobody
    acting_for: int | None = None
    # what she is besides: for what is shown to her; whether she may, services ask anew
    roles: frozenset[Role] = frozenset()


@dataclass(slots=True)
class Contact:
    """A chat with one bot, loaded once a batch and written back once, if it is new or `changed`.

    `person` is who is in front, and so are language, programme, state and dialogue; on a phone that is `shared` there
    are others who use it too.
    """

    bot: int
    chat: int
    state: ChatState
    state_since: datetime
    language: str | None = None
    programme: str | None = None
    person: Person | None = None
    shared: bool = False
    joining: dict[str, str] | None = None
    # the wish of who is not registered yet
    words_only: bool = False
    dialogue: Dialogue | None = None
    is_new: bool = False
    changed: bool = False
    # dialogues to write and to delete at the end of the batch
    touched: dict[int, Dialogue] = field(default_factory=dict)
    closed: list[int] = field(default_factory=list)
    # erased in this batch: nothing of it is written back, and whoever writes next from there is a stranger
    forgotten: bool = False
    # who was erased in this batch on a phone that others use too; None: somebody not registered
    parted: list[int | None] = field(default_factory=list)

    @property
    def person_id(self) -> int | None:
        """The number of who is in front; None: somebody not registered."""
        return self.person.id if self.person else None

    @property
    def acting_for(self) -> int | None:
        """The producer for whom who is in front acts, where neither a form nor a button names one."""
        return self.person.acting_for if self.person else None

    @property
    def text_only(self) -> bool:
        """Whether she wants neither voice notes nor pictures."""
        return self.person.text_only if self.person else self.words_only

    def open(self, dialogue: Dialogue) -> None:
        """Put a dialogue in front; the one that was there stays open behind it. It is hers who is in front."""
        if self.dialogue is not dialogue:
            self.lay_aside()
        dialogue.front, dialogue.person_id = True, self.person_id
        self.dialogue = dialogue
        self.touched[dialogue.id] = dialogue

    def touch(self) -> None:
        """The dialogue in front has a new state."""
        if self.dialogue is not None:
            self.touched[self.dialogue.id] = self.dialogue

    def lay_aside(self) -> None:
        """Nothing is in front any more; the dialogue can be resumed."""
        if self.dialogue is not None:
            self.dialogue.front = False
            self.touched[self.dialogue.id] = self.dialogue
            self.dialogue = None

    def close(self) -> None:
        """The dialogue in front is done with."""
        if self.dialogue is not None:
            self.touched.pop(self.dialogue.id, None)
            self.closed.append(self.dialogue.id)
            self.dialogue = None

    def become(self, state: ChatState, now: datetime) -> None:
        """Change whether we may write."""
        if self.state is not state:
            self.state, self.state_since, self.changed = state, now, True

    def turn_to(self, person: Person | None, dialogue: Dialogue | None, state: ChatState, since: datetime) -> None:
        """Somebody else has the phone now; None: somebody not registered. What was open stays open, for its owner."""
        self.person, self.dialogue, self.state, self.state_since = person, dialogue, state, since
        self.language, self.programme = (person.language, person.programme) if person else (None, None)
        self.joining, self.words_only, self.changed = None, False, True

    def forget(self) -> None:
        """Keep nothing of this chat, not even what the batch has changed so far."""
        self.person = self.joining = self.dialogue = self.language = self.programme = None
        self.words_only = False
        self.touched.clear()
        self.closed.clear()
        self.is_new = self.changed = False
        self.forgotten = True

    def part(self, now: datetime) -> None:
        """Keep nothing of who is in front; the others stay, and say who they are."""
        gone = self.person_id
        self.parted.append(gone)
        self.touched = {number: one for number, one in self.touched.items() if one.person_id not in (gone, None)}
        self.turn_to(None, None, ChatState.ACTIVE, now)
