"""What a language does that no list of words can say: hooks by name, each with what is done without it.

A language has those that it needs as functions of these names in the `hooks.py` of its folder.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from importlib import import_module
from inspect import getmembers, isfunction
from types import ModuleType

from bot.i18n.languages import SOURCE, has_hooks, languages

Forms = Callable[[str], tuple[str, ...]]


def _none(word: str) -> tuple[str, ...]:
    return ()


def _itself(word: str) -> tuple[str, ...]:
    return (word,)


@dataclass(frozen=True, slots=True)
class Hooks:
    """Words come and go folded.

    `plurals`: what several of a thing in nouns.toml are called; `singulars`: what a word may be the plural of;
    `not_done`: the stem of a verb as it stands after a prefix of `others`, which says that it was not done.
    """

    plurals: Forms = _none
    singulars: Forms = _none
    not_done: Forms = _itself


@cache
def hooks(language: str) -> Hooks:
    """Those of a language; the source language's when we have none of it. ValueError for one that nobody asks for."""
    code = language if language in languages() else SOURCE
    if not has_hooks(code):
        return Hooks()
    module = import_module(f"bot.i18n.languages.{code}.hooks")
    own = {name: made for name, made in getmembers(module, isfunction) if _is_of(module, name, made)}
    if unknown := own.keys() - {hook.name for hook in fields(Hooks)}:
        raise ValueError(f"bot/i18n/languages/{code}/hooks.py: no such hooks: {', '.join(sorted(unknown))}")
    return Hooks(**own)


@cache
def every_singulars() -> tuple[Forms, ...]:
    """Of the languages that have one: people mix them."""
    return tuple(found for code in languages() if (found := hooks(code).singulars) is not _none)


def _is_of(module: ModuleType, name: str, made: Callable[..., object]) -> bool:
    return not name.startswith("_") and made.__module__ == module.__name__
