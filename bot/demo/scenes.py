"""The demo's scenes, from scenes.toml: a title, something to try, and whose phones stand side by side."""

import tomllib
from importlib.resources import files

from simulator.scenes import Scene
from simulator.world.phones import Owner


def load_scenes() -> tuple[Scene, ...]:
    """All of them, in the order of the page."""
    told = tomllib.loads((files("bot.demo") / "scenes.toml").read_text("utf-8"))["scenes"]
    return tuple(
        Scene(
            one["code"],
            one["title"],
            one["hint"],
            tuple(Owner(**phone) for phone in one["phones"]),
            tuple(one.get("beside", ())),
        )
        for one in told
    )
