# ruff: noqa: E501 - forms are tables
"""Every type of question that a chat can carry: what it takes, what it refuses, what is kept."""

import pytest

from bot.forms import Context, Form, FormError, Kind, Reason, Refused, Session, Table, load_form

EVERYTHING = """
| survey |
|        | type                  | name    | label          | parameters            | calculation | default |
|        | text                  | words   | Words?         |                       |             |         |
|        | integer               | whole   | Whole?         |                       |             |         |
|        | decimal               | part    | Decimal?       |                       |             |         |
|        | date                  | day     | Day?           |                       |             |         |
|        | time                  | clock   | Time?          |                       |             |         |
|        | dateTime              | moment  | Moment?        |                       |             |         |
|        | select_one crops      | one     | One?           |                       |             |         |
|        | select_multiple crops | many    | Many?          |                       |             |         |
|        | rank crops            | order   | In order?      |                       |             |         |
|        | range                 | marks   | Marks?         | start=1 end=5 step=1  |             |         |
|        | range                 | share   | Share?         | start=0 end=1 step=0.25 |           |         |
|        | geopoint              | place   | Place?         |                       |             |         |
|        | image                 | picture | Picture?       |                       |             |         |
|        | audio                 | voice   | Voice?         |                       |             |         |
|        | video                 | film    | Film?          |                       |             |         |
|        | file                  | paper   | Paper?         |                       |             |         |
|        | barcode               | code    | Code?          |                       |             |         |
|        | acknowledge           | agreed  | Agreed?        |                       |             |         |
|        | note                  | thanks  | Thank you.     |                       |             |         |
|        | hidden                | secret  |                |                       |             | 42      |
|        | calculate             | twice   |                |                       | ${whole} * 2 |        |
|        | start                 | began   |                |                       |             |         |
|        | end                   | ended   |                |                       |             |         |
|        | today                 | today   |                |                       |             |         |
|        | deviceid              | device  |                |                       |             |         |
|        | username              | user    |                |                       |             |         |
|        | phonenumber           | number  |                |                       |             |         |
| choices |
|         | list_name | name  | label |
|         | crops     | rice  | Rice  |
|         | crops     | soy   | Soy   |
|         | crops     | honey | Honey |
"""


@pytest.fixture(scope="module")
def everything() -> Form:
    return load_form(EVERYTHING, "md", "f", {})


@pytest.mark.parametrize(
    ("name", "kind", "takes", "refuses"),
    [
        ("words", Kind.TEXT, [("  ข้าวหอม ", "ข้าวหอม")], ["x" * 10_001]),
        ("whole", Kind.INTEGER, [("012", "12"), ("-3", "-3"), ("+4", "4")], ["1.0", "1e3", "twelve", "१२", "9" * 30]),
        ("part", Kind.DECIMAL, [("3.50", "3.5"), ("7", "7"), ("-0.0", "0"), (".5", "0.5")], ["1,5", "1e3", "nan", "inf"]),
        ("day", Kind.DATE, [("2026-11-24", "2026-11-24")], ["24/11/2026", "2026-02-30", "today"]),
        ("clock", Kind.TIME, [("08:30", "08:30"), ("08:30:00.000+07:00", "08:30:00.000+07:00")], ["25:00", "noon"]),
        ("moment", Kind.DATETIME, [("2026-11-24T08:30:00.000+07:00",) * 2], ["2026-11-24 at 8", "soon"]),
        ("one", Kind.SELECT_ONE, [("soy", "soy")], ["Soy", "maize", "soy rice"]),
        ("many", Kind.SELECT_MULTIPLE, [("soy rice soy", "soy rice")], ["soy maize"]),
        ("order", Kind.RANK, [("honey rice soy", "honey rice soy")], ["honey rice", "honey rice rice soy", "a b c"]),
        ("marks", Kind.RANGE, [("5", "5")], ["6", "0", "2.5", "many"]),
        ("share", Kind.RANGE, [("0.75", "0.75"), ("1", "1")], ["0.3", "1.25"]),
        ("place", Kind.GEOPOINT, [("13.75 100.5", "13.75 100.5 0 0"), ("1 2 3 4", "1 2 3 4")], ["91 0", "1", "a b"]),
        ("picture", Kind.IMAGE, [("photo-1.jpg", "photo-1.jpg")], []),
        ("voice", Kind.AUDIO, [("voice-1.ogg", "voice-1.ogg")], []),
        ("film", Kind.VIDEO, [("film-1.mp4", "film-1.mp4")], []),
        ("paper", Kind.FILE, [("paper-1.pdf", "paper-1.pdf")], []),
        ("code", Kind.BARCODE, [("8851234567890", "8851234567890")], []),
        ("agreed", Kind.ACKNOWLEDGE, [("OK", "OK")], ["yes"]),
    ],
)  # fmt: skip
def test_takes_and_refuses(
    everything: Form, context: Context, name: str, kind: Kind, takes: list[tuple[str, str]], refuses: list[str]
) -> None:
    session = Session.start(everything, context).goto(f"/f/{name}")
    assert session.question is not None
    assert session.question.kind is kind
    for given, kept in takes:
        assert session.answer(given).result()[f"/f/{name}"] == kept
    for wrong in refuses:
        with pytest.raises(Refused) as caught:
            session.answer(wrong)
        assert caught.value.reason in (Reason.TYPE, Reason.CHOICE)
        assert caught.value.message is None


