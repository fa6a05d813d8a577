"""Who people are: asked in every pack with the same codes, and each question can be skipped."""

import pytest

from bot.domain.programme import Purpose
from bot.forms import Kind, Session
from bot.packs import Pack, load_pack
from bot.packs.needed_questions import codes_of_people, people_codes
from tests.house import COUNTRIES, PACKS
from tests.packs.walk import CONTEXT, walk

PACKS_KNOWN = [load_pack(PACKS / code) for code in COUNTRIES]
BY_CODE = [pack.programme.code for pack in PACKS_KNOWN]
FORM = "about_you"


def begun(pack: Pack) -> Session:
    return Session.start(pack.forms[FORM], CONTEXT, pack.programme.languages[0], {})


@pytest.mark.parametrize("pack", PACKS_KNOWN, ids=BY_CODE)
def test_every_pack_asks_it_with_the_codes_that_all_share(pack: Pack) -> None:
    session, asked = begun(pack), dict[str, tuple[str, ...]]()
    while (question := session.question) is not None:
        assert question.kind is Kind.SELECT_ONE
        asked[question.path.rpartition("/")[2]] = tuple(choice.name for choice in question.choices)
        session = session.answer(question.choices[-1].name)
    assert asked == dict(codes_of_people(pack.programme))


@pytest.mark.parametrize("pack", PACKS_KNOWN, ids=BY_CODE)
def test_each_question_can_be_skipped(pack: Pack) -> None:
    session = begun(pack)
    for _ in people_codes():
        session = session.skip()
    assert session.question is None
    assert not [path for path, value in session.result().items() if value]


@pytest.mark.parametrize("pack", PACKS_KNOWN, ids=BY_CODE)
def test_registration_asks_the_same_last_and_no_other_form_does(pack: Pack) -> None:
    names = {name: [one.name for one in form.fields.values()] for name, form in pack.forms.items()}
    assert [name for name in names.pop(Purpose.REGISTRATION) if name in people_codes()] == list(people_codes())
    names.pop(FORM)
    assert not {name for asked in names.values() for name in asked} & people_codes().keys()


@pytest.mark.parametrize("pack", PACKS_KNOWN, ids=BY_CODE)
def test_registration_asks_it_in_the_same_words(pack: Pack) -> None:
    for language in pack.programme.languages:
        assert words(pack, Purpose.REGISTRATION, language) == words(pack, FORM, language)


def words(pack: Pack, form: str, language: str) -> list[object]:
    """What is read of each question about who somebody is."""
    asked, _ = walk(Session.start(pack.forms[form], CONTEXT, language, {}))
    hers = [one for one in asked if one.name in people_codes()]
    return [(one.label, one.hint, [(choice.name, choice.label) for choice in one.choices]) for one in hers]
