"""Forms that staff send to the bot: written down, checked when the file is there, used when they say yes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.people.roles import STAFF
from bot.domain.wire import bot_api
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.contact import Contact
from bot.domain.wire.message import Button, Message, Recipient, Rows
from bot.forms import FormError, Problem, form_from_xml
from bot.i18n import N_, Html, Text, joined
from bot.i18n.languages import SOURCE
from bot.left_out import LeftOut
from bot.packs import version_of
from bot.services import programmes, roles
from bot.services.forms import form_files, forms_in_use
from bot.services.forms.form_files import Examined
from bot.services.loaded_packs import LoadedPacks
from bot.services.work import Connection
from bot.store.forms import form_uploads as rows
from bot.store.forms.form_uploads import Upload
from bot.store.wire import chats, outbox, received_files

__all__ = ["PREFIX", "Arrived", "Outcome", "Upload", "arrived", "drop", "expect", "ready", "tell", "use"]

PREFIX = "newform"
YES, NO = "y", "n"
AT_ONCE = 5
MOST_LINES = 8
LONGEST_LINE = 200

READY = N_("📄 {name} is ready.\nQuestions: {questions}. Messages in a usual filling: {messages}.")
REPLACES = N_("It takes the place of the form that is asked now.")
EXTRA = N_("People open it by /{name}.")
TO_KNOW = N_("Good to know:")
USE_IT = N_("Use it?")
WRONG = N_("📄 {name} cannot be used yet. Please put this right and send it again:")
MORE = N_("… and {count} more.")
LOST = N_("The file did not arrive. Please send it once more.")
BUTTONS = ((N_("✅ Use it"), YES), (N_("✖️ No"), NO))


@dataclass(frozen=True, slots=True)
class Arrived:
    """A form to check; `is_there`: whether its file could be had."""

    upload: Upload
    is_there: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What checking has come to: a form that can be used, or what is wrong with it; neither where it was lost."""

    examined: Examined | None = None
    problems: Sequence[Problem] = ()


def expect(connection: Connection, upload: Upload, file_id: str, now: datetime) -> None:
    """A form was sent by staff; its file is fetched once this is on disk. Raises NotAllowed."""
    roles.require(connection, upload.person_id, STAFF)
    received_files.expect(connection, upload.media, upload.bot, upload.chat, file_id, now, person=upload.person_id)
    rows.add(connection, upload, now)


def arrived(connection: Connection, left_out: LeftOut) -> list[Arrived]:
    """The forms to check now."""
    return [Arrived(*row) for row in rows.arrived(connection, left_out, AT_ONCE)]


def tell(connection: Connection, loaded: LoadedPacks, upload: Upload, outcome: Outcome, now: datetime) -> bool:
    """Write down what checking has come to and say it, once; False when nobody wants to know any more."""
    problems = list(outcome.problems)
    if outcome.examined is not None and upload.programme in loaded.packs:
        pack = loaded.packs[upload.programme]
        form = outcome.examined.form(upload.programme, programmes.tables(pack))
        try:
            forms_in_use.check(form, upload.name, pack)
        except FormError as error:
            problems = list(error.problems)
    usable = outcome.examined is not None and not problems
    xml = outcome.examined.xml if outcome.examined is not None and usable else None
    language = chats.language_of(connection, upload.bot, upload.chat, upload.person_id)
    if not rows.settle(connection, upload, rows.READY if usable else rows.REFUSED, xml) or language is None:
        return False
    said = _Said(loaded, language or SOURCE)
    if outcome.examined is not None and usable:
        lines = list(said.ready(upload, outcome.examined))
    else:
        lines = list(said.wrong(upload, problems))
    to = Recipient(upload.bot, upload.chat, said.language, upload.person_id)
    told = Message(joined(lines), _buttons(upload) if usable else ())
    outbox.add(connection, [bot_api.outgoing(loaded.catalogues, to, told, dedupe=f"form:{upload.media}")], now)
    return True


@dataclass(frozen=True, slots=True)
class _Said:
    """Words for one reader. What is wrong with a form is in English: it is about columns and rows."""

    loaded: LoadedPacks
    language: str

    def text(self, message: str, **values: str | int) -> Html:
        return self.loaded.catalogues.html(Text(message, values), self.language)

    def ready(self, upload: Upload, examined: Examined) -> Iterator[Html]:
        report = examined.report
        usual = report.usual.messages if report.usual else report.questions
        yield self.text(READY, name=upload.name, questions=report.questions, messages=usual)
        if upload.name in self.loaded.packs[upload.programme].forms:
            yield self.text(REPLACES)
        if forms_in_use.is_extra(upload.name):
            yield self.text(EXTRA, name=upload.name)
        known = (report.repairs, report.warnings, report.lacking, report.unreachable, report.never_asked, report.stuck)
        if noted := [problem for problems in known for problem in problems]:
            yield self.text(TO_KNOW)
            yield from self.problems(noted)
        yield self.text(USE_IT)

    def wrong(self, upload: Upload, problems: Sequence[Problem]) -> Iterator[Html]:
        if not problems:
            yield self.text(LOST)
            return
        yield self.text(WRONG, name=upload.name)
        yield from self.problems(problems)

    def problems(self, problems: Sequence[Problem]) -> Iterator[Html]:
        for problem in problems[:MOST_LINES]:
            line = str(problem)
            yield Html.of("• {}", line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE] + "…")
        if (more := len(problems) - MOST_LINES) > 0:
            yield self.text(MORE, count=more)


def _buttons(upload: Upload) -> Rows:
    return [[Button(Text(label), Meaning.of(PREFIX, answer, upload.media)) for label, answer in BUTTONS]]


def ready(connection: Connection, contact: Contact, of_button: str | None = None) -> tuple[Upload, str] | None:
    """The form of who is in front that waits for yes or no, with its XML: a button's, or the newest."""
    return rows.ready(connection, contact, of_button)


def use(connection: Connection, loaded: LoadedPacks, upload: Upload, xml: str, now: datetime) -> None:
    """Ask the form from now on. Raises FormError where it cannot take that place any more, and NotAllowed."""
    roles.require(connection, upload.person_id, STAFF)
    pack = loaded.packs[upload.programme]
    form = replace(form_from_xml(xml, programmes.tables(pack)), hash=version_of(upload.programme, xml))
    forms_in_use.add(connection, pack, upload.name, form, f"person {upload.person_id}", now)
    rows.close(connection, upload, rows.USED)


def drop(connection: Connection, upload: Upload) -> None:
    """She does not want it."""
    rows.close(connection, upload, rows.DROPPED)


def name_of(file: str) -> str:
    """What a form is called that comes as this file."""
    return form_files.name_for(file)
