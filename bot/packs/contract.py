"""What the bot needs of a form that staff put in the place of a pack's: the same as of the pack's own."""

from collections.abc import Iterator, Mapping

from bot.domain.programme import OfGroup, Purpose
from bot.forms import Field, Form, Kind, Problem
from bot.packs import Pack

# What ask the same indicators in the same words.
BESIDE: Mapping[str, Purpose] = {Purpose.BASELINE: Purpose.CHECK_IN, Purpose.CHECK_IN: Purpose.BASELINE}
NUMBERS = (Kind.INTEGER, Kind.DECIMAL)
WORKS = {"alone", "group"}
AREA = "area"


def broken(form: Form, name: str, pack: Pack) -> list[Problem]:
    """What keeps a form from being used under a name of the pack's; empty for one with another name."""
    if OfGroup.has(name):
        return [*_languages(form, pack)]
    if not Purpose.has(name):
        return []
    by_name = {one.name: one for one in form.fields.values()}
    problems = [*_languages(form, pack)]
    if name == Purpose.REGISTRATION:
        problems += _registration(form, by_name, pack)
    if beside := BESIDE.get(name):
        problems += _indicators(form, by_name, pack.form_for(beside), pack)
    return problems


def _problem(form: Form, one: Field | None, column: str, sentence: str) -> Problem:
    return Problem(sentence, "survey", form.rows.get(one.path) if one else None, column)


def _languages(form: Form, pack: Pack) -> Iterator[Problem]:
    for language in pack.programme.languages:
        if language not in form.languages:
            sentence = (
                f"There is no text in {language!r}, which the programme speaks; add a column label::… ({language})."
            )
            yield _problem(form, None, "label", sentence)


def _registration(form: Form, by_name: dict[str, Field], pack: Pack) -> Iterator[Problem]:
    levels = [level.name for level in pack.programme.levels]
    for name in ("name", "phone", *levels, "product", "works", "people"):
        if name not in by_name:
            yield _problem(form, None, "name", f"There is no question “{name}”; registration has to ask it.")
    for name in levels:
        one = by_name.get(name)
        if one is not None and one.appearance != AREA:
            sentence = f"“{name}” asks for an area; its appearance has to be “{AREA}”."
            yield _problem(form, one, "appearance", sentence)
    works = by_name.get("works")
    if works is not None and (works.kind is not Kind.SELECT_ONE or _choices(works) != WORKS):
        yield _problem(form, works, "type", "“works” has to be a select_one with the choices alone and group.")


def _choices(one: Field) -> set[str]:
    return {row.get("name", "") for row in one.choices.table.rows} if one.choices is not None else set()


def _indicators(form: Form, by_name: dict[str, Field], beside: Form, pack: Pack) -> Iterator[Problem]:
    others = {one.name: one for one in beside.fields.values()}
    for indicator in pack.programme.indicators:
        one, other = by_name.get(indicator.name), others.get(indicator.name)
        if one is None:
            sentence = f"There is no question “{indicator.name}”, which measures progress; add it."
            yield _problem(form, None, "name", sentence)
        elif one.kind not in NUMBERS:
            sentence = f"“{indicator.name}” measures progress: its type has to be integer or decimal."
            yield _problem(form, one, "type", sentence)
        elif other is not None and _wording(one) != _wording(other):
            sentence = f"“{indicator.name}” measures progress, but its label differs from the one in {beside.name}."
            yield _problem(form, one, "label", f"{sentence} Ask it in the same words.")


def _wording(one: Field) -> dict[str, tuple[str, ...]]:
    return {
        language: tuple(part if isinstance(part, str) else part.source for part in parts)
        for language, parts in one.label.parts.items()
    }
