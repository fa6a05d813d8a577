"""A form in words, as the chat would show it: each question with its sign, its hint and its buttons."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button
from bot.forms import Context, Form, Question
from bot.forms.xlsform.check import every_question, own_words
from bot.i18n import Catalogues, load_catalogues
from bot.i18n.languages import SOURCE
from handlers.forms import questions


def lines(form: Form, language: str, now: datetime) -> Iterator[str]:
    """The lines to print; `language`: the form's, "" for a form that names none."""
    catalogues = load_catalogues()
    ours = language if language in catalogues.languages else SOURCE
    yield f"# {form.title}"
    asked = list(every_question(form, Context(today=now.date(), now=now), language))
    dialogue = Dialogue(0, form.name, {}, now, form.hash)
    for number, question in enumerate(asked, 1):
        yield ""
        yield from question.notes
        yield catalogues.text("{number} of {count}", ours, number=number, count=len(asked))
        yield from _shown(form, question, dialogue, catalogues, ours)


def _shown(form: Form, question: Question, dialogue: Dialogue, catalogues: Catalogues, language: str) -> Iterator[str]:
    yield f"{questions.sign(question)} {question.label}"
    if question.hint:
        yield question.hint
    for row in questions.buttons(dialogue, question):
        yield " ".join(f"[{_label(button, catalogues, language)}]" for button in row)
    if (when := form.fields[_plain(question.path)].relevant) is not None:
        yield f"  (only if {own_words(form, when.source)})"


def _label(button: Button, catalogues: Catalogues, language: str) -> str:
    return button.text if isinstance(button.text, str) else catalogues.render(button.text, language)


def _plain(path: str) -> str:
    return path.replace("[1]", "")
