"""What is loaded once and at hand in every turn, which changes none of it: packs, their forms by version, texts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.forms import Form
from bot.i18n import Catalogues
from bot.i18n.languages import SOURCE
from bot.packs import Pack
from bot.services.recordings import Recordings
from bot.store.forms.form_versions import InUse


class LoadedPacks:
    """The packs of this deployment by code, with all form versions that dialogues may still be on."""

    def __init__(
        self,
        packs: Mapping[str, Pack],
        catalogues: Catalogues,
        old_forms: Sequence[Form] = (),
        recordings: Recordings | None = None,
    ) -> None:
        self.packs = dict(sorted(packs.items()))
        self.catalogues = catalogues
        self.recordings = recordings or Recordings()
        # what staff have put in use, as far as it is taken up here (see bot/services/forms/forms_in_use.py)
        self.in_use: frozenset[InUse] = frozenset()
        # messages a second that a bot sends; 0: as many as it can
        self.rate: float = 0
        self._forms = {form.hash: form for form in old_forms}
        for pack in self.packs.values():
            self._forms |= {form.hash: form for form in pack.forms.values()}
        self._other_names = {code: _other_names(pack) for code, pack in self.packs.items()}
        offered = [language for pack in self.packs.values() for language in pack.programme.languages]
        self.languages: tuple[str, ...] = tuple(dict.fromkeys(offered))

    def pack(self, code: str | None) -> Pack:
        """A programme's pack; for a chat that has not chosen yet, the first."""
        return self.packs[code] if code in self.packs else next(iter(self.packs.values()))

    def use(self, code: str, name: str, form: Form) -> None:
        """From now on a form of a programme is asked in this version; dialogues that began with another keep it."""
        pack = self.packs[code]
        self._forms[form.hash] = form
        self.packs[code] = replace(pack, forms={**pack.forms, name: form})

    def other_names(self, code: str | None) -> Mapping[str, Sequence[str]]:
        """What places and products are called besides their label: local names, and those in other languages."""
        return self._other_names[self.pack(code).programme.code]

    def form(self, version: str | None) -> Form:
        """A form by the hash of its version; raises KeyError for one that was never added to the database."""
        return self._forms[version or ""]

    def guess_language(self, code: str) -> str:
        """The offered language that a phone is set to, else English; it orders choices and answers strangers."""
        plain = code.split("-")[0].lower()
        return plain if plain in self.languages else SOURCE

    def programmes_in(self, language: str) -> tuple[str, ...]:
        """The codes of the programmes that speak a language."""
        return tuple(code for code, pack in self.packs.items() if language in pack.programme.languages)


def _other_names(pack: Pack) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for row in (*pack.areas.rows, *pack.products.rows):
        labels = [text for heading, text in row.items() if heading.startswith("label") and text]
        names.setdefault(row["name"], []).extend([*labels, *filter(None, row.get("aka", "").split("|"))])
    return names
