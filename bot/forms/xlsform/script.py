"""What a form says when it is read aloud: the words of each question in one language, before anybody has answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.forms.xform.form import Form
from bot.forms.xform.model import UNASKED, ChoiceList, Field, Kind, Text
from bot.forms.xpath.env import template

# Stands where an answer will be filled in.
GAP = "…"
# A longer list is not read out: she looks for her answer, or types it.
MOST_CHOICES = 12
NEVER = "false()"


@dataclass(frozen=True, slots=True)
class Spoken:
    """One thing to read aloud: a question with its notes, hint and choices, or what it says to an answer that does not
    fit. `name` tells it apart: form.question, form.question.constraint.
    """

    name: str
    lines: tuple[str, ...]


def spoken_name(path: str) -> str:
    """The name of what is read aloud at a question: /checkin/member[2]/age → checkin.member.age."""
    return template(path).strip("/").replace("/", ".")


def script(form: Form, languages: Sequence[str]) -> list[Spoken]:
    """All that a form has to be read aloud, in its order, each in the first of `languages` that has it."""
    found: list[Spoken] = []
    notes: list[str] = []
    for path, one in form.fields.items():
        if one.kind is Kind.NOTE:
            notes.append(words(one.label, languages))
        elif _is_asked(form, path, one):
            found += _of_question(path, one, notes, languages)
            notes = []
    return found


def _is_asked(form: Form, path: str, one: Field) -> bool:
    never = one.relevant is not None and one.relevant.source.strip() == NEVER
    return one.kind not in UNASKED and path not in form.never_asked and not never


def _of_question(path: str, one: Field, notes: Sequence[str], languages: Sequence[str]) -> list[Spoken]:
    name, choices = spoken_name(path), _choices(one.choices, languages) if one.choices else ()
    asked = [*notes, words(one.label, languages), words(one.hint, languages), *choices]
    refusals = (("constraint", one.constraint_message), ("required", one.required_message))
    found = [(name, asked), *((f"{name}.{kind}", [words(text, languages)]) for kind, text in refusals)]
    told = [Spoken(each, tuple(filter(None, lines))) for each, lines in found]
    return [one for one in told if one.lines]


def words(text: Text, languages: Sequence[str]) -> str:
    """A text as it stands, with a gap where an answer is filled in."""
    known = [text.parts[language] for language in languages if language in text.parts]
    parts = known[0] if known else next(iter(text.parts.values()), ())
    return "".join(part if isinstance(part, str) else GAP for part in parts).strip()


def _choices(choices: ChoiceList, languages: Sequence[str]) -> tuple[str, ...]:
    rows = choices.table.rows
    if choices.shared or len(rows) > MOST_CHOICES:
        return ()
    texts = choices.texts
    if texts is None:
        return tuple(choices.table.label(row, choices.label, languages) for row in rows)
    known = (texts.get(row.get(choices.label, "")) for row in rows)
    return tuple(words(text, languages) for text in known if text is not None)
