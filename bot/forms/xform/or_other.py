"""The words of or_other, which the converter writes in English whatever the form speaks."""

from collections.abc import Iterable

from bot.forms.xform.model import Text
from bot.i18n.language_data import language_table
from bot.i18n.languages import SOURCE
from bot.i18n.languages import languages as all_languages

CHOICE, NAME, QUESTION, SUFFIX = "Other", "other", "Specify other.", "_other"


def other_choice(text: Text, languages: Iterable[str]) -> Text:
    """ "Other" in the form's languages; a text that somebody wrote stays as it is."""
    return _spoken(text, CHOICE, "choice", languages)


def other_question(text: Text, languages: Iterable[str]) -> Text:
    """ "Specify other." in the form's languages."""
    return _spoken(text, QUESTION, "question", languages)


def _spoken(text: Text, written: str, key: str, languages: Iterable[str]) -> Text:
    if set(text.parts.values()) != {(written,)}:
        return text
    ours = [code for code in all_languages() if code != SOURCE]
    named = [code for code in languages if code] or ours
    known = {code: (language_table(code)["other"][key] if code in ours else written,) for code in named}
    return Text({**known, "": (written,)}, text.media)