def test_metadata_tells_when_but_not_who(everything: Form, context: Context) -> None:
    result = Session.start(everything, context).goto("/f/whole").answer("4").result()
    assert result == {
        "/f/whole": "4",
        "/f/twice": "8",
        "/f/secret": "42",
        "/f/began": "2026-11-24T10:30:00.000+07:00",
        "/f/ended": "2026-11-24T10:30:00.000+07:00",
        "/f/today": "2026-11-24",
    }


def test_range_says_its_limits(everything: Form, context: Context) -> None:
    question = Session.start(everything, context).goto("/f/share").question
    assert question is not None
    assert question.limits == (0, 1, 0.25)


def test_or_other_asks_what_it_is(context: Context) -> None:
    form = load_form(
        """
| survey |
|        | type                      | name | label  |
|        | select_one crops or_other | crop | Crop?  |
|        | text                      | why  | Why?   |
| choices |
|         | list_name | name  | label |
|         | crops     | rice  | Rice  |
""",
        "md",
        "f",
        {},
    )
    session = Session.start(form, context)
    assert session.question is not None
    assert [choice.label for choice in session.question.choices] == ["Rice", "Other"]
    assert session.answer("rice").place == "/f/why"
    other = session.answer("other")
    assert other.question is not None
    assert (other.place, other.question.label) == ("/f/crop_other", "Specify other.")


def test_shuffled_choices_stay_as_they_are_for_one_session(context: Context) -> None:
    rows = "\n".join(f"| | x | c{number} | C{number} |" for number in range(20))
    form = load_form(
        f"""
| survey |
|        | type         | name | label | parameters                |
|        | select_one x | a    | A?    | randomize=true            |
|        | select_one x | b    | B?    | randomize=true, seed=7    |
| choices |
|         | list_name | name | label |
{rows}
""",
        "md",
        "f",
        {},
    )

    def names(seed: str, path: str) -> list[str]:
        question = Session.start(form, Context(context.today, context.now, seed=seed)).goto(path).question
        assert question is not None
        return [choice.name for choice in question.choices]

    assert names("one", "/f/a") == names("one", "/f/a")
    assert names("one", "/f/a") != names("two", "/f/a")
    assert names("one", "/f/b") == names("two", "/f/b")
    assert sorted(names("one", "/f/a")) == sorted(f"c{number}" for number in range(20))


