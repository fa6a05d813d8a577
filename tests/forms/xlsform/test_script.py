"""What a form says when it is read aloud."""

from bot.forms import load_form, script, spoken_name

SOURCE = """
| survey |
| | type | name | label::English (en) | label::Chichewa (ny) | hint | relevant | constraint | constraint_message |
| | note | hello | Now your work. | Tsopano ntchito yanu. |  |  |  |  |
| | select_one kinds | kind | What is it? | Ndi chiyani? | Choose one. |  |  |  |
| | hidden | unit |  |  |  |  |  |  |
| | integer | made | How many ${unit} did you make? | Mwapanga ${unit} zingati? |  |  | . >= 0 | From 0 on, please. |
| | text | never | Never asked | Sitifunsa |  | false() |  |  |
| | begin repeat | member | Member | Membala |  |  |  |  |
| | integer | age | How old? | Zaka zingati? |  |  |  |  |
| | end repeat |  |  |  |  |  |  |  |

| choices |
| | list_name | name | label::English (en) | label::Chichewa (ny) |
| | kinds | honey | Honey | Uchi |
| | kinds | cloth | Cloth | Nsalu |
"""


def test_each_question_with_its_notes_hint_and_choices_and_its_own_refusal() -> None:
    form = load_form(SOURCE, "md", "work", {})
    told = {one.name: one.lines for one in script(form, ("en",))}
    assert told["work.kind"] == ("Now your work.", "What is it?", "Choose one.", "Honey", "Cloth")
    assert told["work.made"] == ("How many … did you make?",)
    assert told["work.made.constraint"] == ("From 0 on, please.",)
    assert told["work.member.age"] == ("How old?",)
    assert not [name for name in told if "never" in name or "unit" in name or "hello" in name]


def test_in_another_language() -> None:
    form = load_form(SOURCE, "md", "work", {})
    told = {one.name: one.lines for one in script(form, ("ny", "en"))}
    assert told["work.kind"][:2] == ("Tsopano ntchito yanu.", "Ndi chiyani?")


def test_an_entry_of_a_repeat_is_read_as_any_other() -> None:
    assert spoken_name("/" + "work/member[2]/age") == "work.member.age"
