"""The menu: the few things that can always be done, on a keyboard with a fixed sign each."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.people.roles import PRODUCERS, STAFF, Role
from bot.domain.wire.button_data import Meaning, Shapes, hex_number
from bot.domain.wire.message import Button, Keys
from bot.i18n import N_, Text, is_menu, joined
from handlers.wire.turn import Turn

CHECK_IN = N_("✅ Check-in")
BOOK = N_("📒 My book")
PROGRESS = N_("📈 My progress")
ANSWERS = N_("📝 My answers")
LANGUAGE = N_("🌐 Language")
HOUR = N_("⏰ My hour")
HELP = N_("❓ Help")
MORE = N_("☰ More")
WHO = N_("👥 Who is writing?")
WORK, FOLLOW_UPS, GROUPS = N_("🗂 What waits"), N_("📋 Follow-ups"), N_("🏘 Groups")
GROUP, REPORT = N_("🤝 My group"), N_("📊 Report for all")
# The rows of each role, in this order, and the last, which is everybody's.
ROWS: Mapping[Role, Sequence[Sequence[str]]] = {
    Role.ADMIN: [[WORK, FOLLOW_UPS, GROUPS]],
    Role.OFFICER: [[WORK, FOLLOW_UPS, GROUPS]],
    Role.TRAINER: [[GROUPS]],
    Role.LEADER: [[GROUP, REPORT]],
    Role.MEMBER: [[CHECK_IN, BOOK], [PROGRESS, ANSWERS]],
}
LAST = [LANGUAGE, HELP, MORE]
# Below “More”: what is done seldom, in four places of a few buttons each.
MONEY, SETTINGS, ABOUT_ME = N_("💰 Money and papers"), N_("⚙️ Settings"), N_("👤 About me")
ASKING = N_("🙋 Ask or complain")
# A button that opens one of them; one that does what a command does.
PREFIX, DO = "more", "do"
PLACES: Shapes = (("",), (hex_number,))
More = Mapping[str, Sequence[tuple[str, str]]]
SIGNS = {
    "☰": MORE,
    "✅": CHECK_IN,
    "📒": BOOK,
    "📈": PROGRESS,
    "📝": ANSWERS,
    "🌐": LANGUAGE,
    "⏰": HOUR,
    "❓": HELP,
    "👥": WHO,
    "🗂": WORK,
    "📋": FOLLOW_UPS,
    "🏘": GROUPS,
    "🤝": GROUP,
    "📊": REPORT,
}


def roles(turn: Turn) -> frozenset[Role]:
    """What she is: a member where she answers for a producer, and what she is at work. Who is not registered is spoken
    to as somebody who makes a product.
    """
    person = turn.contact.person
    if person is None:
        return PRODUCERS
    return person.roles | (PRODUCERS if person.acting_for is not None else frozenset())


def of(turn: Turn) -> Keys:
    """The keyboard of who is in front: what she can do as all that she is."""
    held = roles(turn)
    rows: list[Sequence[str]] = []
    for role, keys in ROWS.items():
        rows += [row for row in keys if role in held and row not in rows]
    return Keys(rows=[*rows, LAST], shared=WHO)


def key_pressed(turn: Turn) -> str | None:
    """The menu's key that a text is, by its sign and words; None for anything else."""
    said = turn.event.said.strip()
    key = SIGNS.get(said[:1])
    if key is None:
        return None
    # a key pressed before the language was changed still carries the old words
    words = {turn.loaded.catalogues.text(key, language) for language in turn.loaded.catalogues.languages}
    return key if said == said[:1] or said in words else None


def more_of(placed: Iterable[tuple[str, str, str]]) -> More:
    """What is below “More”: by place, names of commands and what each does. Raises KeyError for no place of ours."""
    found: dict[str, list[tuple[str, str]]] = {place: [] for place in (MONEY, SETTINGS, ABOUT_ME, ASKING)}
    for place, name, told in placed:
        found[place].append((name, told))
    return found


def show_more(turn: Turn, more: More, place: str | int) -> None:
    """The places that have something, or what is in the one whose number is given."""
    known = list(more)
    if not isinstance(place, int) or place >= len(known) or not more[known[place]]:
        rows = [[Button(Text(one), Meaning.of(PREFIX, number))] for number, one in enumerate(known) if more[one]]
        turn.show(N_("What else would you like to do?"), buttons=rows)
        return
    shown = known[place]
    rows = [[Button(Text(told), Meaning.of(DO, name))] for name, told in more[shown]]
    turn.show(shown, buttons=[*rows, [Button("◀️", Meaning.of(PREFIX, ""))]])


def is_menu_word(said: str) -> bool:
    """ "menu" in any of the languages."""
    return is_menu(said)


def offer(turn: Turn) -> None:
    """The menu on its own."""
    turn.say(N_("What would you like to do?"), keys=of(turn))


async def not_understood(turn: Turn) -> None:
    """Never silence: a helpful line with the menu, and a person to ask where there is one."""
    keys = of(turn) if turn.contact.person else None
    buttons = await turn.offer_person(turn, "")
    turn.say(N_("I did not understand that.\nPlease choose below, or write “help”."), buttons=buttons, keys=keys)


WHAT_FOR = N_(
    "I ask you about your work from time to time, and show you how it grows.\n"
    "✅ answers what is due now. 📈 shows your progress.\n"
    "📒 keeps your book: write what you sold or bought, for example “sold 12 soap 600”.\n"
    "To try it out, so that nothing counts: /practice\n"
    "Write “stop” and I am silent. We never ask for money, or for the PIN of your bank or mobile money."
)
SHARED = N_("Does somebody else use this phone too? /who")


FOR_STAFF = N_(
    "🗂 shows all that waits for you, the oldest first.\n"
    "📋 shows whom to follow up. 🏘 shows the groups of your area, and makes new ones."
)
ALSO_FOR_STAFF = N_("Send me a form, and I check it. With /record people hear what I ask.")
STOP_AT_WORK = N_("Write “stop” and I am silent. We never ask for money, or for the PIN of your bank or mobile money.")
NOTHING_TO_DO = N_("There is nothing to do yet. When there is, I write to you.")
# What who works here can do, as she is told when she begins.
HELP_AT_WORK: Mapping[Role, str] = {
    Role.ADMIN: FOR_STAFF,
    Role.OFFICER: FOR_STAFF,
    Role.LEADER: N_(
        "🤝 shows how your group stands, who is new in it, and the link for its members.\n"
        "📊 takes one message for all of them: a name and a figure each."
    ),
    Role.EVALUATOR: NOTHING_TO_DO,
    Role.TRAINER: N_("🏘 makes groups, and has the link for the leader of each. Once somebody leads it, it is hers."),
    Role.LENDER: NOTHING_TO_DO,
    Role.JUDGE: NOTHING_TO_DO,
    Role.MINISTRY: N_("There is nothing to see yet. When there is, I write to you."),
}


def help_text(turn: Turn) -> None:
    """What the bot is for, to each as what she is; how to stop it, and what to do where others use the phone too."""
    held = roles(turn)
    told = [WHAT_FOR] if Role.MEMBER in held else [STOP_AT_WORK]
    told = [ALSO_FOR_STAFF, *told] if held & STAFF else told
    told = [*dict.fromkeys(words for role, words in HELP_AT_WORK.items() if role in held), *told]
    turn.send_marked(joined([*(turn.text(one) for one in told), turn.text(SHARED)]), keys=of(turn))
