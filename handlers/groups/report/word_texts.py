"""What the buttons of a member's last word say, and what she hears of it, whatever her leader has said of her."""

from collections.abc import Mapping

from bot.i18n import N_
from bot.services.groups.report.last_word import Word

LABELS: Mapping[Word, str] = {
    Word.RIGHT: N_("✅ It is right"),
    Word.WRONG: N_("✖️ Not right"),
    Word.PRIVATE: N_("🤫 Tell the programme only"),
}
IS_IT_RIGHT = N_("Is that right?")
SAID: Mapping[Word, str] = {
    Word.RIGHT: N_("You said that it is right."),
    Word.WRONG: N_("You said that it is not right."),
    Word.PRIVATE: N_("You told the programme alone that it is not right."),
}
THANKS = N_("✅ Thank you. It counts as right.")
TOLD_STAFF = N_("Programme staff are told, and nobody else.")
