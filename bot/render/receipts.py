"""Receipts for who paid in to a group: what it was, how much, who received it, room to sign; four on a page A4."""

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
# What is longer is cut: a receipt does not grow.
LONGEST: Final = 100
LONGEST_FACT: Final = 80
_TEMPLATE: Final = template("receipts.typ")


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt; all words are ready for who has it. `facts`: a label and what it says, empty where it is to be
    written by hand; `copy`: that it was printed before, empty: it was not; `sign`: what stands in the field to sign.
    """

    title: str
    number: str
    copy: str
    programme: str
    group: str
    amount: str
    facts: tuple[tuple[str, str], ...]
    sign: str
    language: str
    rtl: bool = False


def receipts_pdf(receipts: Sequence[Receipt], fonts: typst.Fonts) -> bytes:
    """All receipts as one PDF. Raises ValueError where there are none."""
    if not receipts:
        raise ValueError("there is no receipt to draw")
    return drawn(_TEMPLATE, {"receipts": [_data(one) for one in receipts]}, fonts)


def _data(one: Receipt) -> dict[str, Any]:
    words = ("title", "number", "copy", "programme", "group", "amount", "sign")
    return {
        **{name: fitting(getattr(one, name), LONGEST) for name in words},
        "facts": [{"label": fitting(label), "value": fitting(value, LONGEST_FACT)} for label, value in one.facts],
        "language": one.language,
        "rtl": one.rtl,
    }
