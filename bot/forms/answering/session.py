"""One person on the way through one form: a value that each answer turns into the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from bot.forms.answering.answer_types import checked
from bot.forms.answering.consequences import YES, Facts, Worker
from bot.forms.answering.question import is_required, make_question, note_text
from bot.forms.errors import Reason, Refused
from bot.forms.xform.form import Form, Steps
from bot.forms.xform.model import SELECTS, Field, Kind, Line, Question
from bot.forms.xpath.env import Context, Env, bases_of, template
from bot.forms.xpath.values import truth


class OtherVersion(ValueError):
    """A stored session belongs to another version of the form; load that version by its hash."""


@dataclass(frozen=True, slots=True)
class Session:
    """A form, the answers so far and where the person is. Nothing in it changes: each step gives a new session.

    place: the path of the question in front, None at the end (the review). language: a code, "" for the form's default.
    """

    form: Form
    context: Context
    language: str
    place: str | None
    facts: Facts
    steps: Steps = field(repr=False, compare=False)

    @classmethod
    def start(
        cls, form: Form, context: Context, language: str = "", answers: Mapping[str, str] | None = None
    ) -> "Session":
        """A new session; `answers` are what is known already, by path, and are not asked again.

        Those that the form would not take are left out, and asked.
        """
        begun = _begun(form, context, language, Facts(dict(answers or {}), {}, {}, set(), {}), None)
        wrong = [path for path in begun._asked() if path in begun.facts.answers and not begun._takes(path)]
        if not wrong:
            return begun
        kept = {path: value for path, value in begun.facts.answers.items() if path not in wrong}
        return cls.start(form, context, language, kept)

    @classmethod
    def resume(cls, form: Form, state: Mapping[str, Any], context: Context) -> "Session":
        """The session that `state()` described, on the same version of the form. Raises OtherVersion."""
        if state["form"] != form.hash:
            raise OtherVersion(f"the session began with version {state['form']}, not {form.hash}")
        facts = Facts(dict(state["answers"]), dict(state["defaults"]), {}, set(), {})
        return _begun(form, context, state["language"], facts, state["place"])

    def state(self) -> dict[str, Any]:
        """What has to be kept, small and fit for JSON."""
        return {
            "form": self.form.hash,
            "language": self.language,
            "place": self.place,
            "answers": self.facts.answers,
            "defaults": self.facts.defaults,
        }

    @property
    def question(self) -> Question | None:
        """The question in front, as it is to be shown now; None at the end."""
        if self.place is None:
            return None
        made = make_question(self._field(self.place), self.place, self._env(self.place), self.notes)
        return replace(made, entries=self._entries(self.place)) if "[" in made.path else made

    @property
    def notes(self) -> tuple[str, ...]:
        """The texts to show before the question in front, or before the review."""
        shown = self.steps.shown
        at = len(shown) if self.place is None else shown.index(self.place)
        found: list[str] = []
        for path in reversed(shown[:at]):
            if path not in self.facts.hidden:
                if not self._is_readonly(path):
                    break
                found.append(path)
        texts = (note_text(self._field(path), path, self._env(path)) for path in reversed(found) if self._tells(path))
        return tuple(text for text in texts if text)

    def _tells(self, path: str) -> bool:
        """A group's heading only stands above what is in the group."""
        inside = self.place is not None and self.place.startswith(f"{path}/")
        return inside or self._field(path).kind is not Kind.GROUP

    def answer(self, value: str) -> "Session":
        """Take `value`, an ODK string, as the answer to the question in front. Raises Refused; a blank is a skip."""
        path = self._in_front()
        if not value.strip():
            return self.skip()
        one = self._field(path)
        kept = checked(one, value.strip(), self._env(path))
        self._constrain(one, path, kept)
        facts = self.facts.copy()
        self._worker(facts).change(path, kept)
        return self._moved(facts)

    def skip(self) -> "Session":
        """Leave the question in front without an answer. Raises Refused if it has to be answered."""
        path = self._in_front()
        one = self._field(path)
        env = self._env(path)
        if is_required(one, env):
            raise Refused(Reason.REQUIRED, one.required_message.show(env) or None)
        facts = self.facts.copy()
        self._worker(facts).change(path, "")
        return self._moved(facts)

    def back(self) -> "Session":
        """To the question before, which keeps its answer; at the first question nothing changes."""
        before = None
        for path in self._asked():
            if path == self.place:
                break
            before = path
        return self if before is None else replace(self, place=before)

    def goto(self, path: str) -> "Session":
        """To a question by its path (from a line of the review); its answer leads back to what is still open, or to the
        review.

        Raises KeyError if nobody is asked this now.
        """
        if path not in self._asked():
            raise KeyError(path)
        return replace(self, place=path)

    def speak(self, language: str) -> "Session":
        """The same session in another language."""
        return _begun(self.form, self.context, language, self.facts.copy(), self.place)

    def review(self) -> tuple[Line, ...]:
        """A line for each question that counts now, in order, answered or left out."""
        answers = self.facts.answers
        return tuple(self._line(path) for path in self._asked() if not path.endswith("]") or answers.get(path) != YES)

    def progress(self) -> tuple[int, int]:
        """Which question this is, of how many, as far as is known now; at the end both are the number of questions."""
        asked = self._asked()
        return (asked.index(self.place) + 1 if self.place is not None else len(asked)), len(asked)

    def result(self) -> dict[str, str]:
        """All that counts, by path: answers and calculations as ODK strings, blanks left out."""
        return {**self.facts.values, **self._end()}

    # Within

    def _constrain(self, one: Field, path: str, value: str) -> None:
        """Raise Refused if the form's constraint does not let an answer through."""
        if one.constraint is None:
            return
        env = self._env(path)
        env.values = {**self.facts.values, path: value}
        if not truth(one.constraint.run(env)):
            raise Refused(Reason.CONSTRAINT, one.constraint_message.show(env) or None)

    def _takes(self, path: str) -> bool:
        """Whether the answer that is there is one that the form takes."""
        one, value = self._field(path), self.facts.answers[path]
        try:
            if value:
                self._constrain(one, path, checked(one, value, self._env(path)))
        except Refused:
            return False
        return True

    def _end(self) -> dict[str, str]:
        now = self.context.now.isoformat(timespec="milliseconds")
        return {path: now for path, one in self.form.fields.items() if one.preload == "end"}

    def _in_front(self) -> str:
        if self.place is None:
            raise LookupError("the form is at its end: nothing is asked")
        return self.place

    def _field(self, path: str) -> Field:
        return self.form.fields[template(path)]

    def _is_readonly(self, path: str) -> bool:
        form, plain = self.form, template(path)
        if plain in form.never_asked:
            return True
        readonly = form.fields[plain].readonly if plain in form.sometimes_asked else None
        return readonly is not None and truth(readonly.run(self._env(path)))

    def _asked(self) -> list[str]:
        hidden = self.facts.hidden
        found = [path for path in self.steps.asked if path not in hidden]
        if self.form.sometimes_asked:
            return [path for path in found if not self._is_readonly(path)]
        return found

    def _first_open(self) -> str | None:
        hidden, answers = self.facts.hidden, self.facts.answers
        for path in self.steps.asked:
            waits = path not in answers and path not in hidden
            if waits and not (self.form.sometimes_asked and self._is_readonly(path)):
                return path
        return None

    def _moved(self, facts: Facts) -> "Session":
        steps = self.steps if facts.counts == self.facts.counts else self.form.steps(facts.counts)
        moved = replace(self, facts=facts, place=None, steps=steps)
        return replace(moved, place=moved._first_open())

    def _worker(self, facts: Facts) -> Worker:
        return Worker(self.form, facts, self.context, languages(self.form, self.context, self.language))

    def _env(self, path: str) -> Env:
        return self._worker(self.facts).env(path)

    def _line(self, path: str) -> Line:
        one = self._field(path)
        env = self._env(path)
        value = self.facts.answers.get(path, "") if one.kind is Kind.REPEAT else self.facts.values.get(path, "")
        display = value
        if one.kind in SELECTS and one.choices is not None:
            display = ", ".join(one.choices.label_of(name, env) for name in value.split())
        return Line(path, one.label.show(env), value, display, one.kind, self._entries(path))

    def _entries(self, path: str) -> tuple[tuple[str, int], ...]:
        bases = bases_of(path)
        return tuple(
            (self._field(base).label.show(self._env(base)), int(base.rpartition("[")[2][:-1])) for base in bases
        )


def languages(form: Form, context: Context, language: str) -> tuple[str, ...]:
    """The languages to try for a text, best first."""
    return _ordered((language, *context.fallbacks, form.default_language, *form.languages))


@lru_cache(maxsize=256)
def _ordered(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Each once, the first also without its region. Kept: it is asked several times a question."""
    return tuple(dict.fromkeys((wanted[0], wanted[0].partition("-")[0], *wanted[1:])))


def _begun(form: Form, context: Context, language: str, facts: Facts, place: str | None) -> Session:
    Worker(form, facts, context, languages(form, context, language)).everything()
    session = Session(form, context, language, None, facts, form.steps(facts.counts))
    if place is not None and place in session._asked():
        return replace(session, place=place)
    return replace(session, place=session._first_open())
