"""Reads a chat written as text, plays it on a simulated phone, and writes down what the screen showed.

# a remark
: key value            language th · clock 2026-03-02T09:00+07:00 · packs thailand-otop · name Somsri
: shape                in English what the bot says, a line a sentence, and the buttons; typed words stay (shape.py)
> a text that is typed
> [a button that is tapped]        or a key of the keyboard
> (contact) (photo) (voice) (place) (block) (unblock) (forwarded contact)
> (edit: the new words of the last message)      (edit 4500: the new words of the last message that was “4500”)
> (3 days pass)                   or minutes, in which nothing happens by itself
> (form visit.md)                 or another file of tests/handlers/forms, sent as a document, fetched and checked
> (is registered)                 in the first pack, without a word: for chats about what comes after
> (photo: words under it)
> (lines: one / another)          a message of several lines; the same in (edit one / another: one / third)
> (becomes officer)               or admin: without a word, for chats about what comes after
> (opens a link for officer)      or admin …; (opens a link for officer of MW-S): of an area; (opens it again)
> (opens a link to lead Kampini)  a new group of that name
> (in her group without a phone: Malee, Noi)      members who come into the only group
> (scans the newest card)         that was made for a member
> (Noi leads Kampini, and Malee has a card)     who has no phone; then (her leader says yes), no, or that it was not her
> (Malee says that the newest card is hers)     on a phone of her own; then (Malee agrees on her phone)
> (Maya, Noi are in Kampini, with phones)       they have joined, and were confirmed; (Maya says stop)
> (Maya, Noi are in Kampini, with phones)    they have joined, and were confirmed; (Maya says stop)
> (Kampini meets on the 17.)      of each month
> (the role of officer ends)      as by the command line
(Ruth Phiri takes up the link)  that was sent last, on a phone of her own, in the first language of the first pack
(Mary of MW-BA says that she works in a group)   somebody else registers so, on a phone of her own
(Ruth Phiri of MW-BL does not answer)  her first check-in; (Ruth Phiri of MW-BL registers), and nobody vouches for her
(nobody leads Kampini of MW-BL)  a new group
(is asked every 3 months, because season)   as staff have chosen, or because of other words
(Ruth Phiri photographs the sheet)   who has taken up a link before
(opens her own link)            the one-time link that the bot has sent last
(the programme asks 2 key holders)   before somebody else leads a group
(Maya, Noi of MW-BA read ny)    registered there, on phones of their own in a language
(the clock ticks)               a minute later, and what it sends has arrived
(for more than 2 people a second yes is asked)   before an announcement leaves
(Maya blocks the bot)
(lives in MW-BA)                 has her business there
(Nok works as officer of MW-BA) somebody else, on a phone of her own; (Nok works as admin)
(Nok answers: words)            the newest question; before, (Nok begins to answer); (Nok changes the answer: words)
(Mary of MW-BA asks: words)     somebody else, who may then be (Mary taps 👍) or (Mary writes more: words)
> (replies to the answer: words)   as Telegram has it, to the newest; or to the question, which was brought to her
(Nok leads her group)           the only group, which she is in from then on
(is suspended)                  as the leader of her group, by staff; (is let go on)
> (Noi reports for her: sales 1200, people 2)   the leader of her group, who has no phone; (it is changed to sales 1300)
> (the consent text changes)      and has a new version, to which who goes on has to agree
> (a newer text of the consent)   the same, and what was agreed to before holds
> (was not asked who she is)      since she registered before that was asked
> (a guardian agreed)             for her, since she was too young
> (another account)               of the same phone number, from here on; (first account) is the first one again
> (Malee, Noi say 8500, and usually 850)    producers with phones; (she has said 8500, and usually 850): who writes here
(Nok holds it)                  an officer, the newest figure that is looked at; (Nok asks 850, not 8500): of who writes
(Nok asks 850, not 8500, for Noi)    of a member without a phone, whom her leader is asked about
> (relinked)                      two people have said that the other account is hers
> (the office says: The market is on Friday.)    or (the office of MW-S says: …), (the office says what is urgent: …)
> (the office asks: Will you come?)   yes or no; (the office asks until tonight: Which day? Monday, Tuesday);
> (the office asks with the form visit: …); (what the office said is stopped), or taken back
> (Mary Phiri is registered on this phone too)
> /verify (the code)             or in other words: the code of a statement that was seen last
what the bot says, line by line; ~ marks a message that was changed in place
[button] [button]      {key} {key}      «what appeared for a moment»
"""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from bot.domain.book.statement_code import read_code
from bot.services.people import relinking
from bot.store import Connection
from bot.store.people import people
from bot.store.wire import chats
from simulator.world.phones import NotOnScreen, Phone
from tests.conversations import members
from tests.conversations.shape import Shape
from tests.enrol import enrol
from tests.house import COUNTRIES, Stage, pack

# Phones whose ids differ by this have the same number.
SAME_NUMBER = 100_000_000


