"""What an audience can be limited to: for each limit what there is to choose from, and what a tick makes of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.evaluation.calendar import add_months
from bot.domain.people.roles import OFFICES, Role
from bot.domain.staff.audience import Audience, Stage
from bot.i18n import N_, Ask, Read, format_date, read_choice, read_date
from bot.packs import places
from bot.services import roles
from bot.services.staff.announcing import audiences
from handlers.wire.turn import Turn

AREAS, PRODUCTS, GROUPS, ROLES, STAGES, LATE, LANGUAGES, JOINED, SILENT = LIMITS = (
    "areas",
    "products",
    "groups",
    "roles",
    "stages",
    "late",
    "languages",
    "joined_since",
    "not_spoken_since",
)
DAYS = (JOINED, SILENT)
# One of them at a time.
SINGLE = (LATE, *DAYS)
# How many months before today the days begin that are offered.
MONTHS = (1, 2, 3, 6, 12)
YES, NO = "yes", "no"

TITLES = {
    AREAS: N_("📍 Area"),
    PRODUCTS: N_("🧺 Product"),
    GROUPS: N_("🤝 Group"),
    ROLES: N_("👤 Role"),
    STAGES: N_("🌱 Stage"),
    LATE: N_("⏳ Late or not"),
    LANGUAGES: N_("🌐 Language"),
    JOINED: N_("🆕 Joined since"),
    SILENT: N_("🔕 Not heard of since"),
}
OF_ROLE = {
    Role.MEMBER: N_("Makes a product"),
    Role.LEADER: N_("Leads a group"),
    Role.OFFICER: N_("Officer"),
    Role.EVALUATOR: N_("Evaluator"),
    Role.MINISTRY: N_("Ministry"),
    Role.ADMIN: N_("Admin"),
}
OF_STAGE = {
    Stage.NO_BASELINE: N_("No baseline yet"),
    Stage.FIRST_YEAR: N_("In her first year"),
    Stage.AFTER: N_("After her first year"),
}
IS_LATE, IS_NOT = N_("Late with a check-in"), N_("Not late")

# What is known of a choice: its code, and what it is called.
Options = Sequence[tuple[str, str]]


async def options(turn: Turn, limit: str, audience: Audience) -> Options:
    """What she may choose from: nothing beyond where she works."""
    if limit == AREAS:
        return _areas(turn, await _roots(turn), audience)
    if limit == PRODUCTS:
        return [(row["name"], _label(turn, PRODUCTS, row["name"])) for row in turn.pack.products.rows]
    if limit == GROUPS:
        return [(str(number), name) for number, name in await turn.run(audiences.groups, *_her(turn))]
    if limit in DAYS:
        days = sorted({*_days(turn.today), *map(date.fromisoformat, ticked(audience, limit))}, reverse=True)
        return [(day.isoformat(), format_date(day, turn.locale)) for day in days]
    fixed: dict[str, Sequence[str]] = {
        ROLES: OFFICES,
        STAGES: list(Stage),
        LATE: (YES, NO),
        LANGUAGES: turn.programme.languages,
    }
    return [(code, _label(turn, limit, code)) for code in fixed[limit]]


def _her(turn: Turn) -> tuple[int | None, Any]:
    return turn.contact.person_id, turn.pack


def _days(today: date) -> Iterator[date]:
    yield today.replace(day=1)
    yield from (add_months(today, -months) for months in MONTHS)


async def _roots(turn: Turn) -> list[str]:
    """The areas from which she goes down: where she works, or the highest of the programme."""
    hers = await turn.run(roles.areas, turn.contact.person_id)
    if None in hers:
        return [row["name"] for row in turn.pack.areas.where("parent", "")]
    return [area for area in hers if area is not None]


def _areas(turn: Turn, roots: Sequence[str], audience: Audience) -> Options:
    """The highest, and below each that leads to what she has chosen those that are in it, a step further in."""

    def shown(codes: Sequence[str], depth: int) -> Iterator[tuple[str, str]]:
        for code in codes:
            yield code, "· " * depth + _label(turn, AREAS, code)
            if places.within(turn.pack, code) & audience.areas:
                yield from shown([row["name"] for row in turn.pack.areas.where("parent", code)], depth + 1)

    return list(shown(roots, 0))


def _label(turn: Turn, limit: str, code: str) -> str:
    """What a choice is called; one that is no more is its code."""
    if limit == AREAS:
        return places.label(turn.pack, turn.pack.areas, code, turn.language)
    if limit == PRODUCTS:
        return places.label(turn.pack, turn.pack.products, code, turn.language)
    if limit == LANGUAGES:
        return turn.loaded.catalogues.locale(code).name if code in turn.loaded.languages else code
    if limit == ROLES:
        return turn.plain(OF_ROLE[Role(code)])
    if limit == STAGES:
        return turn.plain(OF_STAGE[Stage(code)])
    return turn.plain(IS_LATE if code == YES else IS_NOT)


def ticked(audience: Audience, limit: str) -> tuple[str, ...]:
    """The codes that are chosen."""
    value = getattr(audience, limit)
    if limit == LATE:
        return () if value is None else (YES if value else NO,)
    if limit in DAYS:
        return () if value is None else (value.isoformat(),)
    order = [*Stage, *Role]
    return tuple(str(one) for one in sorted(value, key=order.index if limit in (STAGES, ROLES) else None))


async def labels(turn: Turn, audience: Audience, limit: str) -> list[str]:
    """What is chosen, as it is called."""
    chosen = ticked(audience, limit)
    if limit == GROUPS and chosen:
        known = dict(await options(turn, GROUPS, audience))
        return [known.get(code, "–") for code in chosen]
    if limit in DAYS:
        return [format_date(date.fromisoformat(code), turn.locale) for code in chosen]
    return [_label(turn, limit, code) for code in chosen]


def toggled(turn: Turn, audience: Audience, limit: str, code: str) -> Audience:
    """The audience with this ticked, or no more where it was. An area takes the place of what it lies in, and of what
    lies in it.
    """
    if code in ticked(audience, limit):
        value: Any = None if limit in SINGLE else frozenset(one for one in getattr(audience, limit) if str(one) != code)
    elif limit == LATE:
        value = code == YES
    elif limit in DAYS:
        value = date.fromisoformat(code)
    elif limit == AREAS:
        inside = places.within(turn.pack, code)
        beside = {one for one in audience.areas if one not in inside and code not in places.within(turn.pack, one)}
        value = frozenset({*beside, code})
    else:
        value = getattr(audience, limit) | {_read(limit, code)}
    return replace(audience, **{limit: value})


def _read(limit: str, code: str) -> Any:
    if limit == GROUPS:
        return int(code)
    return Role(code) if limit == ROLES else Stage(code) if limit == STAGES else code


def cleared(audience: Audience, limit: str) -> Audience:
    """The audience without this limit."""
    return replace(audience, **{limit: getattr(Audience(), limit)})


async def may_be_chosen(turn: Turn, limit: str, code: str) -> bool:
    """Whether it can be ticked, be it on the screen now or not."""
    if limit in DAYS:
        return _is_day(code) and code <= turn.today.isoformat()
    return code in {known for known, _ in await every(turn, limit)}


def _is_day(code: str) -> bool:
    try:
        return date.fromisoformat(code).isoformat() == code
    except ValueError:
        return False


async def every(turn: Turn, limit: str) -> Options:
    """All that she may choose, of areas those further down too."""
    if limit != AREAS:
        return await options(turn, limit, Audience())
    within = await turn.run(roles.reach, *_her(turn))
    codes = [row["name"] for row in turn.pack.areas.rows if within is None or row["name"] in within]
    return [(code, _label(turn, AREAS, code)) for code in codes]


async def written(turn: Turn, limit: str) -> tuple[str, ...]:
    """Which of them were meant by words: those whose name has them in it, else by a near spelling; of days the one."""
    said = turn.event.said.strip()
    if limit in DAYS:
        day = read_date(said, turn.locale, turn.day_sent, latest=turn.today)
        return (day.value.isoformat(),) if isinstance(day, Read) else ()
    known = await every(turn, limit)
    if found := tuple(code for code, label in known if said.casefold() in label.casefold()):
        exact = tuple(code for code, label in known if said.casefold() == label.casefold())
        return exact or found
    match read_choice(said, known, turn.locale, turn.loaded.other_names(turn.programme.code)):
        case Read(value):
            return (value,)
        case Ask(several):
            return several
        case _:
            return ()
