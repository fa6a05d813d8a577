"""QR codes read back from a picture as a phone's camera would: PNG of 8 bits a colour, as Typst writes it."""

import struct
import zlib

import zxingcpp


def codes_in(png: bytes) -> list[str]:
    """What the codes in a picture hold, from the top."""
    width, height, grey = _grey(png)
    found = zxingcpp.read_barcodes(memoryview(grey).cast("B", (height, width)))
    places = sorted(found, key=lambda one: (one.position.top_left.y // 20, one.position.top_left.x))
    return [one.text for one in places]


def _grey(png: bytes) -> tuple[int, int, bytes]:
    """The red of each point is enough: what we draw codes in is black and white."""
    at, packed, width, height, steps = 8, b"", 0, 0, 0
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        body = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack_from(">IIBB", body)
            steps = {0: 1, 2: 3, 6: 4}[colour]
            assert depth == 8, "we read pictures of 8 bits a colour"
        elif kind == b"IDAT":
            packed += body
        at += 12 + length
    raw, line = zlib.decompress(packed), 1 + width * steps
    before, grey = bytearray(width), bytearray()
    for row in range(height):
        begin = row * line
        before = _unfiltered(raw[begin], raw[begin + 1 : begin + line : steps], before)
        grey += before
    return width, height, bytes(grey)


def _unfiltered(how: int, line: bytes, above: bytearray) -> bytearray:
    """One colour of a row, by its filter (PNG 1.2, 6)."""
    done, left, corner = bytearray(line), 0, 0
    if how == 0:
        return done
    for at, value in enumerate(line):
        up = above[at]
        guess = (0, left, up, (left + up) // 2, _paeth(left, up, corner))[how]
        left = done[at] = (value + guess) & 255
        corner = up
    return done


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))
