"""Programmes: packs are found, recorded with their forms, and loaded again when the bot starts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.forms import Form, Table
from bot.forms.xform.xform import form_from_xml
from bot.packs import PROGRAMMES, Pack, apart, find_packs, load_pack
from bot.problems import AskedWrongly
from bot.services.work import Connection
from bot.store import programmes as rows
from bot.store.forms import form_versions as versions
from bot.store.forms.form_versions import FormVersion
from bot.store.programmes import Recorded

__all__ = [
    "Added", "NoSuchPack", "Recorded", "changed_forms", "find_pack", "form_of", "home", "load", "load_named",
    "load_packs", "old_forms", "record", "recorded", "tables",
]  # fmt: skip

MANIFEST = "programme.toml"
TABLES = ("areas.csv", "products.csv")


class NoSuchPack(AskedWrongly):
    """Neither a folder with a pack nor the name of a built-in one; the message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Added:
    """What recording a pack has changed. `new_forms` are names, `forms` counts all of the pack's."""

    code: str
    is_new: bool
    forms: int
    new_forms: tuple[str, ...]


def find_pack(named: str) -> Path:
    """The folder of a pack, given by its path or, for one in programmes/, by its name. Raises NoSuchPack."""
    for folder in (Path(named), PROGRAMMES / named):
        if (folder / MANIFEST).is_file():
            return folder.resolve()
    built_in = ", ".join(folder.name for folder in find_packs())
    if Path(named).is_dir():
        raise NoSuchPack(f"The folder {named} has no {MANIFEST}; programmes/README.md says what a pack needs.")
    raise NoSuchPack(f"There is no pack “{named}”; give a folder, or one of: {built_in}.")


def record(connection: Connection, pack: Pack, now: datetime) -> Added:
    """Write down a pack and those of its forms that are new. Doing it again changes what has changed."""
    code = pack.programme.code
    is_new = all(known.code != code for known in rows.all_recorded(connection))
    rows.record(connection, code, _folder_as_recorded(pack.folder), now)
    made = [FormVersion(form.hash, code, name, form.xml) for name, form in sorted(pack.forms.items())]
    new = versions.add(connection, made, now)
    return Added(code, is_new, len(made), tuple(one.name for one in made if one.hash in new))


def _folder_as_recorded(folder: Path) -> str:
    """A built-in pack is recorded by its name, so that it is found after an update has moved the bot."""
    resolved = folder.resolve()
    return resolved.name if resolved.parent == PROGRAMMES else str(resolved)


def recorded(connection: Connection) -> list[Recorded]:
    """Every programme of this database."""
    return rows.all_recorded(connection)


def home(connection: Connection) -> str | None:
    """The code of the programme with the most people; None: there is no programme."""
    return rows.with_most_people(connection)


def load(one: Recorded) -> Pack:
    """The pack of a recorded programme. Raises NoSuchPack, or PackError with all that is wrong."""
    return load_pack(find_pack(one.folder))


def load_named(named: str) -> Pack:
    """The pack of that name or in that folder. Raises as `load`."""
    return load_pack(find_pack(named))


def tables(pack: Pack) -> Mapping[str, Table]:
    """The pack's tables, by the names of their files."""
    return dict(zip(TABLES, (pack.areas, pack.products), strict=True))


def load_packs(connection: Connection) -> dict[str, Pack]:
    """The packs of all recorded programmes, by code. Raises as `load`."""
    folders = {one.code: find_pack(one.folder) for one in rows.all_recorded(connection)}
    return dict(zip(folders, apart.load_packs(list(folders.values())), strict=True))


def changed_forms(connection: Connection, packs: Mapping[str, Pack]) -> dict[str, tuple[str, ...]]:
    """Names of the forms that are not as recorded, by programme: `ovop init` has to be run again. Empty: all equal."""
    known = versions.known(connection)
    changed = {
        code: tuple(name for name, form in sorted(pack.forms.items()) if form.hash not in known)
        for code, pack in packs.items()
    }
    return {code: names for code, names in changed.items() if names}


def old_forms(connection: Connection, packs: Mapping[str, Pack]) -> list[Form]:
    """The versions that the packs no longer have: dialogues may still be on them, and answers are read by them."""
    current = {form.hash for pack in packs.values() for form in pack.forms.values()}
    return [
        form_of(one, packs[one.programme])
        for one in versions.load(connection)
        if one.hash not in current and one.programme in packs
    ]


def form_of(one: FormVersion, pack: Pack) -> Form:
    """A stored version, over its pack's tables."""
    return replace(form_from_xml(one.xml, tables(pack)), hash=one.hash)
