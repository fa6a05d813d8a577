"""The queue of figures as an officer sees it: of her areas, ten a screen, the oldest first; nothing of her own.

Each function asks anew where she works.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from statistics import median_low

from bot.domain.staff.checking import PAGE_SIZE, Alike, Deed
from bot.forms import Form
from bot.packs import Pack
from bot.services import roles
from bot.services.evaluation import usual
from bot.services.loaded_packs import LoadedPacks
from bot.services.roles import NotAllowed
from bot.services.work import Connection
from bot.store.evaluation import submissions
from bot.store.staff.checking import deeds, queue
from bot.store.staff.checking.deeds import Done
from bot.store.staff.checking.queue import Item
from bot.store.staff.waiting import Reader

__all__ = ["Alike", "Done", "Figure", "Item", "Page", "Shown", "listed", "one", "paths", "reader"]

MONEY = "money"


@dataclass(frozen=True, slots=True)
class Figure:
    """One answer of an item. `label`: the question's path for who asks its words; `usual` None: nothing is; `wanted`:
    what she wants it to be; `held`: it is in no figure now.
    """

    path: str
    value: str | None
    usual: str | None
    wanted: str | None
    is_money: bool
    held: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """An item as it is shown: its figures, those that matter first, what was done last, and whether this officer may
    let it in.
    """

    item: Item
    figures: Sequence[Figure]
    last: Done | None
    may_accept: bool

    @property
    def deeds(self) -> Sequence[Deed]:
        """What can be done about it now."""
        has_figures = any(one.value is not None for one in self.figures)
        can = [Deed.ACCEPT] if self.may_accept else []
        can += [Deed.LEAVE] if self.item.is_wish and self.may_accept else []
        can += [Deed.CORRECT] if has_figures else []
        return [*can, Deed.HOLD] if has_figures and not self.item.held else can


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the queue: its number from 0 on, how many there are in all, of how many a figure is held."""

    number: int
    total: int
    areas: Sequence[str | None]
    shown: Sequence[Shown]

    @property
    def is_last(self) -> bool:
        return (self.number + 1) * PAGE_SIZE >= self.total


def reader(connection: Connection, person_id: int | None, pack: Pack) -> Reader:
    """Who looks at the queue. Raises NotAllowed."""
    within = roles.reach(connection, person_id, pack)
    if person_id is None:
        raise NotAllowed("nobody looks at figures")
    return Reader(person_id, pack.programme.code, within)


def listed(connection: Connection, person_id: int | None, pack: Pack, loaded: LoadedPacks, number: int = 0) -> Page:
    """A page of what waits for her; one that is not there is the last. Raises NotAllowed."""
    her = reader(connection, person_id, pack)
    total = queue.count(connection, her)
    number = max(0, min(number, (total - 1) // PAGE_SIZE))
    items = queue.load(connection, queue.numbers(connection, her, number * PAGE_SIZE, PAGE_SIZE))
    shown = [_shown(connection, one, her, loaded) for one in items]
    return Page(number, total, roles.areas(connection, person_id), shown)


def one(connection: Connection, person_id: int | None, pack: Pack, loaded: LoadedPacks, number: int) -> Shown | None:
    """One of hers; None: nobody is to look at it any more, or she is not. Raises NotAllowed."""
    her = reader(connection, person_id, pack)
    found = queue.load(connection, queue.of_reader(connection, her, [number]))
    return _shown(connection, found[0], her, loaded) if found else None


def alike(
    connection: Connection, person_id: int | None, pack: Pack, item: Item, how: Alike, most: int
) -> Sequence[Item]:
    """Those that are like it, itself among them. Raises NotAllowed."""
    if (how is Alike.GROUP and item.group_id is None) or (how is Alike.FORM and item.form_name is None):
        return []
    her = reader(connection, person_id, pack)
    return queue.load(connection, queue.alike(connection, her, item, how, most))


def may_accept(item: Item, person_id: int) -> bool:
    """What is far from the usual and held, another lets in than who holds it."""
    return not any(one.is_far and one.person_id == person_id for one in item.held)


def paths(item: Item, form: Form) -> list[str]:
    """The answers that an item is about: those that are numbers, as far as it names any, else all of them."""
    numbers = [path for path, value in item.answers.items() if _is_number(form, path) and _number(value) is not None]
    named = {one.path for one in item.points}
    return [path for path in numbers if path in named] if named else numbers


def _is_number(form: Form, path: str) -> bool:
    field = form.fields.get(path)
    return field is not None and field.kind in usual.NUMBERS


def _number(value: str | None) -> Decimal | None:
    try:
        return None if value is None else Decimal(value)
    except InvalidOperation:
        return None


def _shown(connection: Connection, item: Item, her: Reader, loaded: LoadedPacks) -> Shown:
    figures = _figures(connection, item, loaded.form(item.form_hash)) if item.form_hash is not None else []
    last = deeds.newest(connection, [item.id]).get(item.id)
    return Shown(item, figures, last, may_accept(item, her.person_id))


def _figures(connection: Connection, item: Item, form: Form) -> list[Figure]:
    points = {one.path: one for one in item.points}
    kept = {one.path for one in item.held}
    named = [*paths(item, form), *(path for path in points if item.is_wish and path not in item.answers)]
    wished = [path for path in points if item.is_wish and path not in named]
    found = []
    for path in [*named, *wished]:
        field, point = form.fields.get(path), points.get(path)
        beside = point.beside if point is not None and not item.is_wish else None
        usually = beside or _usual(connection, item, path)
        wanted = point.value if point is not None and item.is_wish else None
        is_money = field is not None and MONEY in field.appearance
        found.append(Figure(path, item.answers.get(path), usually, wanted, is_money, path in kept))
    return found


def _usual(connection: Connection, item: Item, path: str) -> str | None:
    """The one in the middle of her own earlier ones."""
    name = path.rpartition("/")[2]
    said = submissions.said_to(connection, item.producer_id, name, practice=False, but=item.submission_id)
    known = [figure for figure in map(_number, said) if figure is not None and figure > 0]
    return format(median_low(known), "f") if known else None


def by_path(figures: Sequence[Figure]) -> Mapping[str, Figure]:
    """The figures of an item by the path of the question."""
    return {one.path: one for one in figures}
