"""Text with entities: Telegram's HTML in, safe HTML out, lengths in UTF-16 units."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from simulator.bot_api.errors import ApiError, bad

Entity = dict[str, Any]

_SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_SHOWN = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
    "spoiler": "tg-spoiler",
}
# Telegram decodes these names only; any other name stays as it was typed.
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_PIECE = re.compile(r"<(?P<close>/?)(?P<tag>[^<>]*)>|&(?P<ref>#x[0-9a-fA-F]+|#[0-9]+|[a-z]+);|(?P<open><)")
_ATTRIBUTE = re.compile(r"""\s+([a-zA-Z_-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_AUTOMATIC = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,:;!?)])|(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@\w+)?)(?![\w/])"
)


def units(text: str) -> int:
    """Length in UTF-16 code units, Telegram's measure."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


@dataclass(slots=True)
class _Open:
    tag: str
    at: int
    attributes: dict[str, str]


@dataclass(slots=True)
class _Reader:
    """Reads one HTML text; offsets in the errors are of bytes, as Telegram's are."""

    source: str
    out: list[str] = field(default_factory=list)
    length: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def read(self) -> tuple[str, list[Entity]]:
        end = 0
        for match in _PIECE.finditer(self.source):
            self._add(self.source[end : match.start()])
            end = match.end()
            self._piece(match)
        self._add(self.source[end:])
        if self.stack:
            raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{self.stack[-1].tag}\"")
        return "".join(self.out), sorted(reversed(self.entities), key=lambda each: (each["offset"], -each["length"]))

    def _add(self, text: str) -> None:
        if text:
            self.out.append(text)
            self.length += units(text)

    def _piece(self, match: re.Match[str]) -> None:
        if match["ref"]:
            self._add(_character(match["ref"]) or match[0])
        elif match["open"]:
            raise self._error("Unclosed start tag", match)
        elif match["close"]:
            self._close(match["tag"].strip().lower(), match)
        else:
            self._start(match)

    def _start(self, match: re.Match[str]) -> None:
        name = re.match(r"[^\s]*", match["tag"])
        tag = name[0].lower() if name else ""
        if tag not in _SIMPLE:
            raise self._error(f'Unsupported start tag "{tag}"', match)
        attributes = {key.lower(): _plain(value) for key, value in _ATTRIBUTE.findall(match["tag"][len(tag) :])}
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"', match)
        if tag == "blockquote" and any(each.tag == "blockquote" for each in self.stack):
            raise self._error("Blockquotes can't be nested", match)
        self.stack.append(_Open(tag, self.length, attributes))

    def _close(self, tag: str, match: re.Match[str]) -> None:
        if not self.stack:
            raise self._error("Unexpected end tag", match)
        opened = self.stack.pop()
        if tag != opened.tag:
            raise self._error("Unmatched end tag", match, f', expected "</{opened.tag}>", found "</{tag}>"')
        if self.length > opened.at:
            self.entities += self._merged(_entity(opened, self.length, "".join(self.out)))

    def _merged(self, made: list[Entity]) -> list[Entity]:
        """`<pre><code class="language-…">` is one entity: a pre that knows its language."""
        last = self.entities[-1] if self.entities else {}
        for each in made:
            whole = last.get("offset") == each["offset"] and last.get("length") == each["length"]
            if each["type"] == "pre" and last.get("type") == "code" and whole:
                each |= {"language": last["language"]} if "language" in last else {}
                self.entities.pop()
        return made

    def _error(self, reason: str, match: re.Match[str], more: str = "") -> ApiError:
        offset = len(self.source[: match.start()].encode())
        return bad(f"can't parse entities: {reason} at byte offset {offset}{more}")


def _plain(value: str) -> str:
    return html.unescape(value.strip("\"'"))


def _character(reference: str) -> str:
    if not reference.startswith("#"):
        return _NAMED.get(reference, "")
    number = int(reference[2:], 16) if reference[1] == "x" else int(reference[1:])
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else ""


