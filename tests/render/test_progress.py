"""The picture of progress: drawn in every language, small, deaf to markup, and with every letter in the fonts."""

import struct
from collections.abc import Iterator
from dataclasses import asdict, replace
from decimal import Decimal

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.evaluation.progress import Verdict
from bot.render.fonts import covered, drawable, families, load_fonts
from bot.render.progress import MOST_POINTS, Chart, Point, ProgressPicture, from_json, progress_picture, to_json
from tests.render.samples import ENGLISH, FIRST_MONTH, SAMPLES

FONTS = load_fonts()
# A message of data, not of words: what a picture may weigh.
MOST_BYTES = 90_000


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack_from(">II", png, 16)
    return width, height


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_drawn_and_small(name: str) -> None:
    png = progress_picture(SAMPLES[name], FONTS)
    width, height = size(png)
    assert width == 720 and height <= 1280
    assert len(png) <= MOST_BYTES


def test_the_same_data_gives_the_same_picture() -> None:
    assert progress_picture(ENGLISH, FONTS) == progress_picture(ENGLISH, FONTS)


def test_svg_too() -> None:
    assert progress_picture(ENGLISH, FONTS, "svg").startswith(b"<svg")


@pytest.mark.parametrize(
    "words",
    [
        '#panic("run")',
        '#import "@preview/x:1.0.0": *',
        '#read("/etc/passwd")',
        "$ x^2 $ *bold* _it_ `code` <label> @ref",
        "\\ [ ] { } // not a comment /* nor this */",
        '"; quotes " \' \u2028 \x00 \x1b',
        "= Heading\n- list\n+ list",
        "https://example.org",
    ],
)
def test_what_people_write_is_never_markup(words: str) -> None:
    """A line that stayed one line of words is as high as any other; panics and files would end the drawing."""
    plain = replace(FIRST_MONTH, subtitle="Asha")
    assert size(progress_picture(replace(plain, subtitle=words), FONTS)) == size(progress_picture(plain, FONTS))
    everywhere = Chart(words, words, Verdict.BETTER, (Point(words, Decimal(1), words), Point(words, None)), words)
    progress_picture(ProgressPicture(words, words, (everywhere,), words, "en", day=words), FONTS)


@settings(max_examples=40, deadline=None)
@given(
    st.text(max_size=30),
    st.lists(st.none() | st.decimals(-(10**15), 10**15, places=2), max_size=14),
    st.sampled_from(Verdict),
)
def test_any_text_and_any_values(words: str, values: list[Decimal | None], verdict: Verdict) -> None:
    points = tuple(Point(words[:5], value, str(value)) for value in values)
    picture = ProgressPicture(words, words, (Chart(words, words[:8], verdict, points, words),), words, "ne")
    width, _ = size(progress_picture(picture, FONTS))
    assert width == 720
    assert from_json(to_json(picture)) == picture


@pytest.mark.parametrize("name", SAMPLES)
def test_a_picture_waits_as_text(name: str) -> None:
    assert from_json(to_json(SAMPLES[name])) == SAMPLES[name]


def test_of_many_points_the_baseline_and_the_latest_are_drawn() -> None:
    def picture(numbers: list[int]) -> ProgressPicture:
        points = tuple(Point(str(number), Decimal(number + 1), str(number)) for number in numbers)
        return replace(FIRST_MONTH, charts=(Chart("Sales", "", Verdict.SAME, points),))

    many = progress_picture(picture(list(range(30))), FONTS)
    assert many == progress_picture(picture([0, *range(30 - MOST_POINTS + 1, 30)]), FONTS)


def words_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from words_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from words_of(inner)


def test_every_letter_of_the_samples_is_in_the_fonts() -> None:
    needed = {char for sample in SAMPLES.values() for text in words_of(asdict(sample)) for char in drawable(text)}
    assert needed <= covered(), sorted(needed - covered())
    assert {"ก", "क", "०", "฿", "K", "−", "·"} <= covered()


def test_only_our_fonts_are_used() -> None:
    assert sorted(FONTS.families()) == sorted(families())
    assert all(isinstance(font, typst.FontInfo) for font in FONTS.fonts())


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("Malee 🌸 Soap", "Malee Soap"),
        ("❤️ लोक्ता", "लोक्ता"),
        ("क्‍ष", "क्‍ष"),  # the joiner belongs to the word
        ("two\nlines\tand  more", "two lines and more"),
        ("20 °C, ₹5, ฿6 − 1", "20 °C, ₹5, ฿6 − 1"),
        ("🌸", ""),
    ],
)
def test_emoji_are_left_out(written: str, drawn: str) -> None:
    assert drawable(written) == drawn
