"""Who holds the keys of a group, page by page, as its leader and the officers of its area see it."""

from collections.abc import Callable, Sequence

from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_
from bot.services.groups.leaders.key_holding import Holder

PAGE_SIZE = 8
KEY_HOLDERS = N_("🔑 Key holders")
WHO_HOLDS = N_(
    "🔑 Who holds a key of {group}? Three members with a phone.\nThey are asked before somebody else leads it."
)
NOBODY_CAN = N_("Nobody in the group has a phone here yet.")
ALL_GIVEN = N_("Three hold a key already. Take one back first.")


def rows(
    prefix: str, turns: str, group: int, found: Sequence[Holder], page: int, deed: Callable[[Holder], str]
) -> Rows:
    """A button for each, with the deed that a tap on her is, and below them those that turn the page."""
    page = max(0, min(page, (len(found) - 1) // PAGE_SIZE))
    shown = found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    each = [
        [
            Button(
                f"{'🔑' if one.holds else '◻️'} {one.name}",
                Meaning.of(prefix, deed(one), group, one.person_id, str(page)),
            )
        ]
        for one in shown
    ]
    below = [Button("◀️", Meaning.of(prefix, turns, group, str(page - 1)))] if page else []
    more = (page + 1) * PAGE_SIZE < len(found)
    below += [Button("▶️", Meaning.of(prefix, turns, group, str(page + 1)))] if more else []
    return [*each, *([below] if below else [])]
