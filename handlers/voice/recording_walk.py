"""The walk of /record: what has no recording yet in a language, the words to read, what was said played back."""

import zlib
from collections.abc import Callable, Collection, Sequence
from typing import Any

from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import LONGEST_CAPTION, Button, File, FileKind, Rows, visible_length
from bot.i18n import BLANK, N_, Html, Text
from bot.services import recordings
from bot.services.wire import received_files
from handlers.forms import aloud
from handlers.voice import prompts
from handlers.voice.prompts import Part, Prompt
from handlers.wire.turn import Turn

KIND = PREFIX = "record"
LANGUAGE, PART, READ, CHECK = "language", "part", "read", "check"
PAGE, LONGEST_LABEL = 10, 40

KEEP, AGAIN, SKIP, STOP = N_("✅ Keep"), N_("🔁 Again"), N_("⏭ Skip"), N_("⏹ Enough for now")
PLACE = N_("{number} of {count}")
COUNTED = N_("{name}: {number} of {count}")
READ_THIS = N_("Please read this aloud:")
HOLD = N_("Hold the microphone below and speak slowly.")
IS_IT_GOOD = N_("Can it be heard well?")


def state_of(turn: Turn) -> dict[str, Any]:
    """What is kept of the walk in front. Raises LookupError: the caller looks first."""
    dialogue = turn.contact.dialogue
    if dialogue is None or dialogue.kind != KIND:
        raise LookupError("nobody is recording in this chat")
    return dialogue.state


def change(turn: Turn, **values: Any) -> None:
    """Keep something else of it."""
    state_of(turn).update(values)
    turn.contact.touch()


async def recorded(turn: Turn, language: str) -> Callable[[Prompt], bool]:
    """Whether a prompt has a recording, on disk or on its way there."""
    code = turn.programme.code
    coming = await turn.run(received_files.coming, recordings.folder(code, language))

    def has(prompt: Prompt) -> bool:
        there = turn.loaded.recordings.voice(turn.pack, language, prompt.name)
        return there is not None or recordings.place(code, language, prompt.name) in coming

    return has


def part_of(turn: Turn) -> Part | None:
    """The part that is being read."""
    state = state_of(turn)
    return prompts.find(prompts.of_turn(turn, state["language"]), state.get("part", ""))


def prompt_at(turn: Turn, part: Part) -> tuple[int, Prompt] | None:
    """The prompt that is being read, with its number in the part, from 1."""
    name = state_of(turn).get("at")
    return next((found for found in enumerate(part.prompts, 1) if found[1].name == name), None)


# What is asked


async def repeat(turn: Turn, first: Html = BLANK) -> None:
    """Ask again where she is; a pack that has changed meanwhile leads back to its parts."""
    state = state_of(turn)
    part = part_of(turn) if state["step"] in (READ, CHECK) else None
    at = prompt_at(turn, part) if part else None
    if state["step"] == LANGUAGE:
        await ask_language(turn, first)
    elif part is None or at is None:
        await ask_part(turn, first)
    elif state["step"] == CHECK:
        play_back(turn, part, at[0])
    else:
        ask_to_read(turn, part, *at, first)


async def ask_language(turn: Turn, first: Html = BLANK) -> None:
    """The languages of her programme, each with how much is recorded."""
    buttons = []
    for language in turn.programme.languages:
        name = turn.loaded.catalogues.locale(language).name
        all_of_it = [one for part in prompts.of_turn(turn, language) for one in part.prompts]
        has = await recorded(turn, language)
        buttons.append([_counted(name, all_of_it, has, Meaning.of(PREFIX, "lang", language))])
    _show(turn, first, turn.text(N_("In which language will you read aloud?")), [*buttons, [stop_button()]])


def _counted(name: str, of: Sequence[Prompt], has: Callable[[Prompt], bool], meaning: Meaning) -> Button:
    done = sum(has(prompt) for prompt in of)
    return Button(Text(COUNTED, {"name": name, "number": done, "count": len(of)}), meaning)


async def ask_part(turn: Turn, first: Html = BLANK) -> None:
    """What to record: each part with how much of it is there."""
    change(turn, step=PART, skipped=[], at=None)
    language = state_of(turn)["language"]
    has = await recorded(turn, language)
    known = prompts.of_turn(turn, language)
    buttons = [
        [_counted(_title(turn, part), part.prompts, has, Meaning.of(PREFIX, "part", str(number)))]
        for number, part in enumerate(known)
    ]
    if any(has(prompt) for part in known for prompt in part.prompts):
        buttons.append([Button(Text(N_("🔁 Replace a recording")), Meaning.of(PREFIX, "old", ""))])
    _show(turn, first, turn.text(N_("What will you read aloud?")), [*buttons, [stop_button()]])


def _title(turn: Turn, part: Part) -> str:
    return part.title if isinstance(part.title, str) else turn.plain(part.title)