# What a code of a statement is written as here, in what is typed and in what is heard.
THE_CODE, SOME_CODE = "(the code)", "CODE1-CODE2-CODE3"
CODE = re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}\b")

FORMS = Path(__file__).parents[1] / "handlers" / "forms"


@dataclass(slots=True)
class Script:
    """A chat: its settings, and what is done, each with what is expected after it."""

    text: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    head: list[str] = field(default_factory=list)
    steps: list[tuple[str, str]] = field(default_factory=list)

    @property
    def codes(self) -> list[str]:
        return self.settings.get("packs", " ".join(COUNTRIES)).split()

    @property
    def shape(self) -> Shape | None:
        if "shape" not in self.settings:
            return None
        return shape_of(self.settings["language"], tuple(self.codes))

    @property
    def clock(self) -> datetime:
        return datetime.fromisoformat(self.settings.get("clock", "2026-03-02T10:00+07:00"))


@cache
def shape_of(language: str, codes: tuple[str, ...]) -> Shape:
    """Made once for all chats of a language in the same packs."""
    return Shape.of(language, map(pack, codes))


def load(path: Path) -> Script:
    """The script in a file."""
    return read(path.read_text(encoding="utf-8"))


def save(path: Path, script: Script, heard: list[str]) -> None:
    """Write a script anew with what was really heard."""
    path.write_text(write(script, heard), encoding="utf-8")


def read(text: str) -> Script:
    """A script from its text; blank lines between steps are for the eye."""
    script = Script(text)
    expected: list[str] = []
    for line in text.splitlines():
        if line.startswith("> "):
            expected = []
            script.steps.append((line[2:], ""))
        elif not script.steps:
            script.head.append(line)
            if line.startswith(": "):
                key, _, value = line[2:].partition(" ")
                script.settings[key] = value
        else:
            expected.append(line)
            script.steps[-1] = (script.steps[-1][0], "\n".join(expected).strip())
    return script


def write(script: Script, heard: list[str]) -> str:
    """The text of a script with what was really heard."""
    steps = [f"> {act}\n{said}\n" for (act, _), said in zip(script.steps, heard, strict=True)]
    return "\n".join(["\n".join(script.head).strip(), "", *steps]).rstrip() + "\n"


async def play(stage: Stage, phone: Phone, script: Script) -> list[str]:
    """Do every step and give what the screen showed after each."""
    heard: list[str] = []
    codes: list[str] = []
    owner = phone.owner
    shape = script.shape
    accounts = {"(first account)": owner.id, "(another account)": owner.id + SAME_NUMBER}
    for act, _ in script.steps:
        if act in accounts:
            phone.mark()
            phone = stage.simulator.phone(accounts[act], owner.name, owner.language)
            heard.append("\n".join(_shown(message, shape, edited=False) for message in phone.heard))
            continue
        toasts, keyboard = len(phone.toasts), phone.keyboard
        phone.mark()
        old = {message.id for message in phone.screen}
        try:
            tapped = _button(phone, act, shape) if shape and act.startswith("[") else act
            await do(stage, phone, tapped.replace(THE_CODE, codes[-1] if codes else ""))
        except NotOnScreen as error:
            heard.append(f"!! {error}")
            continue
        await stage.settle()
        shown = [_shown(message, shape, edited=message.id in old) for message in phone.heard]
        codes += [code for message in phone.heard for code in CODE.findall(message.text) if read_code(code)]
        shown += [f"«{_in_shape(toast.text, shape)}»" for toast in phone.toasts[toasts:] if toast.text]
        if phone.keyboard is not keyboard and phone.keyboard is not None:
            keys = ([f"{{{_in_shape(key.text, shape)}}}" for key in row] for row in phone.keyboard.rows)
            shown.append("\n".join(map(" ".join, keys)))
        heard.append(_same_codes("\n".join(shown)))
    return heard


def _same_codes(said: str) -> str:
    """Codes of statements and of links are made by chance: here they all look alike."""
    said = re.sub(r"(start=(?:group|join)_)[\w-]+", r"\1…", said)
    return CODE.sub(lambda found: SOME_CODE if read_code(found[0]) else found[0], said)


async def do(stage: Stage, phone: Phone, act: str) -> None:
    """One thing that a person does."""
    if act.startswith("["):
        await phone.tap(act[1:].rstrip("]"))
    elif edit := re.fullmatch(r"\(edit ?([^:]*): (.+)\)", act):
        old, new = (_lines(words) for words in edit.groups())
        mine = [message for message in phone.screen if message.mine and old in ("", message.text)]
        if not mine:
            raise NotOnScreen(f"There is no message “{old}”.")
        await phone.edit(mine[-1].id, new)
    elif passed := re.fullmatch(r"\((\d+) days? pass(es)?\)", act):
        await stage.walk(int(passed[1]))
    elif minutes := re.fullmatch(r"\((\d+) minutes pass\)", act):
        stage.clock.turn(minutes=int(minutes[1]))
    elif act in HAPPENS:
        await HAPPENS[act](stage, phone)
    elif form := re.fullmatch(r"\(form (\S+)\)", act):
        await phone.document((FORMS / form[1]).read_bytes(), form[1])
        await stage.settle()
        await stage.house.lines[0].fetcher.round()
        await stage.house.form_checks.round()
    elif await members.happens(stage, phone, act):
        return
    elif act.startswith("("):
        await _send(phone, act)
    else:
        await phone.say(act)