def test_once_random_and_uuid_stay(context: Context) -> None:
    form = load_form(
        """
| survey |
|        | type      | name   | label | calculation          |
|        | text      | a      | A?    |                      |
|        | calculate | first  |       | once(${a})           |
|        | calculate | lot    |       | once(random())       |
|        | calculate | code   |       | uuid()               |
""",
        "md",
        "f",
        {},
    )
    session = Session.start(form, context).answer("one")
    changed = session.goto("/f/a").answer("two")
    assert changed.result()["/f/first"] == "one"
    assert changed.result()["/f/lot"] == session.result()["/f/lot"]
    later = Session.resume(form, changed.state(), Context(context.today, context.now, seed="other"))
    assert later.result() == changed.result()


def test_names_of_choices_in_labels(context: Context, areas: Table) -> None:
    form = load_form(
        """
| survey |
|        | type                           | name | label::English (en)                              | label::ไทย (th) | calculation | choice_filter |
|        | select_multiple crops          | crop | Crops?                                           | พืช             |             |               |
|        | select_one_from_file areas.csv | area | Where?                                           | ที่ไหน          |             | level = 'province' |
|        | calculate                      | said |                                                  |                 | jr:choice-name(${crop}, '${crop}') | |
|        | calculate                      | far  |                                                  |                 | pulldata('areas', 'level', 'name', ${area}) | |
|        | text                           | why  | Why ${said} in ${area}, a ${far}?                | ทำไม ${said}     |             |               |
| choices |
|         | list_name | name | label::English (en) | label::ไทย (th) |
|         | crops     | rice | Rice                | ข้าว            |
|         | crops     | soy  | Soy                 | ถั่วเหลือง        |
""",
        "md",
        "f",
        {"areas.csv": areas},
    )
    session = Session.start(form, context, "en").answer("soy rice").answer("50")
    assert session.question is not None
    assert session.question.label == "Why Soy, Rice in 50, a province?"
    thai = session.speak("th").question
    assert thai is not None
    assert thai.label == "ทำไม ถั่วเหลือง, ข้าว"


def test_a_required_choice_among_nothing_does_not_hold_anyone_up(context: Context, areas: Table) -> None:
    form = load_form(
        """
| survey |
|        | type                           | name | label | required | choice_filter   |
|        | select_one_from_file areas.csv | area | Area? | yes      | level = 'moon'  |
""",
        "md",
        "f",
        {"areas": areas},
    )
    session = Session.start(form, context)
    assert session.question is not None
    assert not session.question.required
    assert session.skip().question is None


@pytest.mark.parametrize(
    ("rows", "row", "says"),
    [
        ("| | geotrace | a | Walk | | | yes |", 3, "A line on a map"),
        ("| | geoshape | a | Walk | | | today() > 3 |", 3, "take away that it is required"),
        ("| | select_one_from_file shops.xml | a | A | | | |", 3, "shops.xml cannot be used"),
        ("| | select_one_from_file shops.geojson | a | A | | | |", 3, "Send the file together with the form"),
        ("| | select_one_from_file shops.csv | a | A | | | |", 3, "not among the programme's tables"),
        ("| | csv-external | shops | | | |\n| | text | a | A | | count(instance('shops')/root/item) |", 4, "shops.csv"),
    ],
)
def test_what_a_chat_cannot_carry_is_refused_by_row(rows: str, row: int, says: str) -> None:
    source = f"| survey |\n| | type | name | label | trigger | calculation | required |\n{rows}\n"
    with pytest.raises(FormError) as caught:
        load_form(source, "md", "f", {})
    assert caught.value.problems[0].row == row
    assert says in caught.value.problems[0].sentence


def test_what_can_be_left_out_is_told() -> None:
    form = load_form(
        """
| survey |
|        | type             | name  | label | save_to |
|        | text             | a     | A?    | called  |
|        | start-geopoint   | where |       |         |
|        | background-audio | sound |       |         |
|        | audit            | audit |       |         |
| entities |
|          | dataset | label |
|          | trees   | ${a}  |
""",
        "md",
        "f",
        {},
    )
    told = [(one.sheet, one.row) for one in form.warnings]
    assert told == [("survey", 5), ("survey", 6), ("entities", 10), ("survey", 7)]
