"""Who reads what is asked about money, said under the question: in one place, whatever form asks."""

from bot.domain.wire.contact import Dialogue
from bot.forms import Question
from bot.i18n import BLANK, N_, Html
from handlers.forms.readings import WHOLE_MONEY
from handlers.wire.turn import Turn

# In a dialogue's state: the leader of a group sees its answers too. Put there by who begins the form.
LEADER_SEES = "leader_sees"
# In a dialogue's state: a group itself is asked, and whoever leads it sees what was answered.
OF_GROUP = "of_group"
# In a dialogue's state: the name of whom somebody else answers for.
FOR_WHOM = "for_whom"
FOR = N_("✍️ For {name}")
STAFF = N_("Only you and programme staff see this.")
STAFF_AND_LEADER = N_("Only you, programme staff and the leader of your group see this.")
STAFF_AND_LEADERS = N_("Only programme staff and those who lead the group see this.")


def told(turn: Turn, dialogue: Dialogue) -> Html:
    """Who sees the answers of this form."""
    return Html.of("<i>{}</i>", turn.text(_sentence(dialogue)))


def for_whom(turn: Turn, dialogue: Dialogue) -> Html:
    """For whom this is answered, above each question; blank: for herself."""
    name = dialogue.state.get(FOR_WHOM)
    return turn.text(FOR, name=name) if name else BLANK


def _sentence(dialogue: Dialogue) -> str:
    if dialogue.state.get(OF_GROUP):
        return STAFF_AND_LEADERS
    return STAFF_AND_LEADER if dialogue.state.get(LEADER_SEES) else STAFF


def hint(turn: Turn, dialogue: Dialogue, question: Question) -> str:
    """The form's own hint, without a sentence about the readers that is not true of this form."""
    own = question.hint or ""
    if question.appearance != WHOLE_MONEY or _sentence(dialogue) == STAFF:
        return own
    return own.replace(turn.plain(STAFF), "").strip()


def line(turn: Turn, dialogue: Dialogue, question: Question) -> Html:
    """Who reads it, under a question about money; blank for others, and where the form's own hint says it."""
    if question.appearance != WHOLE_MONEY:
        return BLANK
    return BLANK if turn.plain(_sentence(dialogue)) in hint(turn, dialogue, question) else told(turn, dialogue)
