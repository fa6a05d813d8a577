"""Works out what follows from the answers: what is relevant, what is calculated, how many entries there are."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.forms.xform.form import Form
from bot.forms.xform.model import Field, Kind
from bot.forms.xpath.env import Context, Env, Expression, bases_of, template
from bot.forms.xpath.values import number, string, truth

YES, NO = "yes", "no"
MOST_ENTRIES = 300  # of one repeat: nobody answers more in a chat


@dataclass(slots=True)
class Facts:
    """What is known at one moment, by full path; a session makes a copy before it changes any of it.

    answers: what the person said ('' for skipped). defaults: first values that were worked out once. values: what each
    relevant node holds, blanks left out. hidden: what is not relevant, with all below it. counts: entries of each
    repeat.
    """

    answers: dict[str, str]
    defaults: dict[str, str]
    values: dict[str, str]
    hidden: set[str]
    counts: dict[str, int]

    def copy(self) -> "Facts":
        return Facts(dict(self.answers), dict(self.defaults), dict(self.values), set(self.hidden), dict(self.counts))


@dataclass(slots=True)
class Worker:
    """Keeps the facts of one form true."""

    form: Form
    facts: Facts
    context: Context
    languages: Sequence[str]

    def env(self, path: str = "") -> Env:
        """The surroundings for expressions at a path."""
        facts = self.facts
        env = Env(facts.values, facts.hidden, facts.counts, self.context, self.languages)
        env.here = path
        env.bases = bases_of(path)
        return env

    def everything(self) -> None:
        """Work all of it out from the answers and the defaults."""
        self.facts.values.clear()
        self.facts.hidden.clear()
        self.facts.counts.clear()
        env = self.env()
        if self.form.has_repeats:
            for path in self.form.plan.order:
                self._settle(path, env)
        else:
            self._everything_flat(env)

    def _everything_flat(self, env: Env) -> None:
        """The same where each node is there once; a stored session does this at every answer, so it is kept short."""
        values, hidden, answers, fields = self.facts.values, self.facts.hidden, self.facts.answers, self.form.fields
        for path in self.form.plan.order:
            one = fields[path]
            env.here = path
            if one.parent in hidden or (one.relevant is not None and not truth(one.relevant.run(env))):
                hidden.add(path)
            elif one.kind is not Kind.GROUP:
                answer = answers.get(path) if one.calculate is None else None
                value = self._value(one, path, env) if answer is None else answer
                if value:
                    values[path] = value

    def change(self, path: str, value: str) -> None:
        """Take an answer: what depends on it is worked out anew, and answers that are no longer among their choices
        go.
        """
        before, self.facts.answers[path] = self.facts.values.get(path, ""), value
        changed = self._spread(path)
        if value != before:
            changed |= self._set(path)
        while (stale := self._stale(changed)) is not None:
            stale_path, kept = stale
            self._forget(stale_path, kept)
            changed |= self._spread(stale_path)

    def _set(self, path: str) -> set[str]:
        """What an answer sets is worked out now and stays, until it is set again or, where it is asked, answered."""
        changed: set[str] = set()
        for target, expression in self.form.fields[template(path)].sets:
            for full in self.form.instances(target, self.facts.counts):
                if all(one == own for one, own in zip(bases_of(full), bases_of(path), strict=False)):
                    self.facts.answers.pop(full, None)
                    self.facts.defaults[full] = _written(expression, self.env(full))
                    changed |= self._spread(full)
        return changed

    def _forget(self, path: str, kept: str) -> None:
        if kept:
            self.facts.answers[path] = kept
        else:
            self.facts.answers.pop(path, None)

    def _spread(self, path: str) -> set[str]:
        """Settle a node and all that it reaches; the paths (without numbers) of what changed."""
        plan, fields, start = self.form.plan, self.form.fields, template(path)
        if path.endswith("]"):
            self.everything()
            return set(plan.order)
        env = self.env()
        changed = {start: [path]} if self._settle_one(fields[start], path, env) else {}
        for reached in plan.touched(start):
            sources = plan.inputs[reached].intersection(changed)
            if not sources:
                continue
            one = fields[reached]
            settled = [full for full in self._reached(reached, sources, changed) if self._settle_one(one, full, env)]
            if settled and one.kind is Kind.REPEAT:
                self.everything()
                return set(plan.order)
            if settled:
                changed[reached] = settled
        return set(changed)

    def _reached(self, path: str, sources: AbstractSet[str], changed: Mapping[str, Sequence[str]]) -> Sequence[str]:
        """The full paths of a node that changes elsewhere can matter to: own entries, if it reads no others."""
        plan, counts = self.form.plan, self.facts.counts
        above, wide = plan.above[path], plan.wide[path]
        if not above:
            return [path]
        found: dict[str, None] = {}
        for source in sources:
            shared = sum(1 for own, other in zip(above, plan.above[source], strict=False) if own == other)
            if not shared or source in wide:
                return self.form.instances(path, counts)
            for entry in {bases_of(full)[shared - 1] for full in changed[source]}:
                found.update(dict.fromkeys(self.form.instances(path, counts, entry)))
        return list(found)

    def _settle(self, path: str, env: Env) -> None:
        """Settle a node in all its entries."""
        one = self.form.fields[path]
        for full in self.form.instances(path, self.facts.counts):
            self._settle_one(one, full, env)

    def _settle_one(self, one: Field, path: str, env: Env) -> bool:
        facts = self.facts
        env.here = path
        env.bases = bases_of(path) if "[" in path else ()
        was_hidden = path in facts.hidden
        hidden = path.rpartition("/")[0] in facts.hidden or (
            one.relevant is not None and not truth(one.relevant.run(env))
        )
        if hidden:
            facts.hidden.add(path)
        elif was_hidden:
            facts.hidden.discard(path)
        if one.kind is Kind.GROUP:
            return hidden != was_hidden
        if one.kind is Kind.REPEAT:
            return self._count(one, path, hidden, env) or hidden != was_hidden
        before = facts.values.get(path, "")
        value = "" if hidden else self._value(one, path, env)
        if value:
            facts.values[path] = value
        else:
            facts.values.pop(path, None)
        return value != before or hidden != was_hidden

    def _count(self, one: Field, path: str, hidden: bool, env: Env) -> bool:
        before = self.facts.counts.get(path)
        self.facts.counts[path] = now = 0 if hidden else self._entries(one, path, env)
        return now != before

    def _entries(self, one: Field, path: str, env: Env) -> int:
        """As many as the form says; else one, and one more for each "yes" in a row."""
        if one.count is not None:
            wanted = number(one.count.run(env))
            return int(min(max(wanted, 0), MOST_ENTRIES)) if wanted == wanted else 0
        entries = 1
        while entries < MOST_ENTRIES and self.facts.answers.get(f"{path}[{entries + 1}]") == YES:
            entries += 1
        return entries

    def _value(self, one: Field, path: str, env: Env) -> str:
        answers = self.facts.answers
        if one.calculate is not None:
            if one.calculate.sticky and (kept := answers.get(path)):
                return kept
            value = _written(one.calculate, env)
            if one.calculate.sticky and value:
                answers[path] = value
            return value
        if (answer := answers.get(path)) is not None:
            return answer
        if one.is_set and path in self.facts.defaults:
            return self.facts.defaults[path]
        if one.dynamic_default is not None or one.preload:
            return self._first(one, path, env)
        return one.default

    def _first(self, one: Field, path: str, env: Env) -> str:
        defaults = self.facts.defaults
        if path not in defaults:
            expression = one.dynamic_default
            defaults[path] = (
                _written(expression, env) if expression is not None else metadata(one.preload, self.context)
            )
        return defaults[path]

    def _stale(self, changed: set[str]) -> tuple[str, str] | None:
        """An answer whose choices were narrowed by what changed, and what is left of it."""
        filters = self.form.plan.filters
        for path in dict.fromkeys(select for source in changed for select in filters.get(source, ())):
            for full in self.form.instances(path, self.facts.counts):
                answer = self.facts.answers.get(full)
                if answer and full not in self.facts.hidden:
                    kept = self._among_choices(self.form.fields[path], full, answer)
                    if kept != answer:
                        return full, kept
        return None

    def _among_choices(self, one: Field, path: str, answer: str) -> str:
        choices = one.choices
        assert choices is not None
        env = self.env(path)
        if one.kind is Kind.SELECT_ONE:
            return answer if choices.holds(answer, env) else ""
        names = choices.names(env)
        kept = " ".join(name for name in answer.split() if name in names)
        return kept if one.kind is not Kind.RANK or kept == answer else ""


def _written(expression: Expression, env: Env) -> str:
    """A result as it is kept: no number is blank, as in ODK."""
    value = string(expression.run(env))
    return "" if value == "NaN" else value


def metadata(preload: str, context: Context) -> str:
    """ODK's metadata, without what would tell who the person is."""
    match preload:
        case "start":
            return (context.start or context.now).isoformat(timespec="milliseconds")
        case "today":
            return context.today.isoformat()
        case "deviceid":
            return context.device
    return ""
