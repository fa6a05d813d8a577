"""/record: staff read aloud, one prompt after the other, what has no recording yet; or replace one that is there."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.domain.wire.button_data import Shapes, matching, number, page, word
from bot.domain.wire.contact import Dialogue
from bot.i18n import N_, Html, Read, is_later, is_skip, read_yes_no
from bot.services import recordings
from bot.services.forms import dialogues
from bot.services.ids import new_id
from handlers.voice import prompts, recording_walk
from handlers.wire import events, late_taps, menu
from handlers.wire.turn import Turn

KIND, PREFIX = recording_walk.KIND, recording_walk.PREFIX
SHAPES: Shapes = (
    ("lang", word),
    ("part", number),
    ("pick", number),
    ("old", ""),
    ("old", page),
    ("keep", matching("[0-9a-f]{1,8}")),
    *((op, "") for op in ("again", "skip", "stop")),
)

KEPT = N_("Kept.")
OTHER_SOUND = N_("I can only keep a voice note. Please hold the microphone below and speak.")


async def start(turn: Turn) -> None:
    """The command: go on where a walk was left, or choose a language."""
    known = await turn.run(dialogues.of_contact, turn.contact)
    begun = next((one for one in known if one.kind == recording_walk.KIND), None)
    front = turn.contact.dialogue
    if front is not None and front.kind == recording_walk.KIND:
        begun = front
    if begun is None:
        begun = Dialogue(new_id(), recording_walk.KIND, {"step": recording_walk.LANGUAGE}, turn.now)
    turn.contact.open(begun)
    await recording_walk.repeat(turn)


async def said(turn: Turn) -> None:
    """A voice note, or anything else, while a walk is in front."""
    step, event = recording_walk.state_of(turn)["step"], turn.event
    if event.kind is events.Kind.TEXT and is_later(event.said):
        await _stopped(turn)
    elif step not in (recording_walk.READ, recording_walk.CHECK):
        await recording_walk.repeat(turn)
    elif event.kind is events.Kind.VOICE and not event.mime:
        await _taken(turn, event.said)
    elif event.kind is events.Kind.TEXT:
        await _typed(turn, event.said.strip())
    else:
        turn.say(OTHER_SOUND, buttons=[[recording_walk.button(recording_walk.SKIP), recording_walk.stop_button()]])


async def _taken(turn: Turn, file_id: str) -> None:
    part = recording_walk.part_of(turn)
    at = recording_walk.prompt_at(turn, part) if part else None
    if part is None or at is None:
        await recording_walk.ask_part(turn)
        return
    recording_walk.change(turn, step=recording_walk.CHECK, take=file_id)
    recording_walk.play_back(turn, part, at[0])


async def _typed(turn: Turn, text: str) -> None:
    agreed = read_yes_no(text, turn.locale)
    if is_skip(text):
        await _skipped(turn)
    elif recording_walk.state_of(turn)["step"] == recording_walk.CHECK and isinstance(agreed, Read):
        await (_kept(turn) if agreed.value else _again(turn))
    else:
        turn.say(OTHER_SOUND, buttons=[[recording_walk.button(recording_walk.SKIP), recording_walk.stop_button()]])


async def tapped(turn: Turn, op: str, argument: Any) -> None:
    """A button of the walk in front."""
    dialogue = turn.contact.dialogue
    if dialogue is None or dialogue.kind != recording_walk.KIND:
        turn.whisper(late_taps.NO_LONGER)
    elif op == "lang" and argument in turn.programme.languages:
        recording_walk.change(turn, language=argument)
        await recording_walk.ask_part(turn)
    elif "language" not in dialogue.state or op not in TAPS:
        await (_stopped(turn) if op == "stop" else recording_walk.repeat(turn))
    else:
        await TAPS[op](turn, argument)


async def _part_chosen(turn: Turn, number: int) -> None:
    known = prompts.of_turn(turn, recording_walk.state_of(turn)["language"])
    if number >= len(known):
        await recording_walk.ask_part(turn)
        return
    recording_walk.change(turn, part=known[number].key, skipped=[])
    await recording_walk.ask_next(turn)


async def _old(turn: Turn, page: int | str) -> None:
    await recording_walk.ask_which(turn, int(page or 0))


async def _kept(turn: Turn, take: str = "") -> None:
    """The take is fetched once this is on disk, and is heard from then on. `take` is the one that a button is under."""
    state = recording_walk.state_of(turn)
    if state["step"] != recording_walk.CHECK or take not in ("", recording_walk.mark_of(state["take"])):
        turn.whisper(late_taps.ANSWERED)
        return
    place = recordings.place(turn.programme.code, state["language"], state["at"])
    await turn.run(recordings.keep, turn.contact, state["take"], place, turn.now)
    recording_walk.change(turn, step=recording_walk.READ, take=None)
    kept = Html.of("✔️ {}\n", turn.text(KEPT))
    await (recording_walk.ask_part(turn, kept) if state.get("replacing") else recording_walk.ask_next(turn, kept))


async def _again(turn: Turn, _argument: str = "") -> None:
    recording_walk.change(turn, step=recording_walk.READ, take=None)
    await recording_walk.repeat(turn)


async def _skipped(turn: Turn, _argument: str = "") -> None:
    state = recording_walk.state_of(turn)
    if state.get("replacing") or not state.get("at"):
        await recording_walk.ask_part(turn)
        return
    recording_walk.change(turn, step=recording_walk.READ, take=None, skipped=[*state.get("skipped", ()), state["at"]])
    await recording_walk.ask_next(turn)


async def _stopped(turn: Turn, _argument: str = "") -> None:
    """What was kept stays; the next /record begins with what is missing."""
    _end(turn, N_("Thank you. What you kept is kept.\nTo go on: /record"))


def _end(turn: Turn, message: str) -> None:
    turn.contact.close()
    turn.say(message, keys=menu.of(turn))


TAPS: dict[str, Callable[[Turn, Any], Awaitable[None]]] = {
    "part": _part_chosen,
    "old": _old,
    "pick": recording_walk.picked,
    "keep": _kept,
    "again": _again,
    "skip": _skipped,
    "stop": _stopped,
}
