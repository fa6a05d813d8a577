"""What is asked when a group is made in the chat: the questions, their buttons, and all of it once more at the end."""

from typing import Any

from bot.domain.wire.button_data import Meaning, Shapes, one_of, word
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Text, joined
from bot.packs import places
from handlers.forms import questions
from handlers.groups.members import choosing
from handlers.groups.members.choosing import CHOSEN, PAGE
from handlers.wire.turn import Turn

COMMAND = KIND = PREFIX = "newgroup"
AREA, NAME, PRODUCT, DAY, LENDER, ALL = STEPS = ("area", "name", "product", "day", "lender", "all")
BACK, SKIP, LEAVE, WHOLE, MAKE = "b", "s", "x", "w", "z"
SHAPES: Shapes = (
    (one_of(*STEPS), one_of(BACK, SKIP, LEAVE, WHOLE, MAKE)),
    (one_of(*STEPS), CHOSEN, word),
    (one_of(*STEPS), PAGE, page_number),
)
# In the state: the step and the first of them; the areas that she chooses from; how both were at the beginning; and the
# answers by their step.
STEP, FIRST, AMONG, BEGUN = "step", "first", "among", "begun"
MAY_BE_SKIPPED = (DAY, LENDER)

ASKED = {
    AREA: N_("📍 Where is the group?"),
    NAME: N_("✏️ What is the group called?"),
    PRODUCT: N_("👉 What does the group make?\nChoose what it sells most of."),
    DAY: N_("📅 On which day of the month does it meet?\nWrite a number from 1 to 31."),
    LENDER: N_("🏦 Who lends money to the group?\nWrite the name of the bank or savings group."),
}
PLACE = N_("{number} of {count}")
ALL_OF = N_("All of {area}")
IS_CALLED, MEETS = N_("🤝 <b>{group}</b>"), N_("📅 It meets on day {day} of each month")
NOT_NOW = N_("✖️ Not now")
MAKE_IT = N_("✅ Make the group")


def below(turn: Turn, area: str | None) -> list[str]:
    """The codes of what lies right below an area; None: of the whole country."""
    return [row["name"] for row in turn.pack.areas.where("parent", area or "")]


def state_of(turn: Turn) -> dict[str, Any]:
    """What is known so far."""
    return turn.contact.dialogue.state if turn.contact.dialogue is not None else {}


def keep(turn: Turn, **values: Any) -> None:
    """More of it is known."""
    if turn.contact.dialogue is not None:
        turn.contact.dialogue.state = {**turn.contact.dialogue.state, **values}
        turn.contact.touch()


def steps_of(turn: Turn) -> tuple[str, ...]:
    """Those that she is asked: where, only if there is something to choose."""
    return STEPS[STEPS.index(state_of(turn)[FIRST]) :]


def ask(turn: Turn, page: int = 0, first: str = "") -> None:
    """The question of the step; `first`: what was wrong with the answer."""
    step = state_of(turn)[STEP]
    if step == ALL:
        _review(turn)
        return
    steps = steps_of(turn)
    place = turn.text(PLACE, number=steps.index(step) + 1, count=len(steps) - 1)
    lines = [*([turn.text(first)] if first else []), Html.of("<b>{}</b> · {}", place, turn.text(ASKED[step]))]
    turn.show_marked(joined(lines), buttons=[*_choices(turn, step, page), around(turn, step)])


def _choices(turn: Turn, step: str, page: int) -> Rows:
    if step not in (AREA, PRODUCT):
        return []
    rows = choosing.rows((PREFIX, step), options(turn, step), page)
    if step == PRODUCT or state_of(turn)[AMONG]:
        return rows
    whole = Text(ALL_OF, {"area": places.name(turn.pack, state_of(turn)[AREA], turn.language)})
    return [*rows, [Button(whole, Meaning.of(PREFIX, AREA, WHOLE))]]


def options(turn: Turn, step: str) -> choosing.Options:
    """What she may choose from at this step: codes and how they are called."""
    if step == PRODUCT:
        return choosing.options(turn, turn.pack.products, [row["name"] for row in turn.pack.products.rows])
    return choosing.options(turn, turn.pack.areas, state_of(turn)[AMONG] or below(turn, state_of(turn)[AREA]))


def around(turn: Turn, step: str) -> list[Button]:
    """Back, skip and leave, as they are under every question."""
    known = [(questions.BACK, BACK)] if step != state_of(turn)[FIRST] or _is_within(turn) else []
    known += [(questions.SKIP, SKIP)] if step in MAY_BE_SKIPPED else []
    return [Button(Text(label), Meaning.of(PREFIX, step, deed)) for label, deed in [*known, (NOT_NOW, LEAVE)]]


def _is_within(turn: Turn) -> bool:
    """Whether she has chosen an area already, and chooses what is below it."""
    begun = state_of(turn)[BEGUN]
    return any(state_of(turn)[known] != begun[known] for known in (AREA, AMONG))


def agreed(turn: Turn, day: int | None, lender: str | None) -> list[Html]:
    """When it meets and who lends to it, as far as it is known."""
    lines = [turn.text(MEETS, day=day)] if day else []
    return [*lines, Html.of("🏦 {}", lender)] if lender else lines


def _review(turn: Turn) -> None:
    state = state_of(turn)
    lines = [turn.text(questions.ALL_RIGHT), turn.text(IS_CALLED, group=state[NAME])]
    lines += [Html.of("🧺 {}", places.label(turn.pack, turn.pack.products, state[PRODUCT], turn.language))]
    lines += [Html.of("📍 {}", places.name(turn.pack, state[AREA], turn.language))]
    lines += agreed(turn, state.get(DAY), state.get(LENDER))
    make = [Button(Text(MAKE_IT), Meaning.of(PREFIX, ALL, MAKE))]
    turn.show_marked(joined(lines), buttons=[make, around(turn, ALL)])
