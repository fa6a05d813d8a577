"""Slips of consent for members without a phone: what was read to each, when, how and before whom; four on a page A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.render.drawing import drawn, template
from bot.render.fitting import fitting

if TYPE_CHECKING:
    import typst

# A6: half of A5, a quarter of A4.
ON_A_PAGE: Final = 4
LONGEST_NAME: Final = 80
LONGEST_GROUP: Final = 100
# The text of a consent is never cut: a longer one is set smaller.
LONGEST_TEXT: Final = 3000
_TEMPLATE: Final = template("slips.typ")


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip; all words are ready for who has it. `texts`: the consent, an idea each; `facts`: a label and what it
    says, empty where it is to be written by hand; `thumb`: what stands in the field for a thumb or a name.
    """

    title: str
    programme: str
    group: str
    name: str
    texts: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    thumb: str
    language: str
    rtl: bool = False


def slips_pdf(slips: Sequence[Slip], fonts: typst.Fonts) -> bytes:
    """All slips as one PDF. Raises ValueError where there are none."""
    if not slips:
        raise ValueError("there is no slip to draw")
    return drawn(_TEMPLATE, {"slips": [_data(one) for one in slips]}, fonts)


def _data(slip: Slip) -> dict[str, Any]:
    return {
        "title": fitting(slip.title),
        "programme": fitting(slip.programme),
        "group": fitting(slip.group, LONGEST_GROUP),
        "name": fitting(slip.name, LONGEST_NAME),
        "texts": [[fitting(line, LONGEST_TEXT) for line in idea.splitlines()] for idea in slip.texts],
        "facts": [{"label": fitting(label), "value": fitting(value, LONGEST_NAME)} for label, value in slip.facts],
        "thumb": fitting(slip.thumb),
        "language": slip.language,
        "rtl": slip.rtl,
    }
