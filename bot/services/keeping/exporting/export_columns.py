"""Which files an export has, with which columns, and what each means: export_columns.toml, read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files as resources
from typing import Any

from bot.services.keeping.exporting.values import Kind

LABEL = "-label"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of ours. unit: what a number counts; codes: the list of its codes; named: leaves with the names only."""

    name: str
    kind: Kind
    means: str
    unit: str = ""
    codes: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A file, or a sheet. `row`: what each row is; `day`: by what days choose among the rows, empty: they do not."""

    name: str
    row: str
    day: str
    columns: tuple[Column, ...]

    def leaving(self, with_names: bool) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if with_names or not column.named)


@cache
def export_files() -> Mapping[str, File]:
    """Every file by its name, in their order."""
    table = tomllib.loads(
        (resources("bot.services.keeping.exporting") / "export_columns.toml").read_text(encoding="utf-8")
    )
    return {name: _file(name, one, table["shared"]) for name, one in table["files"].items()}


def _file(name: str, table: Mapping[str, Any], shared: Mapping[str, Any]) -> File:
    columns = {column: told or shared[column] for column, told in table["columns"].items()}
    made = tuple(Column(column, **{**told, "kind": Kind(told["kind"])}) for column, told in columns.items())
    return File(name, table["row"], table.get("day", ""), made)
