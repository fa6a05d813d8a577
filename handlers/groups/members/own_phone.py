"""A member gets a phone: she says that a card is hers, her leader is asked, and she reads the consent in her chat."""

from bot.domain.wire.button_data import Meaning, Shapes, hex_number, matching, one_of
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Read, Text, is_help, joined, read_consent
from bot.services.groups.members import own_phone, phone_messages
from bot.services.groups.members.own_phone import Asked, Waiting
from bot.services.ids import new_id
from bot.services.people import shared_phone as sharing
from handlers.forms import aloud
from handlers.people import consent, consent_screens, shared_phone
from handlers.people.consent_screens import SCREEN
from handlers.wire import late_taps, menu, saying
from handlers.wire.events import Kind
from handlers.wire.turn import Turn

KIND = PREFIX = phone_messages.HERS
# It is hers; the text is read from its beginning.
MINE, BEGIN = "m", phone_messages.BEGIN
ANSWERS = (consent.YES, consent.NO, consent.GUARDIAN)
_IS_CODE = matching("[A-Za-z0-9_-]{22}")
# After an answer and after a screen stand the number of what was asked, and of the text's version.
SHAPES: Shapes = (
    (MINE, _IS_CODE),
    (BEGIN, hex_number),
    (one_of(*ANSWERS), hex_number, hex_number),
    (SCREEN, hex_number, hex_number, hex_number),
)

IS_IT_YOURS = N_("Is it yours? Then tap below: your leader is asked, and sees your name in Telegram.")
IT_IS = N_("📇 This is my card")
YOUR_CARD = N_("This is your card. Keep it: your leader finds you by it.")
TWICE = N_("Is the card yours? You are registered already: tell your leader that you stand twice.")
ANSWERED: dict[Asked, str] = {
    Asked.ASKED: N_("Your leader is asked whether it is you.\nI write to you here as soon as she has answered."),
    Asked.TODAY: N_("Your leader was asked about this card today already.\nPlease talk to her, or tap again tomorrow."),
    Asked.NOBODY: N_("No leader of your group can be asked now.\nPlease talk to her, or to programme staff."),
    Asked.HAS_PHONE: N_("Whose card this is writes from a phone of her own already.\nPlease talk to your leader."),
    Asked.ENDED: N_("This card is not good any more.\nPlease ask your leader for a new one."),
}
WAIT = N_("Your leader has not answered yet. I write to you as soon as she has.\nTo register by yourself: /start")
DECLINED = N_(
    "All right. Nothing is linked, and your leader answers for you as before.\nTo register by yourself: /start"
)
WELCOME = N_(
    "{name}, from now on you write here yourself, and what was kept for you is yours.\n"
    "Of what your leader reports for you, you have the last word.\nWrite “stop” whenever you want no more messages."
)


def scanned(turn: Turn, only_hers: str, code: str) -> None:
    """Somebody registered nowhere has scanned a card: one sentence, without a name, and one button."""
    mine = Button(Text(IT_IS), Meaning.of(PREFIX, MINE, code))
    turn.send_marked(joined([turn.text(only_hers), turn.text(IS_IT_YOURS)]), buttons=[[mine]])


def is_code(said: str) -> bool:
    """Whether it could be the code of a card."""
    return _IS_CODE(said) is not None


def is_new(meaning: Meaning | None) -> bool:
    """Whether a tap is the first that somebody makes of whom nothing is kept."""
    return meaning is not None and meaning.about == PREFIX and meaning.values[0] == MINE


async def registered(turn: Turn, only_hers: str, code: str) -> None:
    """A card that somebody registered has scanned; `only_hers`: what is said to whoever makes no product here."""
    if turn.acting_for is None:
        turn.say(only_hers)
    elif await turn.run(own_phone.whose, turn.acting_for, code):
        turn.say(YOUR_CARD)
    else:
        another = Button(Text(shared_phone.SOMEBODY_ELSE), Meaning.of(shared_phone.PREFIX, shared_phone.NEW))
        turn.send_marked(joined([turn.text(only_hers), turn.text(TWICE)]), buttons=[[another]])


async def tapped(turn: Turn, what: str, *told: str | int) -> None:
    """Her card, or a button under the text that she reads."""
    if what == MINE:
        await _ask(turn, str(told[0]))
        return
    *where, number, version = (int(one) for one in (told if what != BEGIN else (*told, 0)))
    if turn.contact.person is not None and not await _gives_phone(turn, number):
        return
    waiting = await turn.run(own_phone.find, turn.contact, number)
    if waiting is None or not waiting.confirmed:
        _over(turn)
    elif what == BEGIN or version != turn.loaded.pack(waiting.programme).programme.consent.version:
        await _begin(turn, waiting)
    elif what == SCREEN:
        await _show(turn, waiting, where[0])
    else:
        await _settle(turn, waiting, what)


