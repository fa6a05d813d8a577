"""The words of what a group prints: cards, and the poster with its join link. Each is in its reader's language."""

from collections.abc import Callable

from bot.i18n import N_, Catalogues
from bot.packs import Pack
from bot.render.cards import Card
from bot.services.groups.cards import LINK, Printed

HOW = N_("Bring this card to the meeting. Only your leader's phone opens it.")


def card(one: Printed, group: str, pack: Pack, catalogues: Catalogues, address: Callable[[str], str]) -> Card:
    """A card as it is drawn; `address`: the link that brings a payload to the bot."""
    number = one.member.number
    return Card(
        name=one.member.name,
        number="" if number is None else catalogues.text("{number}", one.language, number=number),
        group=group,
        programme=pack.programme.title_in(one.language),
        how=catalogues.text(HOW, one.language),
        link=address(LINK + one.code),
        language=one.language,
        rtl=catalogues.locale(one.language).direction == "rtl",
    )