def _lines(words: str) -> str:
    """A message of several lines, written in one here."""
    return words.replace(" / ", "\n")


async def _relink(stage: Stage, phone: Phone) -> None:
    def relink(connection: Connection) -> None:
        found = chats.load(connection, phone.bot.id, [phone.id - SAME_NUMBER, phone.id])
        old, new = (one.person.id for one in found.values() if one.person is not None)
        wish = relinking.Wish(old, new, ("A leader", "An officer"))
        relinking.relink(connection, wish, stage.house.loaded.catalogues, stage.clock.now())

    async with stage.house.store.transaction() as tx:
        await tx.run(relink)


async def _change_consent(stage: Stage, _phone: Phone, *, holds: bool = False) -> None:
    """As if packs with a new version of the text had been added, and the bot started anew."""
    for code, known in stage.house.loaded.packs.items():
        consent = known.programme.consent
        # the first screen has one more line
        texts = {language: text.replace("\n\n", "\n+1\n\n", 1) for language, text in consent.texts.items()}
        version = consent.version + 1
        still = consent.still_holds if holds else version
        changed = replace(consent, version=version, still_holds=still, texts=texts)
        stage.house.loaded.packs[code] = replace(known, programme=replace(known.programme, consent=changed))


async def _agreed_by_guardian(stage: Stage, phone: Phone) -> None:
    def agree(connection: Connection) -> None:
        (found,) = chats.load(connection, phone.bot.id, [phone.id]).values()
        assert found.person is not None, "for nobody else a guardian agrees"
        version = str(next(iter(stage.house.loaded.packs.values())).programme.consent.version)
        given = {"version": version, "language": "en", "how": "guardian", "guardian": "Suda Jones"}
        people.add_consent(connection, {**given, "person_id": found.person.id, "given_at": stage.clock.now()})

    async with stage.house.store.transaction() as tx:
        await tx.run(agree)


async def _registered_before(stage: Stage, phone: Phone) -> None:
    def forget(connection: Connection) -> None:
        (found,) = chats.load(connection, phone.bot.id, [phone.id]).values()
        assert found.person is not None, "only who is registered can have been asked"
        people.change_person(connection, found.person.id, who_asked_at=None)

    async with stage.house.store.transaction() as tx:
        await tx.run(forget)


HAPPENS = {
    "(is registered)": enrol,
    "(relinked)": _relink,
    "(the consent text changes)": _change_consent,
    "(a newer text of the consent)": partial(_change_consent, holds=True),
    "(a guardian agreed)": _agreed_by_guardian,
    "(was not asked who she is)": _registered_before,
}


async def _send(phone: Phone, act: str) -> None:
    if under := re.fullmatch(r"\(photo: (.+)\)", act):
        await phone.photo(caption=_lines(under[1]))
        return
    if several := re.fullmatch(r"\(lines: (.+)\)", act):
        await phone.say(_lines(several[1]))
        return
    acts = {
        "(contact)": phone.contact,
        "(photo)": phone.photo,
        "(voice)": phone.voice,
        "(place)": phone.location,
        "(block)": phone.block,
        "(unblock)": phone.unblock,
    }
    if act == "(forwarded contact)":
        await phone.contact("+66811111111", name="Somebody else", user_id=99)
    else:
        await acts[act]()


def _in_shape(words: str, shape: Shape | None) -> str:
    return words if shape is None else shape.word(words)


def _button(phone: Phone, act: str, shape: Shape) -> str:
    """As it stands on the screen, the newest first: here it is named in English."""
    named = act[1:].rstrip("]")
    labels = [button.text for message in reversed(phone.screen) for row in message.buttons for button in row]
    labels += [key.text for key in phone.keyboard or ()]
    called = [(label, shape.word(label).casefold()) for label in labels]
    exact = (label for label, name in called if name == named.casefold())
    partial = (label for label, name in called if named.casefold() in name)
    found = next(exact, None) or next(partial, None)
    return act if found is None else f"[{found}]"


def _shown(message: object, shape: Shape | None, *, edited: bool) -> str:
    lines = []
    if message.kind != "text":  # type: ignore[attr-defined]
        lines.append(f"<{message.kind}>")  # type: ignore[attr-defined]
    text = message.text  # type: ignore[attr-defined]
    lines += (shape.text(text) if shape else text).splitlines()
    lines += [" ".join(f"[{_in_shape(button.text, shape)}]" for button in row) for row in message.buttons]  # type: ignore[attr-defined]
    told = "\n".join(line.rstrip() for line in lines)
    return f"~ {told}" if edited else told
