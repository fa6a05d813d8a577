"""The demo's group: what it is called, who is in it, and what cooperative.toml says of them."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from bot.packs import Pack
from bot.services.groups import making
from bot.services.groups.making import Group
from bot.services.work import Connection

# Made up; the same in every programme.
NAME = "Sunrise"


@cache
def told() -> Mapping[str, Any]:
    """What cooperative.toml says."""
    text = resources.files("bot.demo").joinpath("cooperative.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def names(code: str) -> list[str]:
    """Who is in it; nobody in a programme of which no names are made up."""
    found: list[str] = told()["names"].get(code, [])
    return found


def find(connection: Connection, pack: Pack) -> Group | None:
    """The group, once it is there."""
    return next((one for one in making.listed(connection, pack.programme.code) if one.name == NAME), None)


def there(connection: Connection, pack: Pack) -> Group:
    """The group, which has been made."""
    group = find(connection, pack)
    if group is None:
        raise LookupError("the group of the demo is not made yet")
    return group
