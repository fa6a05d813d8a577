"""/record: staff read aloud, one prompt after the other, what has no recording yet; or replace one that is there."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any

from bot.domain.contact import Dialogue
from bot.i18n import N_, Read, Text, is_later, is_skip, read_yes_no
from bot.services import dialogues, media, recordings
from bot.services.ids import new_id
from handlers import aloud, events, menu, prompts
from handlers.prompts import Part, Prompt
from handlers.saying import LONGEST_CAPTION, Button, Rows, visible_length
from handlers.turn import Turn
from handlers.uploads import PACK

KIND = PREFIX = "record"
LANGUAGE, PART, READ, CHECK = "language", "part", "read", "check"
PAGE, LONGEST_LABEL = 10, 40

STAFF_ONLY = N_("Only programme staff can record. Thank you for wanting to help!")
KEEP, AGAIN, SKIP, STOP = N_("✅ Keep"), N_("🔁 Again"), N_("⏭ Skip"), N_("⏹ Stop")
PLACE = N_("{number} of {count}")
COUNTED = N_("{name}: {number} of {count}")
READ_THIS = N_("Please read this aloud:")
HOLD = N_("Hold the microphone below and speak slowly.")
KEPT = N_("Kept.")
IS_IT_GOOD = N_("Can it be heard well?")
OTHER_SOUND = N_("I can only keep a voice note. Please hold the microphone below and speak.")


async def start(turn: Turn) -> None:
    """The command: go on where a walk was left, or choose a language."""
    if not await _may(turn):
        turn.say(STAFF_ONLY)
        return
    known = await turn.run(dialogues.of_chat, turn.contact.bot, turn.contact.chat)
    begun = next((one for one in known if one.kind == KIND), None)
    front = turn.contact.dialogue
    if front is not None and front.kind == KIND:
        begun = front
    if begun is None:
        begun = Dialogue(new_id(), KIND, {"step": LANGUAGE}, turn.now)
    turn.contact.open(begun)
    await _repeat(turn)


async def _may(turn: Turn) -> bool:
    person = turn.contact.person
    return person is not None and await turn.run(recordings.may_record, person.id)


# What is kept of the walk


def _state(turn: Turn) -> dict[str, Any]:
    dialogue = turn.contact.dialogue
    if dialogue is None or dialogue.kind != KIND:
        raise LookupError("nobody is recording in this chat")
    return dialogue.state


def _change(turn: Turn, **values: Any) -> None:
    state = _state(turn)
    dialogue = turn.contact.dialogue
    assert dialogue is not None  # _state looked
    dialogue.state = {**state, **values}
    turn.contact.touch()


async def _recorded(turn: Turn, language: str) -> Callable[[Prompt], bool]:
    """Whether a prompt has a recording, on disk or on its way there."""
    code = turn.programme.code
    coming = await turn.run(media.coming, recordings.folder(code, language))

    def has(prompt: Prompt) -> bool:
        there = turn.desk.recordings.voice(turn.pack, language, prompt.name)
        return there is not None or recordings.place(code, language, prompt.name) in coming

    return has


def _part(turn: Turn) -> Part | None:
    state = _state(turn)
    return prompts.find(prompts.parts(turn, state["language"]), state.get("part", ""))


def _at(turn: Turn, part: Part) -> tuple[int, Prompt] | None:
    name = _state(turn).get("at")
    return next((found for found in enumerate(part.prompts, 1) if found[1].name == name), None)


# What is asked


async def _repeat(turn: Turn, first: str = "") -> None:
    """Ask again where she is; a pack that has changed meanwhile leads back to its parts."""
    state = _state(turn)
    part = _part(turn) if state["step"] in (READ, CHECK) else None
    at = _at(turn, part) if part else None
    if state["step"] == LANGUAGE:
        await _ask_language(turn, first)
    elif part is None or at is None:
        await _ask_part(turn, first)
    elif state["step"] == CHECK:
        _play_back(turn, part, at[0])
    else:
        _ask_to_read(turn, part, *at, first)


async def _ask_language(turn: Turn, first: str = "") -> None:
    buttons = []
    for language in turn.programme.languages:
        name = turn.desk.catalogues.locale(language).name
        all_of_it = [one for part in prompts.parts(turn, language) for one in part.prompts]
        buttons.append([await _counted(turn, name, language, all_of_it, f"{PREFIX}|lang|{language}")])
    _show(turn, first, turn.text(N_("In which language will you read aloud?")), [*buttons, [_stop()]])


async def _counted(turn: Turn, name: str, language: str, of: Sequence[Prompt], data: str) -> Button:
    has = await _recorded(turn, language)
    done = sum(has(prompt) for prompt in of)
    return Button(Text(COUNTED, {"name": name, "number": done, "count": len(of)}), data)


async def _ask_part(turn: Turn, first: str = "") -> None:
    """What to record: each part with how much of it is there."""
    _change(turn, step=PART, skipped=[], at=None)
    language = _state(turn)["language"]
    has = await _recorded(turn, language)
    buttons = []
    known = prompts.parts(turn, language)
    for part in known:
        button = await _counted(turn, _title(turn, part), language, part.prompts, f"{PREFIX}|part|{part.key}")
        buttons.append([button])
    if any(has(prompt) for part in known for prompt in part.prompts):
        buttons.append([Button(Text(N_("🔁 Replace a recording")), f"{PREFIX}|old|")])
    _show(turn, first, turn.text(N_("What will you read aloud?")), [*buttons, [_stop()]])


def _title(turn: Turn, part: Part) -> str:
    return part.title if isinstance(part.title, str) else turn.plain(part.title)


async def _next(turn: Turn, first: str = "") -> None:
    """The next prompt of this part that has no recording; after the last one, the parts again."""
    part, state = _part(turn), _state(turn)
    if part is None:
        await _ask_part(turn, first)
        return
    has = await _recorded(turn, state["language"])
    skipped: Collection[str] = state.get("skipped", ())
    for number, prompt in enumerate(part.prompts, 1):
        if not has(prompt) and prompt.name not in skipped:
            _change(turn, step=READ, at=prompt.name, replacing=False)
            _ask_to_read(turn, part, number, prompt, first)
            return
    if skipped:
        await _ask_part(turn, first)
    else:
        done = turn.text(N_("All of “{part}” is recorded."), part=_title(turn, part))
        await _ask_part(turn, f"{first}✅ {done}\n")


def _ask_to_read(turn: Turn, part: Part, number: int, prompt: Prompt, first: str = "") -> None:
    place = turn.text(PLACE, number=number, count=len(part.prompts))
    head = f"{first}<b>{place}</b>\n🎙 {turn.text(READ_THIS)}\n\n"
    _show(turn, "", f"{head}{prompts.shown(prompt)}\n\n<i>{turn.text(HOLD)}</i>", [[_button(SKIP), _stop()]])


def _play_back(turn: Turn, part: Part, number: int) -> None:
    """What was just said, by the id that it came with: nothing is fetched before it is to be kept."""
    place = turn.text(PLACE, number=number, count=len(part.prompts))
    rows = [[_button(KEEP), _button(AGAIN)], [_button(SKIP), _stop()]]
    caption = f"<b>{place}</b>\n{turn.text(IS_IT_GOOD)}"
    turn.send_file("sendVoice", "voice", str(_state(turn)["take"]), caption, rows)


OPS = {KEEP: "keep", AGAIN: "again", SKIP: "skip"}


def _button(label: str) -> Button:
    return Button(Text(label), f"{PREFIX}|{OPS[label]}|")


def _stop() -> Button:
    return Button(Text(STOP), f"{PREFIX}|stop|")


def _show(turn: Turn, first: str, marked: str, rows: Rows) -> None:
    turn.show_marked(f"{first}{marked}", buttons=rows)


# Replacing


async def _ask_which(turn: Turn, page: int = 0) -> None:
    """The recordings that are there, a page at a time."""
    there = await _there(turn)
    buttons = [
        [Button(_short(prompt.words), f"{PREFIX}|pick|{number}")]
        for number, (_, prompt) in list(enumerate(there))[page * PAGE : (page + 1) * PAGE]
    ]
    last = max(len(there) - 1, 0) // PAGE
    if last:
        turns = (("◀️", (page - 1) % (last + 1)), ("▶️", (page + 1) % (last + 1)))
        buttons.append([Button(sign, f"{PREFIX}|old|{to}") for sign, to in turns])
    _show(turn, "", turn.text(N_("Which one will you record anew?")), [*buttons, [_stop()]])


async def _there(turn: Turn) -> list[tuple[Part, Prompt]]:
    language = _state(turn)["language"]
    has = await _recorded(turn, language)
    return [(part, one) for part in prompts.parts(turn, language) for one in part.prompts if has(one)]


def _short(words: str) -> str:
    line = words.partition("\n")[0]
    return line if len(line) <= LONGEST_LABEL else line[: LONGEST_LABEL - 1] + "…"


async def _picked(turn: Turn, number: int) -> None:
    """Hear the recording that is there, with the words to read again."""
    there = await _there(turn)
    if number >= len(there):
        await _ask_which(turn)
        return
    part, prompt = there[number]
    _change(turn, step=READ, part=part.key, at=prompt.name, replacing=True)
    path = turn.desk.recordings.voice(turn.pack, _state(turn)["language"], prompt.name)
    marked = f"🎙 {turn.text(READ_THIS)}\n\n{prompts.shown(prompt)}\n\n<i>{turn.text(HOLD)}</i>"
    rows = [[_stop()]]
    if path is None:
        _show(turn, "", marked, rows)
    elif visible_length(marked) <= LONGEST_CAPTION:
        turn.send_file("sendVoice", "voice", {"kind": PACK, "path": str(path)}, marked, rows)
    else:
        aloud.send(turn, marked, aloud.Aloud(voice=path), buttons=rows)


# What she does


async def said(turn: Turn) -> None:
    """A voice note, or anything else, while a walk is in front."""
    if not await _may(turn):
        _end(turn, STAFF_ONLY)
        return
    step, event = _state(turn)["step"], turn.event
    if step not in (READ, CHECK):
        await _repeat(turn)
    elif event.kind is events.Kind.VOICE and not event.mime:
        await _taken(turn, event.said)
    elif event.kind is events.Kind.TEXT:
        await _typed(turn, event.said.strip())
    else:
        turn.say(OTHER_SOUND, buttons=[[_button(SKIP), _stop()]])


async def _taken(turn: Turn, file_id: str) -> None:
    part = _part(turn)
    at = _at(turn, part) if part else None
    if part is None or at is None:
        await _ask_part(turn)
        return
    _change(turn, step=CHECK, take=file_id)
    _play_back(turn, part, at[0])


async def _typed(turn: Turn, text: str) -> None:
    agreed = read_yes_no(text, turn.locale)
    if is_later(text):
        await _stopped(turn)
    elif is_skip(text):
        await _skipped(turn)
    elif _state(turn)["step"] == CHECK and isinstance(agreed, Read):
        await (_kept(turn) if agreed.value else _again(turn))
    else:
        turn.say(OTHER_SOUND, buttons=[[_button(SKIP), _stop()]])


async def tapped(turn: Turn, rest: str) -> None:
    """A button of the walk in front."""
    dialogue = turn.contact.dialogue
    op, _, argument = rest.partition("|")
    if dialogue is None or dialogue.kind != KIND:
        turn.whisper(N_("This button no longer works."))
    elif not await _may(turn):
        _end(turn, STAFF_ONLY)
    elif op == "lang" and argument in turn.programme.languages:
        _change(turn, language=argument)
        await _ask_part(turn)
    elif "language" not in dialogue.state or op not in TAPS:
        await (_stopped(turn) if op == "stop" else _repeat(turn))
    else:
        await TAPS[op](turn, argument)


async def _part_chosen(turn: Turn, key: str) -> None:
    _change(turn, part=key, skipped=[])
    await _next(turn)


async def _old(turn: Turn, page: str) -> None:
    await _ask_which(turn, int(page or 0))


async def _pick(turn: Turn, number: str) -> None:
    await _picked(turn, int(number))


async def _kept(turn: Turn, _argument: str = "") -> None:
    """The take is fetched once this is on disk, and is heard from then on."""
    state = _state(turn)
    if state["step"] != CHECK:
        turn.whisper(N_("This was answered already."))
        return
    place = recordings.place(turn.programme.code, state["language"], state["at"])
    here = turn.contact
    await turn.run(media.expect, f"voice-{new_id():x}.ogg", here.bot, here.chat, state["take"], turn.now, place=place)
    _change(turn, step=READ, take=None)
    kept = f"✔️ {turn.text(KEPT)}\n"
    await (_ask_part(turn, kept) if state.get("replacing") else _next(turn, kept))


async def _again(turn: Turn, _argument: str = "") -> None:
    _change(turn, step=READ, take=None)
    await _repeat(turn)


async def _skipped(turn: Turn, _argument: str = "") -> None:
    state = _state(turn)
    if state.get("replacing") or not state.get("at"):
        await _ask_part(turn)
        return
    _change(turn, step=READ, take=None, skipped=[*state.get("skipped", ()), state["at"]])
    await _next(turn)


async def _stopped(turn: Turn, _argument: str = "") -> None:
    """What was kept stays; the next /record begins with what is missing."""
    _end(turn, N_("Thank you. What you kept is kept.\nTo go on: /record"))


def _end(turn: Turn, message: str) -> None:
    turn.contact.close()
    turn.say(message, keys=menu.MENU)


TAPS: dict[str, Callable[[Turn, str], Awaitable[None]]] = {
    "part": _part_chosen,
    "old": _old,
    "pick": _pick,
    "keep": _kept,
    "again": _again,
    "skip": _skipped,
    "stop": _stopped,
}
