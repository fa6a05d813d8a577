"""Who people are: asked in every pack with the same codes, and each question can be skipped."""

import pytest

from bot.forms import Kind, Session
from bot.packs import Pack, load_pack
from bot.packs.needed_questions import people_codes
from tests.house import COUNTRIES, PACKS
from tests.packs.walk import CONTEXT

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
    assert asked == dict(people_codes())


@pytest.mark.parametrize("pack", PACKS_KNOWN, ids=BY_CODE)
def test_each_question_can_be_skipped(pack: Pack) -> None:
    session = begun(pack)
    for _ in people_codes():
        session = session.skip()
    assert session.question is None
    assert not [path for path, value in session.result().items() if value]


@pytest.mark.parametrize("pack", PACKS_KNOWN, ids=BY_CODE)
def test_nothing_of_it_is_asked_twice(pack: Pack) -> None:
    names = [one.name for name, form in pack.forms.items() if name != FORM for one in form.fields.values()]
    assert not set(names) & people_codes().keys()