def _entity(opened: _Open, end: int, text: str) -> list[Entity]:
    entity: Entity = {"type": _SIMPLE[opened.tag], "offset": opened.at, "length": end - opened.at}
    if opened.tag == "a":
        link = opened.attributes.get("href") or _part(text, opened.at, end)
        return [entity | {"url": link}] if _is_link(link) else []
    if opened.tag == "blockquote" and "expandable" in opened.attributes:
        entity["type"] = "expandable_blockquote"
    if opened.tag == "code" and opened.attributes.get("class", "").startswith("language-"):
        entity["language"] = opened.attributes["class"].removeprefix("language-")
    if opened.tag == "tg-emoji":
        entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
    if opened.tag == "tg-time":
        entity["unix_time"] = int(opened.attributes.get("unix", "0") or 0)
    return [entity]


def _is_link(link: str) -> bool:
    """Telegram keeps web, mail, phone and its own links; anything else becomes plain text."""
    return bool(re.match(r"(https?|tg|mailto|tel|ton)://?\S|mailto:\S|tel:\S|[\w-]+(\.[\w-]+)+(/|$)", link))


def _part(text: str, start: int, end: int) -> str:
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le", "replace")


def parse(text: str, mode: str, entities: list[Entity] | None) -> tuple[str, list[Entity]]:
    """The text as a phone shows it with its entities; outer white space is cut, as Telegram cuts it."""
    if mode.lower() == "html":
        text, found = _Reader(text).read() if "<" in text or "&" in text else (text, [])
    elif mode.lower() in ("markdown", "markdownv2"):
        raise bad(f"simulator: parse_mode {mode} is not simulated")
    elif mode:
        raise bad("unsupported parse_mode")
    else:
        found = [dict(each) for each in entities or ()]
    text, found = _trim(text.replace("\r", ""), found)
    return text, found + _automatic(text, found)


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    cut = text.lstrip()
    before = units(text) - units(cut)
    cut = cut.rstrip()
    end = units(cut)
    kept = []
    for each in entities:
        start = max(each["offset"] - before, 0)
        length = min(each["offset"] - before + each["length"], end) - start
        if length > 0:
            kept.append({**each, "offset": start, "length": length})
    return cut, kept


def _automatic(text: str, taken: Iterable[Entity]) -> list[Entity]:
    """Links and commands that Telegram finds by itself, where no entity was given."""
    if "/" not in text:
        return []
    spans = [(each["offset"], each["offset"] + each["length"]) for each in taken]
    found = []
    for match in _AUTOMATIC.finditer(text):
        start = units(text[: match.start()])
        end = start + units(match[0])
        if all(end <= low or start >= high for low, high in spans):
            found.append({"type": str(match.lastgroup), "offset": start, "length": end - start})
    return found


def to_html(text: str, entities: Iterable[Entity]) -> str:
    """Safe HTML for the page: b, i, u, s, code, pre, a, blockquote and tg-spoiler; everything else is escaped."""
    starts: dict[int, list[str]] = {}
    ends: dict[int, list[str]] = {}
    # Of entities that begin together the longest comes first in the list and so is opened first and closed last.
    for each in sorted(entities, key=lambda one: (one["offset"], -one["length"])):
        opening, closing = _tags(each, text)
        starts.setdefault(each["offset"], []).append(opening)
        ends.setdefault(each["offset"] + each["length"], []).insert(0, closing)
    if not starts:
        return html.escape(text, quote=False)
    return _woven(text, starts, ends)


def _woven(text: str, starts: dict[int, list[str]], ends: dict[int, list[str]]) -> str:
    out: list[str] = []
    at = 0
    for character in text:
        out += ends.get(at, ())
        out += starts.get(at, ())
        out.append(html.escape(character, quote=False))
        at += 2 if character > "\uffff" else 1
    return "".join(out + ends.get(at, []))


def _tags(entity: Entity, text: str) -> tuple[str, str]:
    if entity["type"] in ("text_link", "url"):
        link = entity.get("url") or _part(text, entity["offset"], entity["offset"] + entity["length"])
        if re.match(r"(https?://|tg://|mailto:|tel:)", link):
            return f'<a href="{html.escape(link)}">', "</a>"
        return "", ""
    tag = _SHOWN.get(entity["type"])
    return (f"<{tag}>", f"</{tag}>") if tag else ("", "")