async def ask_next(turn: Turn, first: Html = BLANK) -> None:
    """The next prompt of this part that has no recording; after the last one, the parts again."""
    part, state = part_of(turn), state_of(turn)
    if part is None:
        await ask_part(turn, first)
        return
    has = await recorded(turn, state["language"])
    skipped: Collection[str] = state.get("skipped", ())
    for number, prompt in enumerate(part.prompts, 1):
        if not has(prompt) and prompt.name not in skipped:
            change(turn, step=READ, at=prompt.name, replacing=False)
            ask_to_read(turn, part, number, prompt, first)
            return
    if skipped:
        await ask_part(turn, first)
    else:
        done = turn.text(N_("All of “{part}” is recorded."), part=_title(turn, part))
        await ask_part(turn, Html.of("{}✅ {}\n", first, done))


def ask_to_read(turn: Turn, part: Part, number: int, prompt: Prompt, first: Html = BLANK) -> None:
    """The words to read, and how to."""
    place = turn.text(PLACE, number=number, count=len(part.prompts))
    head = first + Html.of("<b>{}</b>\n", place)
    _show(turn, head, _to_read(turn, prompt), [[button(SKIP), stop_button()]])


def _to_read(turn: Turn, prompt: Prompt) -> Html:
    return Html.of("🎙 {}\n\n{}\n\n<i>{}</i>", turn.text(READ_THIS), prompts.shown(prompt), turn.text(HOLD))


def play_back(turn: Turn, part: Part, number: int) -> None:
    """What was just said, by the id that it came with: nothing is fetched before it is to be kept."""
    place = turn.text(PLACE, number=number, count=len(part.prompts))
    take = str(state_of(turn)["take"])
    rows = [[button(KEEP, mark_of(take)), button(AGAIN)], [button(SKIP), stop_button()]]
    caption = Html.of("<b>{}</b>\n{}", place, turn.text(IS_IT_GOOD))
    turn.send_file(File(FileKind.VOICE, take), caption, rows)


def mark_of(take: str) -> str:
    """What tells one take from another in a button's data: the one under an earlier take keeps nothing."""
    return format(zlib.crc32(take.encode()), "x")


OPS = {KEEP: "keep", AGAIN: "again", SKIP: "skip"}


def button(label: str, argument: str = "") -> Button:
    """A button of the walk."""
    return Button(Text(label), Meaning.of(PREFIX, OPS[label], argument))


def stop_button() -> Button:
    """Enough for today."""
    return Button(Text(STOP), Meaning.of(PREFIX, "stop", ""))


def _show(turn: Turn, first: Html, marked: Html, rows: Rows) -> None:
    turn.show_marked(first + marked, buttons=rows)


# Replacing


async def ask_which(turn: Turn, page: int = 0) -> None:
    """The recordings that are there, a page at a time."""
    there = await _there(turn)
    buttons = [
        [Button(_short(prompt.words), Meaning.of(PREFIX, "pick", str(number)))]
        for number, (_, prompt) in list(enumerate(there))[page * PAGE : (page + 1) * PAGE]
    ]
    last = max(len(there) - 1, 0) // PAGE
    if last:
        turns = (("◀️", (page - 1) % (last + 1)), ("▶️", (page + 1) % (last + 1)))
        buttons.append([Button(sign, Meaning.of(PREFIX, "old", str(to))) for sign, to in turns])
    _show(turn, BLANK, turn.text(N_("Which one will you record anew?")), [*buttons, [stop_button()]])


async def _there(turn: Turn) -> list[tuple[Part, Prompt]]:
    language = state_of(turn)["language"]
    has = await recorded(turn, language)
    return [(part, one) for part in prompts.of_turn(turn, language) for one in part.prompts if has(one)]


def _short(words: str) -> str:
    line = words.partition("\n")[0]
    return line if len(line) <= LONGEST_LABEL else line[: LONGEST_LABEL - 1] + "…"


async def picked(turn: Turn, number: int) -> None:
    """Hear the recording that is there, with the words to read again."""
    there = await _there(turn)
    if number >= len(there):
        await ask_which(turn)
        return
    part, prompt = there[number]
    change(turn, step=READ, part=part.key, at=prompt.name, replacing=True)
    language = state_of(turn)["language"]
    marked = _to_read(turn, prompt)
    place = recordings.place(turn.programme.code, language, prompt.name)
    coming = await turn.run(received_files.take_for, turn.contact.bot, place)
    if coming and visible_length(marked) <= LONGEST_CAPTION:
        turn.send_file(File(FileKind.VOICE, coming), marked, [[stop_button()]])
    else:
        path = turn.loaded.recordings.voice(turn.pack, language, prompt.name)
        aloud.show(turn, marked, aloud.Aloud(voice=path), buttons=[[stop_button()]])
