"""The characters that a TrueType font has, read from its `cmap` table (formats 4 and 12; OpenType 1.9)."""

import struct
from pathlib import Path


def characters(font: Path) -> set[str]:
    """All that it can draw."""
    data = font.read_bytes()
    start = _table(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, start + 2)
    found: set[int] = set()
    for index in range(count):
        (offset,) = struct.unpack_from(">I", data, start + 4 + index * 8 + 4)
        found |= _codes(data, start + offset)
    return {chr(code) for code in found}


def _table(data: bytes, name: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for index in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + index * 16)
        if tag == name:
            return int(offset)
    raise ValueError(f"the font has no {name!r} table")


def _codes(data: bytes, at: int) -> set[int]:
    (kind,) = struct.unpack_from(">H", data, at)
    if kind == 4:
        (double,) = struct.unpack_from(">H", data, at + 6)
        ends = struct.unpack_from(f">{double // 2}H", data, at + 14)
        starts = struct.unpack_from(f">{double // 2}H", data, at + 16 + double)
        return {code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1)}
    if kind == 12:
        (groups,) = struct.unpack_from(">I", data, at + 12)
        ranges = (struct.unpack_from(">III", data, at + 16 + group * 12) for group in range(groups))
        return {code for first, last, _ in ranges for code in range(first, last + 1)}
    return set()
