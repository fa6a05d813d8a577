"""The codebook of an export: each column of each file, what it means, its unit, and its codes in every language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.i18n import Catalogues
from bot.i18n.languages import SOURCE
from bot.packs import Pack
from bot.services.keeping.exporting.code_labels import CodeLabels
from bot.services.keeping.exporting.export_columns import Column
from bot.services.keeping.exporting.questions import Asked
from bot.services.keeping.exporting.values import Kind

FILE = "codebook"
# Where versions of a form say a thing differently.
OR = " / "


@dataclass(frozen=True, slots=True)
class Answers:
    """A column of answers to a question. `asked`: in all versions of all programmes, the oldest first."""

    file: str
    column: str
    asked: Sequence[Asked]


def label_column(language: str) -> str:
    return f"label-{language}"


def label_columns(languages: Iterable[str], catalogues: Catalogues) -> list[Column]:
    """The columns of the codebook for each language."""
    return [
        Column(
            label_column(language),
            Kind.TEXT,
            f"In {catalogues.locale(language).name}: what a code stands for, or a question as it is asked.",
        )
        for language in languages
    ]


@dataclass(frozen=True, slots=True)
class Codebook:
    """Makes the rows."""

    labels: CodeLabels
    packs: Mapping[str, Pack]

    def rows(self, tables: Mapping[str, Sequence[Column]], questions: Iterable[Answers]) -> Iterator[dict[str, Any]]:
        """Of our columns, by file, and of the columns of answers, which say nothing of themselves."""
        for file, columns in tables.items():
            for column in (one for one in columns if one.means):
                row = {"file": file, "column": column.name, "kind": column.kind}
                yield row | {"unit": column.unit, "meaning": column.means}
                if column.codes:
                    yield from (row | code for code in self._codes(column.codes))
        for one in questions:
            yield from self._question(one)

    def _codes(self, of: str) -> Iterator[dict[str, Any]]:
        for programme, code in self.labels.codes(of):
            languages = self._languages(programme) if programme else self.labels.languages
            said = {language: self.labels.label(of, programme, code, language) for language in languages}
            english = self.labels.label(of, programme, code, SOURCE)
            yield {"programme": programme, "code": code, "meaning": english, **_in_columns(said)}

    def _languages(self, programme: str) -> Sequence[str]:
        return self.packs[programme].programme.languages

    def _question(self, one: Answers) -> Iterator[dict[str, Any]]:
        for programme in dict.fromkeys(asked.programme for asked in one.asked):
            versions = [asked for asked in one.asked if asked.programme == programme]
            languages = self._languages(programme)
            newest = versions[-1]
            row = {"file": one.file, "column": one.column, "programme": programme, "kind": newest.kind}
            unit = self.packs[programme].programme.currency if newest.is_money else ""
            said = {language: newest.words(language) for language in languages}
            yield row | {"unit": unit, "meaning": newest.words(SOURCE) or newest.explained, **_in_columns(said)}
            for code in dict.fromkeys(code for asked in reversed(versions) for code in asked.codes()):
                having = [asked for asked in reversed(versions) if asked.has(code)]
                named = {language: _either(having, code, language) for language in languages}
                yield row | {"code": code, "meaning": _either(having, code, SOURCE), **_in_columns(named)}


def _either(versions: Iterable[Asked], code: str, language: str) -> str:
    return OR.join(dict.fromkeys(asked.label(code, language) for asked in versions))


def _in_columns(said: Mapping[str, str]) -> dict[str, str]:
    return {label_column(language): words for language, words in said.items()}
