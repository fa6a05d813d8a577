"""The form itself: what is stored by version and what a session walks through."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.forms.errors import Problem
from bot.forms.xform.model import UNASKED, Field, Repeat
from bot.forms.xform.plan import Plan
from bot.forms.xpath.env import Expression


@dataclass(frozen=True, slots=True)
class Steps:
    """What the form comes to with so many entries of its repeats, by full path, in order.

    shown: all that is asked or told. asked: without what is never asked. Either may be hidden at the moment.
    """

    shown: tuple[str, ...]
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A loaded questionnaire.

    hash: the first 16 hex digits of the SHA-256 of `xml`; a stored session names it. name: the root of its paths.
    id: what Kobo and Central know it by. languages: codes in the form's order, "" if it names none. fields: every node
    by path, in the form's order. items: what is asked, in order, repeats with their own items inside. rows: of the
    survey sheet, by path, where it came from one. instance_name: what staff tell submissions apart by, where the form
    says it.
    """

    hash: str
    name: str = field(compare=False)
    id: str = field(compare=False)
    title: str = field(compare=False)
    version: str = field(compare=False)
    xml: str = field(repr=False, compare=False)
    languages: tuple[str, ...] = field(compare=False)
    default_language: str = field(compare=False)
    root: str = field(compare=False)
    fields: Mapping[str, Field] = field(repr=False, compare=False)
    items: tuple[str | Repeat, ...] = field(repr=False, compare=False)
    plan: Plan = field(repr=False, compare=False)
    has_repeats: bool = field(repr=False, compare=False)
    sometimes_asked: frozenset[str] = field(repr=False, compare=False)  # shown only while an expression says so
    never_asked: frozenset[str] = field(repr=False, compare=False)
    warnings: tuple[Problem, ...] = field(repr=False, compare=False)  # what was left out and what is missing
    repairs: tuple[Problem, ...] = field(default=(), repr=False, compare=False)  # what was put right on loading
    rows: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)
    instance_name: Expression | None = field(default=None, repr=False, compare=False)
    _steps: dict[str, Steps] = field(default_factory=dict, repr=False, compare=False)  # of a form without repeats

    @property
    def instance_name_path(self) -> str:
        """Where the name of a submission stands."""
        return f"{self.root}/meta/instanceName"

    @property
    def questions(self) -> tuple[Field, ...]:
        """The questions as they are written, without entries and filters."""
        return tuple(one for one in self.fields.values() if one.kind not in UNASKED)

    def only(self, paths: Collection[str]) -> "Form":
        """The same version, with some of its questions alone. What decides whether one of them is asked, and is not
        asked itself, decides nothing.
        """
        wanted = frozenset(paths)
        fields = {path: _on_its_own(one, wanted) for path, one in self.fields.items()}
        items = tuple(path for path in fields if path in wanted)
        return replace(self, fields=fields, items=items, sometimes_asked=frozenset(), _steps={})

    def steps(self, counts: Mapping[str, int]) -> Steps:
        """The steps for so many entries. The path of a repeat with a number, /data/members[2], asks for an entry."""
        if self.has_repeats:
            return self._made(counts)
        if self.root not in self._steps:
            self._steps[self.root] = self._made(counts)
        return self._steps[self.root]

    def _made(self, counts: Mapping[str, int]) -> Steps:
        shown = tuple(self._walk(self.items, "", "", counts))
        return Steps(
            tuple(path for path, _ in shown),
            tuple(path for path, plain in shown if plain not in self.never_asked),
        )

    def _walk(
        self, items: Sequence[str | Repeat], before: str, base: str, counts: Mapping[str, int]
    ) -> Iterator[tuple[str, str]]:
        for item in items:
            if isinstance(item, str):
                yield base + item[len(before) :], item
                continue
            series = base + item.path[len(before) :]
            counted = self.fields[item.path].count is not None
            entries = counts.get(series, 0)
            for number in range(1, entries + 1):
                if number > 1 and not counted:
                    yield f"{series}[{number}]", item.path
                yield from self._walk(item.items, item.path, f"{series}[{number}]", counts)
            if entries and not counted:
                yield f"{series}[{entries + 1}]", item.path

    def instances(self, path: str, counts: Mapping[str, int], within: str = "") -> list[str]:
        """The full paths of a node in all entries, or in those within one entry.

        A repeat stands for its series, without a number at its end.
        """
        above = self.plan.above[path]
        if not above:
            return [path]
        known = within.count("[")
        found, before = [within], above[known - 1] if known else ""
        for repeat in above[known:]:
            series = [head + repeat[len(before) :] for head in found]
            found = [f"{one}[{number}]" for one in series for number in range(1, counts.get(one, 0) + 1)]
            before = repeat
        return [head + path[len(before) :] for head in found]


def _on_its_own(one: Field, asked: frozenset[str]) -> Field:
    return one if one.relevant is None or one.relevant.reads <= asked else replace(one, relevant=None)
