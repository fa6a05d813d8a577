"""Makes a question as it is to be shown now: texts in the session's language, choices as the filters allow."""

import random

from bot.forms.xform.model import Choice, Field, Kind, Question
from bot.forms.xpath.env import Env
from bot.forms.xpath.values import string, truth


def make_question(one: Field, path: str, env: Env, notes: tuple[str, ...]) -> Question:
    return Question(
        path=path,
        name=one.name,
        kind=one.kind,
        label=one.label.show(env),
        hint=one.hint.show(env),
        required=is_required(one, env),
        value=env.values.get(path, ""),
        choices=choices_now(one, env),
        notes=notes,
        appearance=one.appearance,
        image=one.label.file("image", env),
        audio=one.label.file("audio", env),
        limits=one.limits,
        required_message=one.required_message.show(env) or None,
        constraint_message=one.constraint_message.show(env) or None,
    )


def is_required(one: Field, env: Env) -> bool:
    """Whether the question has to be answered now. Where there is nothing to choose it cannot be, whatever the form
    says.
    """
    if one.kind is Kind.REPEAT:
        return True
    if one.required is None or not truth(one.required.run(env)):
        return False
    return one.choices is None or bool(one.choices.rows(env))


def choices_now(one: Field, env: Env) -> tuple[Choice, ...]:
    """The choices that the filter lets through, mixed by the session's seed where the form wants it."""
    if one.choices is None:
        return ()
    found = one.choices.now(env)
    if not one.choices.shuffled:
        return found
    run = one.choices.seed
    seed = string(run(env)) if run is not None else f"{env.context.seed} {env.here}"
    return tuple(random.Random(seed).sample(found, len(found)))


def note_text(one: Field, path: str, env: Env) -> str:
    """What a note says; a question that only shows something adds its value. Nodes that are never shown say nothing."""
    if one.kind is Kind.HIDDEN:
        return ""
    label = one.label.show(env)
    value = "" if one.kind in (Kind.NOTE, Kind.GROUP) else env.values.get(path, "")
    return f"{label} {value}".strip()
