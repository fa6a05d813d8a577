"""The menu: the few things that can always be done, on a keyboard with a fixed sign each."""

from bot.domain.wire.message import Keys
from bot.i18n import N_, is_menu, joined
from handlers.wire.turn import Turn

CHECK_IN = N_("✅ Check-in")
BOOK = N_("📒 My book")
PROGRESS = N_("📈 My progress")
ANSWERS = N_("📝 My answers")
LANGUAGE = N_("🌐 Language")
HOUR = N_("⏰ My hour")
HELP = N_("❓ Help")
WHO = N_("👥 Who is writing?")
MENU = Keys(rows=[[CHECK_IN, BOOK], [PROGRESS, ANSWERS], [HOUR, LANGUAGE, HELP]], shared=WHO)
SIGNS = {"✅": CHECK_IN, "📒": BOOK, "📈": PROGRESS, "📝": ANSWERS, "🌐": LANGUAGE, "⏰": HOUR, "❓": HELP, "👥": WHO}


def key_pressed(turn: Turn) -> str | None:
    """The menu's key that a text is, by its sign and words; None for anything else."""
    said = turn.event.said.strip()
    key = SIGNS.get(said[:1])
    if key is None:
        return None
    # a key pressed before the language was changed still carries the old words
    words = {turn.loaded.catalogues.text(key, language) for language in turn.loaded.catalogues.languages}
    return key if said == said[:1] or said in words else None


def is_menu_word(said: str) -> bool:
    """ "menu" in any of the languages."""
    return is_menu(said)


def offer(turn: Turn) -> None:
    """The menu on its own."""
    turn.say(N_("What would you like to do?"), keys=MENU)


def not_understood(turn: Turn) -> None:
    """Never silence: a helpful line with the menu."""
    keys = MENU if turn.contact.person else None
    turn.say(N_("I did not understand that.\nPlease choose below, or write “help”."), keys=keys)


WHAT_FOR = N_(
    "I ask you about your work from time to time, and show you how it grows.\n"
    "✅ answers what is due now. 📈 shows your progress.\n"
    "📒 keeps your book: write what you sold or bought, for example “sold 12 soap 600”.\n"
    "To try it out, so that nothing counts: /practice\n"
    "Write “stop” and I am silent. We never ask for money or the PIN of your bank."
)
SHARED = N_("Does somebody else use this phone too? /who")


def help_text(turn: Turn) -> None:
    """What the bot is for, how to stop it, and what to do where others use the phone too."""
    turn.send_marked(joined([turn.text(WHAT_FOR), turn.text(SHARED)]), keys=MENU)