async def _gives_phone(turn: Turn, number: int) -> bool:
    """Whether who is in front was here before somebody without a name asked, who goes on now. Else she has registered
    by herself meanwhile, or has the phone by now.
    """
    if await turn.run(own_phone.open_in, turn.contact) != number:
        turn.whisper(late_taps.ANSWERED)
    elif await turn.run(own_phone.of_another, turn.contact, number):
        await shared_phone.give_away(turn)
        await turn.run(sharing.turn_to_nobody, turn.contact, turn.now)
        return True
    else:
        turn.say(TWICE)
    return False


def _over(turn: Turn) -> None:
    if _is_asked(turn):
        turn.contact.close()
    turn.show(phone_messages.OVER)


def _is_asked(turn: Turn) -> bool:
    return turn.contact.dialogue is not None and turn.contact.dialogue.kind == KIND


async def _ask(turn: Turn, code: str) -> None:
    contact = turn.contact
    if contact.person is not None:
        turn.say(TWICE)
        return
    account = turn.event.user_name
    came = await turn.run(own_phone.ask, turn.loaded, contact, code, account, turn.language, turn.now)
    if came is Asked.ASKED:
        _open(turn, {})
    elif contact.dialogue is None and contact.is_new:
        # nothing came of it: nothing is kept of who has found a card
        contact.is_new = False
    turn.show(ANSWERED[came])


def _open(turn: Turn, state: dict[str, int]) -> None:
    if _is_asked(turn):
        turn.contact.close()
    turn.contact.open(Dialogue(new_id(), KIND, dict(state), turn.now))


async def _begin(turn: Turn, waiting: Waiting) -> None:
    """The programme is hers who stands on the card, and so is the language, unless another was chosen here."""
    turn.contact.programme, turn.contact.changed = waiting.programme, True
    turn.contact.language = turn.contact.language or waiting.language
    await _show(turn, waiting, 0)


async def _show(turn: Turn, waiting: Waiting, number: int) -> None:
    number = min(number, consent_screens.last(turn))
    _open(turn, {SCREEN: number})
    marked, voice = consent_screens.texts(turn)[number], consent_screens.voice(turn, number)
    aloud.show(turn, marked, voice, buttons=_rows(turn, waiting, number))


def _rows(turn: Turn, waiting: Waiting, number: int) -> Rows:
    """Who was too young when she agreed aloud has a guardian who agrees again, or is old enough by now."""
    text = turn.programme.consent
    of_age = Text(consent.OF_AGE, {"age": text.minimum_age})
    young = ((Text(consent.I_AGREE), consent.GUARDIAN), (of_age, consent.YES))
    answers = [*(young if waiting.by_guardian else ((Text(consent.AGREE), consent.YES),))]
    answers.append((Text(consent.DISAGREE), consent.NO))
    buttons = [[Button(label, Meaning.of(PREFIX, said, waiting.number, text.version))] for label, said in answers]
    return consent_screens.rows(turn, PREFIX, number, buttons, waiting.number, text.version)


async def _settle(turn: Turn, waiting: Waiting, answer: str) -> None:
    if _is_asked(turn):
        turn.contact.close()
    if answer == consent.NO:
        await turn.run(own_phone.decline, turn.loaded, turn.contact, waiting.number, turn.now)
        turn.show(DECLINED)
        return
    guardian = answer == consent.GUARDIAN
    name = await turn.run(own_phone.agree, turn.loaded, turn.contact, waiting.number, turn.now, guardian=guardian)
    if name is None:
        turn.show(phone_messages.OVER)
        return
    turn.show(consent.THANKS)
    turn.say(WELCOME, keys=menu.of(turn), name=name)


async def said(turn: Turn) -> None:
    """Words while her leader is asked, or while she reads: the words of a button, a clear yes or no."""
    number = await turn.run(own_phone.open_in, turn.contact)
    waiting = await turn.run(own_phone.find, turn.contact, number) if number is not None else None
    dialogue, words = turn.contact.dialogue, turn.event.said
    if waiting is None or dialogue is None:
        _over(turn)
    elif turn.event.kind is Kind.TEXT and is_help(words):
        menu.help_text(turn)
    elif not waiting.confirmed:
        turn.say(WAIT)
    elif SCREEN not in dialogue.state:
        await _begin(turn, waiting)
    else:
        await _answered(turn, waiting, int(dialogue.state[SCREEN]))


async def _answered(turn: Turn, waiting: Waiting, number: int) -> None:
    rows, words = _rows(turn, waiting, number), turn.event.said
    pressed = saying.pressed(words, rows, turn.label)
    agreed = read_consent(words) if turn.event.kind is Kind.TEXT else None
    if pressed is not None:
        await tapped(turn, *pressed.meaning.values)
    elif isinstance(agreed, Read) and not agreed.value:
        await _settle(turn, waiting, consent.NO)
    elif isinstance(agreed, Read) and number < consent_screens.last(turn):
        await _show(turn, waiting, number + 1)
    elif isinstance(agreed, Read) and not waiting.by_guardian:
        await _settle(turn, waiting, consent.YES)
    else:
        turn.say(consent_screens.please(turn, number), buttons=rows)
