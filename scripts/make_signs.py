"""Write the small font of the signs that the bot and its demo show, and the style sheet that names them; seldom run.

It needs packages that the bot itself does not: install them in an environment of their own, never in the project's.

    python3 -m venv ../signs-env
    ../signs-env/bin/pip install fonttools==4.68.0 brotli==1.2.1
    ../signs-env/bin/python -m scripts.make_signs noto-color-emoji-emoji-400-normal.woff2

The source is Noto Color Emoji 2.057 as the npm package @fontsource/noto-color-emoji 5.3.2 has it (SIL Open Font License
1.1, simulator/page/signs.LICENSE). `tests/demo/test_signs.py` says when a sign is shown that the font does not have.
"""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "simulator" / "page"
FONT, SHEET = PAGE / "signs.woff2", PAGE / "signs.css"
# Where what people see is written.
SHOWN = (
    "locales/messages.pot",
    "locales/*/LC_MESSAGES/messages.po",
    "simulator/page/*.js",
    "simulator/page/index.html",
    "programmes/**/*.md",
    "programmes/**/*.toml",
    "bot/**/*.py",
    "bot/**/*.toml",
    "handlers/**/*.py",
)
# Arrows, marks and figures that fonts for text have as signs too, and all that are nothing but signs.
RANGES = ((0x2139, 0x2139), (0x21A9, 0x21AA), (0x2300, 0x23FF), (0x25B6, 0x25B6), (0x25C0, 0x25C0), (0x2600, 0x27BF),
          (0x2B00, 0x2BFF), (0x1F000, 0x1FAFF))  # fmt: skip
# Marks that are letters more than pictures: fonts for text have them, this one does not.
MARKS = "☰✓✕✗✘"


def shown() -> set[str]:
    """All signs that stand in any text of the project that people see."""
    texts = (file.read_text("utf-8") for pattern in SHOWN for file in sorted(ROOT.glob(pattern)))
    return {letter for text in texts for letter in text if _is_sign(letter)}


def _is_sign(letter: str) -> bool:
    return (
        letter not in MARKS
        and unicodedata.category(letter) in ("So", "Sm", "Cn")
        and any(first <= ord(letter) <= last for first, last in RANGES)
    )


def sheet(signs: Iterable[str]) -> str:
    """The style sheet: the browser asks for the font where one of these is shown and no font of the machine has it."""
    points = ", ".join(_ranges(sorted(map(ord, signs))))
    return (
        "/* Written by scripts/make_signs.py: signs for machines without a font that has them. */\n\n"
        '@font-face {\n  font-family: "Signs";\n  src: url("signs.woff2") format("woff2");\n'
        f"  unicode-range: {points};\n}}\n"
    )


def _ranges(points: list[int]) -> Iterator[str]:
    first = last = points[0]
    for point in [*points[1:], -1]:
        if point == last + 1:
            last = point
            continue
        yield f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}"
        first = last = point


def main() -> None:
    signs = shown()
    command = [sys.executable, "-m", "fontTools.subset", sys.argv[1], f"--text={''.join(sorted(signs))}"]
    options = ("--unicodes=FE0F", "--flavor=woff2", "--layout-features=", "--drop-tables+=SVG", f"--output-file={FONT}")
    subprocess.run([*command, *options], check=True)
    SHEET.write_text(sheet(signs), "utf-8")
    print(f"{len(signs)} signs, {FONT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
