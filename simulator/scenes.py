"""A scene: phones that the page shows together, and nothing else beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from simulator.world.phones import Owner


@dataclass(frozen=True, slots=True)
class Scene:
    """What the page calls it, what there is to try, and whose phones are in it. `beside`: the numbers of phones that
    belong to other scenes and stand in this one too.
    """

    code: str
    title: str
    hint: str
    phones: Sequence[Owner]
    beside: Sequence[int] = ()

    def api(self) -> dict[str, Any]:
        """As the page reads it."""
        ids = [*(owner.id for owner in self.phones), *self.beside]
        return {"code": self.code, "title": self.title, "hint": self.hint, "phones": ids}
