"""Every call is held against the Bot API's tables: fields known, required ones there, types right."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from simulator.bot_api.errors import ApiError, bad

Convert = Callable[[Any, str], Any]  # (value, field name) -> value; raises Mismatch


class Mismatch(Exception):
    """A value that is not of its type; its message is the end of Telegram's sentence."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the tables with its check, compiled once."""

    name: str
    fields: Mapping[str, Convert]
    required: frozenset[str]
    json_fields: frozenset[str]

    def check(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters with their types; `raw` holds strings of a form, values of JSON, or uploads."""
        values: dict[str, Any] = {}
        for name, value in raw.items():
            if value is None:
                continue
            convert = self.fields.get(name)
            if convert is None:
                raise bad(f'simulator: method {self.name} has no parameter "{name}"')
            values[name] = self._convert(convert, name, value)
        for name in self.required - values.keys():
            raise _missing(name)
        return values

    def _convert(self, convert: Convert, name: str, value: Any) -> Any:
        try:
            if name in self.json_fields and isinstance(value, str):
                value = json.loads(value)
            return convert(value, name)
        except ValueError:
            raise bad(f"can't parse {_spoken(name)} JSON object") from None
        except Mismatch as reason:
            raise bad(f"can't parse {_spoken(name)}: {reason}") from None


@cache
def _published() -> dict[str, Any]:
    """Telegram's own tables: read once, however many simulators there are."""
    data: dict[str, Any] = json.loads((files("simulator") / "data" / "bot-api.json").read_text("utf-8"))
    return data


class Tables:
    """The methods of the Bot API by name; types are compiled when first needed."""

    def __init__(self) -> None:
        data = _published()
        self._types: dict[str, Any] = data["types"]
        self._compiled: dict[str, Convert] = {}
        self._methods: dict[str, Method] = {}
        self._raw: dict[str, Any] = data["methods"]
        self._names = {name.lower(): name for name in self._raw}

    def method(self, name: str) -> Method | None:
        """The method, whatever the case of its letters, or None."""
        known = self._names.get(name.lower())
        if known is None:
            return None
        if known not in self._methods:
            self._methods[known] = self._compile(known)
        return self._methods[known]

    def _compile(self, name: str) -> Method:
        fields = self._raw[name]["fields"]
        return Method(
            name,
            {field: self._top(rule["types"]) for field, rule in fields.items()},
            frozenset(field for field, rule in fields.items() if rule["required"]),
            frozenset(field for field, rule in fields.items() if not _is_plain(rule["types"])),
        )

    def _top(self, types: list[str]) -> Convert:
        return _PLAIN.get("|".join(types)) or self._any(types)

    def _any(self, types: list[str]) -> Convert:
        if "|".join(types) in _PLAIN:
            return _PLAIN["|".join(types)]
        options = [self._one(name) for name in types]
        return options[0] if len(options) == 1 else _first_that_fits(options)

    def _one(self, name: str) -> Convert:
        if name in _PLAIN:
            return _PLAIN[name]
        if name.startswith("Array of "):
            return _array(self._one(name.removeprefix("Array of ")))
        if name not in self._compiled:
            self._compiled[name] = self._object(name)
        return self._compiled[name]

    def _object(self, name: str) -> Convert:
        subtypes = self._types[name].get("subtypes")
        if subtypes:
            return _first_that_fits([self._one(subtype) for subtype in subtypes])
        return _Object(self, name, self._types[name]["fields"])


class _Object:
    """Checks a JSON object; its fields are compiled at first use, because types contain each other."""

    def __init__(self, tables: Tables, name: str, rules: Mapping[str, Any]) -> None:
        self._tables = tables
        self._name = name
        self._rules = rules
        self._fields: dict[str, Convert] | None = None
        self._required = [field for field, rule in rules.items() if rule["required"]]

    def __call__(self, value: Any, field: str) -> Any:
        if self._name == "KeyboardButton" and isinstance(value, str):
            return {"text": value}
        if not isinstance(value, dict):
            raise Mismatch("object expected")
        if self._fields is None:
            self._fields = {name: self._tables._any(rule["types"]) for name, rule in self._rules.items()}
        for name in self._required:
            if value.get(name) is None:
                raise Mismatch(f'Can\'t find field "{name}"')
        return {name: self._field(name, inner) for name, inner in value.items() if inner is not None}

    def _field(self, name: str, value: Any) -> Any:
        assert self._fields is not None
        if name not in self._fields:
            raise Mismatch(f'simulator: {self._name} has no field "{name}"')
        return self._fields[name](value, name)


def _is_plain(types: list[str]) -> bool:
    return "|".join(types) in _PLAIN


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def _missing(name: str) -> ApiError:
    if name == "text":
        return bad("message text is empty")
    if name in ("photo", "document", "voice", "audio"):
        return bad(f"there is no {name} in the request")
    if name in ("chat_id", "user_id"):
        return bad(f"{name} is empty")
    return bad(f'parameter "{name}" is required')


def _array(item: Convert) -> Convert:
    def convert(value: Any, name: str) -> Any:
        if not isinstance(value, list):
            raise Mismatch(f'Field "{name}" must be of type Array')
        return [item(each, name) for each in value]

    return convert


def _first_that_fits(options: list[Convert]) -> Convert:
    def convert(value: Any, name: str) -> Any:
        problems = []
        for option in options:
            try:
                return option(value, name)
            except Mismatch as problem:
                problems.append(problem)
        # The option with this very first key is the one that was meant; else the first is as good as any.
        raise next((each for each in problems if "Can't find" not in str(each)), problems[0])

    return convert


def _string(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise Mismatch(f'Field "{name}" must be of type String')
    return value


def _integer(value: Any, name: str) -> int:
    if isinstance(value, str) and value.lstrip("-").isdecimal() and value.isascii():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not -(2**63) <= value < 2**63:
        raise Mismatch(f'Field "{name}" must be of type Integer')
    return value


def _float(value: Any, name: str) -> float:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            raise Mismatch(f'Field "{name}" must be of type Number') from None
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise Mismatch(f'Field "{name}" must be of type Number')
    return float(value)


_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _boolean(value: Any, name: str) -> bool:
    if isinstance(value, str):
        value = _BOOLEANS.get(value.lower())
    if not isinstance(value, bool):
        raise Mismatch(f'Field "{name}" must be of type Boolean')
    return value


def _identity(value: Any, name: str) -> int | str:
    try:
        return _integer(value, name)
    except Mismatch:
        return _string(value, name)


def _file(value: Any, name: str) -> Upload | str:
    if isinstance(value, Upload):
        return value
    return _string(value, name)


_PLAIN: dict[str, Convert] = {
    "String": _string,
    "Integer": _integer,
    "Float": _float,
    "Boolean": _boolean,
    "Integer|String": _identity,
    "InputFile": _file,
    "InputFile|String": _file,
}
