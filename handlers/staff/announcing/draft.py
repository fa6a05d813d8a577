"""An announcement that is being made: where she is in it, kept as a dialogue, so that it survives everything."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from bot.domain.wire.button_data import Meaning
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button
from bot.i18n import N_, Text
from bot.services.forms import dialogues
from bot.services.ids import new_id
from bot.services.staff.announcing import standing
from handlers.wire.turn import Turn

KIND = PREFIX = standing.PREFIX
# Kept for later, thrown away, back, as it is in her own language, a time is asked, it leaves, other words, other
# people, it is an emergency, really, back to all of it, something is asked under it, no time.
LATER, THROW, BEFORE, AS_IT_IS, WHEN, LEAVE = "l", "x", "k", "i", "w", "n"
WORDS, PEOPLE, URGENT, REALLY, GO_ON, ASK, AT_ONCE = "r", "q", "m", "j", "h", "A", "B"
DEEDS = (LATER, THROW, BEFORE, AS_IT_IS, WHEN, LEAVE, WORDS, PEOPLE, URGENT, REALLY, GO_ON, ASK, AT_ONCE)

NOT_NOW, THROW_AWAY, STEP_BACK = N_("✖️ Not now"), N_("🗑 Throw away"), N_("⬅️ Back")


class Step(StrEnum):
    """What is asked: her words, whom it is for, its words in another language, whether it is right, when it leaves, and
    new words of one that has left.
    """

    WORDS = "words"
    PEOPLE = "people"
    VERSION = "version"
    LOOK = "look"
    WHEN = "when"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Draft:
    """Where she is. `number`: the announcement, once there are words; `taps`: how often something has changed, so that
    a button of before does nothing; `language`: in which words are asked; `as_it_is`: those who read one of these get
    it in hers; `at`: when it leaves.
    """

    step: Step = Step.WORDS
    number: int = 0
    taps: int = 0
    language: str = ""
    as_it_is: tuple[str, ...] = ()
    at: str | None = None
    emergency: bool = False
    looked: bool = False
    text: str = ""

    @classmethod
    def of(cls, dialogue: Dialogue) -> Self:
        """What a dialogue keeps."""
        # whom it is for stands there too: handlers/staff/announcing/audience_screens.py
        kept: dict[str, Any] = {one.name: dialogue.state[one.name] for one in fields(cls)}
        return cls(**{**kept, "step": Step(kept["step"]), "as_it_is": tuple(kept["as_it_is"])})

    @property
    def leaves(self) -> datetime | None:
        """When it is to leave; None: as soon as it may."""
        return datetime.fromisoformat(self.at) if self.at else None


def of_turn(turn: Turn) -> Draft | None:
    """The one in front; None: something else is, or nothing."""
    dialogue = turn.contact.dialogue
    return Draft.of(dialogue) if dialogue is not None and dialogue.kind == KIND else None


async def resumed(turn: Turn) -> Draft | None:
    """The one that she has begun, in front again; None: there is none."""
    front = of_turn(turn)
    if front is not None and front.step is Step.CHANGE:
        turn.contact.close()
    if front is None or front.step is Step.CHANGE:
        known = await turn.run(dialogues.of_contact, turn.contact)
        begun = next((one for one in known if one.kind == KIND and one.state["step"] != Step.CHANGE), None)
        if begun is None:
            return None
        turn.contact.open(begun)
    return of_turn(turn)


def begin(turn: Turn, draft: Draft) -> None:
    """A new one, in front."""
    front = turn.contact.dialogue
    if front is not None and front.kind == KIND:
        turn.contact.close()
    turn.contact.open(Dialogue(new_id(), KIND, asdict(draft), turn.now))


def open_beside(turn: Turn, draft: Draft) -> None:
    """Something of its own in front; what she is making waits behind it."""
    front = turn.contact.dialogue
    if front is not None and front.kind == KIND and Draft.of(front).step is Step.CHANGE:
        turn.contact.close()
    turn.contact.open(Dialogue(new_id(), KIND, asdict(draft), turn.now))


def change(turn: Turn, draft: Draft, **values: Any) -> Draft:
    """It is somewhere else now; buttons of before do nothing."""
    changed = replace(draft, taps=draft.taps + 1, **values)
    if turn.contact.dialogue is not None:
        turn.contact.dialogue.state = {**turn.contact.dialogue.state, **asdict(changed)}
        turn.contact.touch()
    return changed


def button(turn: Turn, label: str, deed: str, **values: Any) -> Button:
    """Something that can be done with it as it stands now."""
    dialogue = turn.contact.dialogue
    if dialogue is None:
        raise LookupError("nothing is being announced in this chat")
    taps = Draft.of(dialogue).taps
    return Button(Text(label, values), Meaning.of(PREFIX, deed, dialogue.id, str(taps)))


def around(turn: Turn, *, back: bool = True) -> list[Button]:
    """What can always be done."""
    first = [button(turn, STEP_BACK, BEFORE)] if back else []
    return [*first, button(turn, NOT_NOW, LATER), button(turn, THROW_AWAY, THROW)]
