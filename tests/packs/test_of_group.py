"""What a group itself is asked: the same questions in the same words each time and in each pack; both forms or none."""

from collections.abc import Mapping
from pathlib import Path
from shutil import copytree

import pytest

from bot.domain.programme import OfGroup
from bot.packs import PROGRAMMES, PackError, load_pack

CODES = ("malawi-ovop", "nepal-odop", "thailand-otop")
ASKED = ["members", "women", "young", "loan_left", "produced", "sales", "stock", "events"]
CURRENCIES = ("kwacha", "rupees", "baht")


def questions(folder: Path, form: str) -> list[Mapping[str, str]]:
    """The rows of a form's survey that ask something, cell by column."""
    lines = (folder / "forms" / f"{form}.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")] for line in lines[lines.index("| survey |") + 1 :] if line]
    return [one for row in rows[1:] if (one := dict(zip(rows[0], row, strict=True)))["type"] != "note"]


@pytest.mark.parametrize("code", CODES)
def test_a_check_in_asks_what_the_baseline_asked_in_the_same_words(code: str) -> None:
    first, later = (questions(PROGRAMMES / code, form) for form in OfGroup)
    assert first == later
    assert [one["name"] for one in first] == [f"group_{name}" for name in ASKED]


def test_all_packs_ask_the_same() -> None:
    """In English, but for the money; languages of a country say what English says."""
    found = [[english(one) for one in questions(PROGRAMMES / code, OfGroup.BASELINE)] for code in CODES]
    assert found[0] == found[1] == found[2]


def english(question: Mapping[str, str]) -> Mapping[str, str]:
    own = {name: cell for name, cell in question.items() if "::" not in name or "(en)" in name}
    hint = "hint::English (en)"
    return own | {hint: " ".join("money" if word.strip(".") in CURRENCIES else word for word in own[hint].split())}


@pytest.mark.parametrize("missing", OfGroup)
def test_one_of_both_is_a_problem_and_none_is_not(tmp_path: Path, missing: OfGroup) -> None:
    folder = tmp_path / CODES[0]
    copytree(PROGRAMMES / CODES[0], folder)
    (folder / "forms" / f"{missing}.md").unlink()
    (other,) = set(OfGroup) - {missing}
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    (told,) = caught.value.problems
    assert told.file == f"forms/{other}.md" and f"needs {missing}.md beside it" in told.sentence
    (folder / "forms" / f"{other}.md").unlink()
    assert not load_pack(folder).asks_groups
