"""The form itself: what is stored by version and what a session walks through."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.forms.model import UNASKED, Field, Repeat
from bot.forms.plan import Plan


@dataclass(frozen=True, slots=True)
class Form:
    """A loaded questionnaire.

    hash: the first 16 hex digits of the SHA-256 of `xml`; a stored session names it. languages: codes in the form's
    order, "" if it names none. fields: every node by path, in the form's order. items: what is asked, in order, repeats
    with their own items inside.
    """

    hash: str
    name: str = field(compare=False)
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
    plain_questions: tuple[str, ...] = field(repr=False, compare=False)
    sometimes_asked: frozenset[str] = field(repr=False, compare=False)  # shown only while an expression says so
    never_asked: frozenset[str] = field(repr=False, compare=False)

    @property
    def questions(self) -> tuple[Field, ...]:
        """The questions as they are written, without entries and filters."""
        return tuple(one for one in self.fields.values() if one.kind not in UNASKED)

    @property
    def is_plain(self) -> bool:
        """Whether the questions are always the same list, but for what is hidden."""
        return not self.has_repeats and not self.sometimes_asked

    def walk(self, counts: Mapping[str, int]) -> Iterator[str]:
        """The full paths of what is shown or asked, in order; a path that ends in [2] or more asks for an entry."""
        if not self.has_repeats:
            return iter(self.items)  # type: ignore[arg-type]
        return self._walk(self.items, "", "", counts)

    def _walk(
        self, items: tuple[str | Repeat, ...], before: str, base: str, counts: Mapping[str, int]
    ) -> Iterator[str]:
        for item in items:
            if isinstance(item, str):
                yield base + item[len(before) :]
                continue
            series = base + item.path[len(before) :]
            counted = self.fields[item.path].count is not None
            entries = counts.get(series, 0)
            for number in range(1, entries + 1):
                if number > 1 and not counted:
                    yield f"{series}[{number}]"
                yield from self._walk(item.items, item.path, f"{series}[{number}]", counts)
            if entries and not counted:
                yield f"{series}[{entries + 1}]"

    def instances(self, path: str, counts: Mapping[str, int]) -> list[str]:
        """The full paths of a node in all entries; a repeat stands for its series, without a number at its end."""
        if not self.has_repeats:
            return [path]
        found, before = [""], ""
        for repeat in self._repeats_above(path):
            series = [head + repeat[len(before) :] for head in found]
            found = [f"{one}[{number}]" for one in series for number in range(1, counts.get(one, 0) + 1)]
            before = repeat
        return [head + path[len(before) :] for head in found]

    def _repeats_above(self, path: str) -> list[str]:
        return [repeat for repeat in self.plan.repeats if path.startswith(repeat + "/")]
