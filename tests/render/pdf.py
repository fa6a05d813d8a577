"""What stands on the pages of a PDF that Typst has made, read from the file itself (PDF 1.7)."""

import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing

import pypdfium2

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.S)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.S)
_TOKEN = re.compile(
    rb"/(f\d+) [\d.]+ Tf|ActualText<([0-9A-F]*)>|(BDC|BMC)|(EMC)|\(((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*)\)", re.S
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_MEANT = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
# Letters with signs above them are drawn in pieces, each of which says the whole.
_TWICE = re.compile(r"(.[\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0e33]+)\1+")


def pages(pdf: bytes) -> list[str]:
    """The text of each page, without spaces and what is written in several pieces once: to look words up in."""
    known = {int(one[1]): one[2] for one in _OBJECT.finditer(pdf)}
    return [squeezed("".join(_words(known, page))) for page in known.values() if b"/Type/Page/" in page]


def has(page: str, words: str) -> bool:
    """Whether these words stand on a page."""
    return squeezed(words) in page


def squeezed(text: str) -> str:
    """Without whatever only parts words."""
    return _TWICE.sub(r"\1", re.sub(r"[\s\u200b\u200c\u200d\u00ad]", "", text))


def _words(known: Mapping[int, bytes], page: bytes) -> Iterator[str]:
    fonts = {
        name.decode(): _meanings(known, known[int(number)])
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", known[_number(page, rb"Resources")])
    }
    meaning: Mapping[int, str] = {}
    spans: list[bool] = []
    said = b""
    for font, actual, begins, ends, shown in _TOKEN.findall(_content(known[_number(page, rb"Contents")])):
        if font:
            meaning = fonts[font.decode()]
        elif actual:
            said = actual
        elif begins:
            spans.append(bool(said))
            if said:
                yield bytes.fromhex(said.decode()).decode("utf-16")
            said = b""
        elif ends:
            spans.pop()
        elif not any(spans):
            data = _ESCAPE.sub(_unescaped, shown)
            yield "".join(meaning.get(int.from_bytes(data[at : at + 2], "big"), "") for at in range(0, len(data), 2))


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    return bytes([int(sign, 8)]) if sign.isdigit() else _MEANT.get(sign, sign)


def _meanings(known: Mapping[int, bytes], font: bytes) -> dict[int, str]:
    table = _content(known[_number(font, rb"ToUnicode")]).decode()
    pairs = re.findall(r"^<([0-9A-F]{4})> <([0-9A-F]+)>$", table, re.M)
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}


def _content(body: bytes) -> bytes:
    found = _STREAM.search(body)
    if found is None:
        raise ValueError("there is no stream in this object")
    return zlib.decompress(found[1])


def _number(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    if found is None:
        raise ValueError(f"there is no {name.decode()} in this object")
    return int(found[1])


def copied(pdf: bytes) -> str:
    """What somebody copies from the first page."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        page = document[0]
        words = page.get_textpage()
        said: str = words.get_text_bounded()
        words.close()
        page.close()
        return said
