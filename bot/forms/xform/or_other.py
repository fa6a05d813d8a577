"""The words of or_other, which the converter writes in English whatever the form speaks."""

from collections.abc import Iterable

from bot.forms.xform.model import Text

CHOICE, NAME, QUESTION, SUFFIX = "Other", "other", "Specify other.", "_other"
# language → the choice, the question that follows it
_WORDS = {
    "th": ("อื่น ๆ", "อื่น ๆ คืออะไร"),
    "ne": ("अन्य", "अन्य भनेको के हो?"),
    "ny": ("Zina", "Zinazo ndi chiyani?"),
}


def other_choice(text: Text, languages: Iterable[str]) -> Text:
    """ "Other" in the form's languages; a text that somebody wrote stays as it is."""
    return _spoken(text, CHOICE, 0, languages)


def other_question(text: Text, languages: Iterable[str]) -> Text:
    """ "Specify other." in the form's languages."""
    return _spoken(text, QUESTION, 1, languages)


def _spoken(text: Text, written: str, place: int, languages: Iterable[str]) -> Text:
    if set(text.parts.values()) != {(written,)}:
        return text
    named = [code for code in languages if code] or list(_WORDS)
    known = {code: (_WORDS[code][place] if code in _WORDS else written,) for code in named}
    return Text({**known, "": (written,)}, text.media)
